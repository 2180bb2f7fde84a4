import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/**
 * What a library brings along and the client does not need, by the specifier it imports it with, and what stands in for
 * it. lib0's coloured logging draws in its DOM helpers and its schemas; Yjs warns with it, and no more. Lucide's icon reads
 * options that nobody here gives.
 */
const INSTEAD: Readonly<Record<string, string>> = {
  'lib0/logging': './yjs-warnings.mjs',
  // each icon of Lucide, of the component that draws them all
  '../Icon.svelte': '../../client/ui/Icon.svelte',
}

/** Builds the client with lighter parts. Tests and the server keep the libraries as they are. */
export function lightParts(): Plugin {
  return {
    name: 'yoriai:light-parts',
    apply: 'build',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'client',
    resolveId(source, importer) {
      if (importer?.includes('/node_modules/') !== true) return null
      const instead = Object.hasOwn(INSTEAD, source) ? INSTEAD[source] : undefined
      return instead === undefined ? null : fileURLToPath(new URL(instead, import.meta.url))
    },
  }
}
