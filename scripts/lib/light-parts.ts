import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/**
 * What a library brings along and the client does not need, by the specifier it imports it with, and what stands in for
 * it. lib0's coloured logging draws in its DOM helpers and its schemas; Yjs warns with it, and no more. Its environment asks
 * what a browser need not, and y-websocket's way from tab to tab is switched off. Lucide's icon reads options that nobody here
 * gives. Engine.IO brings every way of transport, of which nearly everybody uses one.
 */
const INSTEAD: Readonly<Record<string, string>> = {
  'lib0/broadcastchannel': './no-other-tabs.mjs',
  'lib0/environment': './in-a-browser.mjs',
  'lib0/logging': './yjs-warnings.mjs',
  // what lib0 imports itself
  './environment.js': './in-a-browser.mjs',
  // each icon of Lucide, of the component that draws them all
  '../Icon.svelte': '../../client/ui/Icon.svelte',
  // what Socket.IO imports
  'engine.io-client': './engine-by-websocket.mjs',
  // what Engine.IO's socket imports
  './transports/index.js': './no-transports.mjs',
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
