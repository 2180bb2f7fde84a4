import { defineConfig } from 'vitest/config'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { chunksByEntry } from './scripts/lib/chunks.ts'
import { compressedAssets } from './scripts/lib/compressed-assets.ts'
import { lightParts } from './scripts/lib/light-parts.ts'
import { spokenTexts } from './scripts/lib/spoken-texts.ts'
import { seededBug } from './tests/faults/seeded-plugin.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Suites on real time: a busy machine may make them miss a moment once, and `npm test` names those that did. */
const onRealTime = new Set(['server', 'simulation', 'faults'])

/**
 * Two files at a time where nothing waits for real time to pass; after them one at a time, because a machine of two cores that is
 * busy with something else answers late.
 */
const sideBySide = { maxWorkers: 2, sequence: { groupOrder: 0 } }
const oneByOne = { maxWorkers: 1, sequence: { groupOrder: 1 } }

/** Suites that need nothing but Node, in the order a reader would run them. */
const nodeSuites = [
  'architecture',
  'domain',
  'laws',
  'boards',
  'outcome',
  'intake',
  'protocol',
  'contracts',
  'server',
  'simulation',
  'faults',
]

/** What every page needs, and what the room needs before it is there: a file each. All else comes later, or never. */
const chunks = chunksByEntry({
  base: at('client/main.ts'),
  room: at('client/room/RoomPage.svelte'),
})

/** The pages the server writes look as the app does: the same styles, by names that a server knows without a build. */
const plainStyles: Plugin = {
  name: 'plain-styles',
  applyToEnvironment: ({ name }) => name === 'client',
  generateBundle() {
    for (const file of ['tokens.css', 'base.css'])
      this.emitFile({
        type: 'asset',
        fileName: `styles/${file}`,
        source: readFileSync(at(`client/styles/${file}`)),
      })
  },
}

export default defineConfig({
  root: process.env.VITEST ? at('.') : at('client'),
  plugins: [
    // a known mistake, to see whether the tests notice; never in a build
    ...seededBug(process.env.VITEST ? process.env.SEEDED_BUG : undefined),
    plainStyles,
    svelte({ configFile: at('svelte.config.js') }),
    lightParts(),
    spokenTexts(),
    compressedAssets(),
  ],
  builder: {},
  environments: {
    client: {
      build: {
        outDir: at('dist/client'),
        emptyOutDir: true,
        // what `npm run bench:board -- --only bundle` reads
        manifest: true,
        rolldownOptions: {
          // `shared` is pure (D2): what a page does not use of it, it does not fetch
          treeshake: { moduleSideEffects: [{ test: /\/shared\//, external: false, sideEffects: false }] },
          output: { codeSplitting: { groups: [chunks] } },
        },
      },
    },
    ssr: {
      build: {
        outDir: at('dist/server'),
        emptyOutDir: true,
        ssr: true,
        target: 'node20',
        sourcemap: true,
        rolldownOptions: {
          input: {
            main: at('server/main.ts'),
            'data-tool': at('server/operations/data-tool.ts'),
            'writer-thread': at('server/storage/sqlite/writer-thread.ts'),
          },
        },
      },
    },
  },
  test: {
    projects: [
      ...nodeSuites.map((name) => ({
        extends: true as const,
        root: at('.'),
        test: {
          name,
          environment: 'node',
          include: [`tests/${name}/**/*.test.ts`],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          retry: onRealTime.has(name) ? 1 : 0,
          ...(onRealTime.has(name) ? oneByOne : sideBySide),
        },
      })),
      {
        extends: true,
        root: at('.'),
        plugins: [svelteTesting()],
        test: {
          name: 'client',
          environment: 'jsdom',
          include: ['tests/client/**/*.test.ts'],
          setupFiles: [at('tests/client/what-jsdom-lacks.ts'), at('tests/client/patience.ts')],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          retry: 1,
          ...sideBySide,
        },
      },
    ],
  },
})
