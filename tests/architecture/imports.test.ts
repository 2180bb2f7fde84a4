import { describe, expect, it } from 'vitest'
import { AREAS, importBreaches, PACKAGES, type Manifest } from './import-rules.ts'
import { importsOf, readJson, sourceFiles } from './source-files.ts'

const manifest = readJson('package.json') as Manifest
const breachesOf = (path: string, text: string) =>
  importBreaches([{ path, text }], manifest).map((breach) => breach.what)

describe('who may import whom', () => {
  it('every import in shared, server and client is one the tables allow', () => {
    const files = sourceFiles('shared', 'server', 'client')
    expect(files.length).toBeGreaterThan(100)
    expect(importBreaches(files, manifest)).toEqual([])
  })

  it.each([
    ['shared/domain/x.ts', `import * as Y from 'yjs'`, false],
    ['shared/domain/x.ts', `import { boardDoc } from '../boards/board-doc.ts'`, false],
    ['shared/domain/slices/x.ts', `import { must } from '../../result.ts'`, true],
    ['shared/boards/x.ts', `import type { Card } from '../domain/state.ts'`, false],
    ['shared/boards/x.ts', `import * as Y from 'yjs'`, true],
    ['shared/outcome/x.ts', `import { FRAME } from '../protocol/board-frames.ts'`, false],
    ['shared/intake/x.ts', `import { parse } from 'csv-parse/browser/esm/sync'`, true],
    ['shared/intake/x.ts', `import type { Command } from '../protocol/http.ts'`, false],
    ['shared/domain/x.ts', `import { parse } from 'csv-parse/browser/esm/sync'`, false],
    ['shared/domain/x.ts', `import { openTable } from '../intake/table.ts'`, false],
    ['shared/protocol/x.ts', `export type { Outcome } from '../outcome/outcome.ts'`, false],
    ['shared/text.ts', `import { readFile } from 'node:fs/promises'`, false],
    ['server/rooms/x.ts', `import { Server } from 'socket.io'`, false],
    ['server/rooms/reactors/x.ts', `import { x } from '../../storage/sqlite/database.ts'`, false],
    ['server/rooms/x.ts', `import type { Storage } from '../storage/ports.ts'`, true],
    ['server/boards/x.ts', `import { Room } from '../rooms/room.ts'`, false],
    ['server/http/x.ts', `const load = () => import('../storage/memory/memory-storage.ts')`, false],
    ['server/http/x.ts', `const vite = await import('vite')`, true],
    ['server/storage/memory/x.ts', `import { open } from '../sqlite/database.ts'`, false],
    ['server/app.ts', `import { openSqliteStorage } from './storage/sqlite/sqlite-storage.ts'`, false],
    ['server/main.ts', `import { openSqliteStorage } from './storage/sqlite/sqlite-storage.ts'`, true],
    ['server/rooms/x.ts', `import left from 'left-pad'`, false],
    ['server/rooms/x.ts', `import { test } from 'fast-check'`, false],
    ['client/ui/X.svelte', `<script lang="ts">\nimport { room } from '../i18n/room.ts'\n</script>`, false],
    ['client/room/X.svelte', `<script lang="ts">import Y from '../console/Y.svelte'</script>`, false],
    ['client/room/X.svelte', `<script>let a = 1</script>\n<p>import { x } from '../console/y.ts'</p>`, true],
    ['client/room/x.ts', `import { io } from 'socket.io-client'`, false],
    ['client/room/x.ts', `import { readFile } from 'node:fs'`, false],
    ['client/room/x.ts', `// import { io } from 'socket.io-client'`, true],
    ['elsewhere/x.ts', ``, false],
  ])('a checker that can fail: %s with %s', (path, text, allowed) => {
    expect(breachesOf(path, text)).toHaveLength(allowed ? 0 : 1)
  })

  it('a breach says where it is', () => {
    const text = `<p>one</p>\n<script lang="ts">\n  import Y from '../console/Y.svelte'\n</script>`
    expect(importBreaches([{ path: 'client/room/X.svelte', text }], manifest)).toEqual([
      { where: 'client/room/X.svelte:3', what: 'client/room/ must not know client/console/Y.svelte' },
    ])
  })

  it('the tables name each area once, and only packages that are there', () => {
    const paths = AREAS.map((area) => area.path)
    expect(new Set(paths).size).toBe(paths.length)
    const installed = { ...manifest.dependencies, ...manifest.devDependencies }
    expect(Object.keys(PACKAGES).filter((name) => !(name in installed))).toEqual([])
  })

  it('an import is seen however it is written', () => {
    const text = `import a from './a.ts'\nexport { b } from './b.ts'\ntype C = import('./c.ts').C\nimport './d.ts'\n`
    expect(importsOf({ path: 'shared/x.ts', text }).map((one) => one.to)).toEqual(
      ['a', 'b', 'c', 'd'].map((name) => ({ file: `shared/${name}.ts` })),
    )
  })
})
