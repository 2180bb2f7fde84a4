import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const RULE_ID = /[A-Z]{3}-\d+/g

/** The rules as RULES.md lists them: `- **AGD-1** One observable sentence.` */
function listedRules(markdown: string): string[] {
  return [...markdown.matchAll(/^- \*\*([A-Z]{3}-\d+)\*\* \S/gm)].map((match) => match[1]!)
}

/** The rule ids in the titles of a test file, and the titles that name none. */
function titlesOf(source: string): { readonly ids: string[]; readonly nameless: string[] } {
  const titles = [...source.matchAll(/\bit(?:\.each\([\s\S]*?\))?\(\s*(['`])(.+?)\1,/g)].map(
    (match) => match[2]!,
  )
  return {
    ids: titles.flatMap((title) => title.match(RULE_ID) ?? []),
    nameless: titles.filter((title) => !/^[A-Z]{3}-\d+ /.test(title)),
  }
}

const listed = listedRules(readFileSync(new URL('shared/domain/RULES.md', root), 'utf8'))
const files = ['tests/domain/', 'tests/laws/', 'tests/intake/'].flatMap((folder) =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith('.test.ts') && name !== 'rules.test.ts')
    .map((name) => ({ name, ...titlesOf(readFileSync(new URL(folder + name, root), 'utf8')) })),
)

describe('RULES.md and the tests', () => {
  it('every rule is named by a test, and every rule a test names exists', () => {
    const named = new Set(files.flatMap((file) => file.ids))
    expect(listed.filter((id) => !named.has(id))).toEqual([])
    expect([...named].filter((id) => !listed.includes(id))).toEqual([])
    expect(listed.length).toBeGreaterThan(50)
  })

  it('an id stands for one rule, and every test names one', () => {
    expect(listed.filter((id, index) => listed.indexOf(id) !== index)).toEqual([])
    expect(files.flatMap(({ name, nameless }) => nameless.map((title) => `${name}: ${title}`))).toEqual([])
  })

  it('the check sees rules and titles, so that it can fail', () => {
    expect(listedRules('- **ABC-1** Yes.\nABC-2 no\n- **ABC-3**\n')).toEqual(['ABC-1'])
    expect(
      titlesOf(`it('ABC-1 yes', () => {})\nit.each([[1]])('ABC-2 %i', () => {})\nit('none', () => {})`),
    ).toEqual({
      ids: ['ABC-1', 'ABC-2'],
      nameless: ['none'],
    })
  })
})
