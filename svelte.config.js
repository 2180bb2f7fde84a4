import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    runes: true,
    // it stands on every element; two of some hundred stylesheets meet in five signs once in thousands of builds
    cssHash: ({ hash, css }) => `s${hash(css).slice(0, 5)}`,
  },
}
