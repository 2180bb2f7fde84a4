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
import { patience } from './tests/support/times.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Faults whose measures are of milliseconds; the others give up after half a minute at the earliest. */
const measured = ['bad-room', 'fault-proxy', 'fuzz', 'trouble'].map((name) => `tests/faults/${name}.test.ts`)

/**
 * Two files at a time where nothing waits for real time, then where it is waited for long; after them one at a time, because a
 * machine of two cores that is busy with something else answers late.
 */
const sideBySide = { maxWorkers: 2, sequence: { groupOrder: 0 } }
const waitingSideBySide = { maxWorkers: 2, sequence: { groupOrder: 1 }, retry: 1 }
const oneByOne = { maxWorkers: 1, sequence: { groupOrder: 2 }, retry: 1 }

/**
 * Suites that need nothing but Node, in the order a reader would run them. Those on real time may miss a moment once on a
 * busy machine, and `npm test` names those that did.
 */
const nodeSuites = {
  architecture: sideBySide,
  domain: sideBySide,
  laws: sideBySide,
  boards: sideBySide,
  outcome: sideBySide,
  intake: sideBySide,
  protocol: sideBySide,
  contracts: sideBySide,
  server: oneByOne,
  simulation: oneByOne,
  faults: { ...waitingSideBySide, exclude: measured },
  'faults-measured': { ...oneByOne, include: measured },
}

/** Made of a module of Vitest's own, which a build need not wait for. */
const inOrder = process.env.VITEST
  ? { sequencer: (await import('./scripts/lib/waiting-first.ts')).WaitingFirst }
  : {}

/** What every page needs, and what the room needs before it is there: a file each. All else comes later, or never. */
const chunks = chunksByEntry(
  {
    base: at('client/main.ts'),
    room: at('client/room/RoomPage.svelte'),
  },
  // both import these and use nothing of them: schemas for the server, what other pages need of Svelte, long polling, writing
  // for Yjs
  [
    '/engine.io-client/build/esm/contrib/has-cors.js',
    '/engine.io-client/build/esm/transports/polling.js',
    '/engine.io-client/build/esm/transports/polling-xhr.js',
    '/lib0/encoding.js',
    '/valibot/dist/index.mjs',
    '/svelte/src/internal/shared/clone.js',
    '/svelte/src/internal/client/dom/elements/actions.js',
    '/svelte/src/internal/client/dom/elements/bindings/size.js',
    '/svelte/src/internal/client/dom/elements/bindings/universal.js',
    '/shared/random.ts',
    '/shared/domain/call-link.ts',
    '/shared/domain/field-schemas.ts',
    '/shared/domain/formation/entrant.ts',
    '/shared/domain/hints/tool-names.ts',
    '/shared/domain/templates/ideals-challenges-solutions.ts',
    '/shared/domain/templates/registry.ts',
  ],
)

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
          treeshake: {
            moduleSideEffects: [
              { test: /\/shared\//, external: false, sideEffects: false },
              {
                test: /\/engine\.io-client\/|\/svelte\/src\/internal\//,
                external: false,
                sideEffects: false,
              },
            ],
            manualPureFunctions: ['v', 'idSchema'],
          },
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
    sequence: inOrder,
    projects: [
      ...Object.entries(nodeSuites).map(([name, how]) => ({
        extends: true as const,
        root: at('.'),
        test: {
          name,
          environment: 'node',
          include: [`tests/${name}/**/*.test.ts`],
          testTimeout: patience(30_000),
          hookTimeout: 60_000,
          ...how,
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
          testTimeout: patience(60_000),
          hookTimeout: 60_000,
          retry: 1,
          ...sideBySide,
        },
      },
    ],
  },
})
