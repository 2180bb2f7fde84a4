import { describe, expect, it } from 'vitest'
import { codeBreaches, markupBreaches, sizeBreaches } from './code-rules.ts'
import { sourceFiles } from './source-files.ts'

const files = sourceFiles('shared', 'server', 'client')

describe('what stands in the code', () => {
  it('time, chance, console, any, default exports and enums stay where they belong', () => {
    expect(codeBreaches(files)).toEqual([])
  })

  it('no component puts text on the page as markup', () => {
    expect(markupBreaches(files)).toEqual([])
  })

  it('no file is longer than one subject', () => {
    expect(sizeBreaches(files)).toEqual([])
  })

  it.each([
    ['shared/x.ts', 'const now = Date.now()', 1],
    ['shared/x.ts', 'const now = new Date()', 1],
    ['shared/x.ts', 'const then = new Date(now)', 0],
    ['shared/x.ts', '// Date.now() is not for us\nconst text = "Math.random()"', 0],
    ['server/rooms/x.ts', 'const chance = Math.random()', 1],
    ['server/rooms/x.ts', 'setTimeout(run, 5)', 1],
    ['server/runtime.ts', 'setTimeout(run, Date.now())', 0],
    ['client/room/x.ts', 'const now = Date.now()', 0],
    ['client/room/X.svelte', '<script lang="ts">\n  console.log(1)\n</script>', 1],
    ['client/room/X.svelte', '<p>console.log(1)</p>', 0],
    ['server/x.ts', 'const x = (y: any) => y as any', 2],
    ['server/x.ts', 'type Any = { any: string }', 0],
    ['client/x.ts', 'export default {}', 1],
    ['client/x.ts', 'export default function x() {}', 1],
    ['client/x.ts', 'switch (a) { default: b() }', 0],
    ['client/x.ts', 'enum X { a }', 1],
    ['server/storage/sqlite/x.ts', 'db.prepare("select 1 from t where id = ?")', 0],
    ['server/storage/sqlite/x.ts', 'db.prepare(`select 1 from t where id = ${id}`)', 1],
    ['server/storage/sqlite/x.ts', 'db.prepare("select 1 from t where id = " + id)', 1],
    ['server/storage/sqlite/x.ts', 'const sql = `delete from ${table}`\ndb.exec(sql)', 1],
    ['server/storage/sqlite/x.ts', 'const run = (sql: string) => db.prepare(sql).run()', 1],
    ['server/storage/sqlite/x.ts', 'let from = "t"\ndb.prepare(`select 1 from ${from}`)', 1],
    ['server/storage/sqlite/x.ts', 'const from = "t"\ndb.prepare(`select 1 from ${from} where id = ?`)', 0],
    ['server/storage/sqlite/x.ts', 'db.pragma(`max_page_count = ${Math.floor(bytes / size)}`)', 0],
    ['server/storage/sqlite/x.ts', 'db.pragma(`user_version = ${version}`)', 1],
  ])('a checker that can fail: %s with %s', (path, text, count) => {
    expect(codeBreaches([{ path, text }])).toHaveLength(count)
  })

  it('a checker that can fail: markup and sizes', () => {
    const component = (text: string) => [{ path: 'client/X.svelte', text }]
    expect(markupBreaches(component('<p>{@html text}</p>'))).toHaveLength(1)
    expect(markupBreaches(component('<p>{text}</p>'))).toEqual([])
    expect(sizeBreaches(component('x\n'.repeat(250)))).toEqual([])
    expect(sizeBreaches(component('x\n'.repeat(251)))).toHaveLength(1)
    expect(sizeBreaches([{ path: 'server/x.ts', text: 'x\n'.repeat(351) }])).toHaveLength(1)
  })
})
