import { columnKey } from './columns.ts'
import type { IncomingPerson } from './incoming-person.ts'
import { companyKey } from './spelling.ts'

/** Marks who stands in the file before, and leaves everybody in: two people may well have one name. */
export function markDuplicates(
  people: readonly IncomingPerson[],
  cells: ReadonlyMap<number, readonly string[]>,
): readonly IncomingPerson[] {
  const rows = new Map<string, number>()
  const signs = new Map<string, number>()
  return people.map((person) => {
    const { line } = person
    const row = JSON.stringify(cells.get(line))
    const sameRow = rows.get(row)
    const known = signsOf(person).flatMap((sign) => signs.get(sign) ?? [])
    if (sameRow === undefined) rows.set(row, line)
    for (const sign of signsOf(person)) if (!signs.has(sign)) signs.set(sign, line)
    if (sameRow !== undefined) return { ...person, sameAs: { line: sameRow, how: 'row' as const } }
    return known.length === 0
      ? person
      : { ...person, sameAs: { line: Math.min(...known), how: 'person' as const } }
  })
}

function signsOf({ name, email, answers }: IncomingPerson): readonly string[] {
  const called = columnKey(name) || name
  const at = answers.company === null ? '' : companyKey(answers.company)
  return [`name ${called} ${at}`, ...(email === null ? [] : [`address ${email.toLowerCase()}`])]
}
