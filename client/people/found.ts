import type { Participant } from '#shared/domain/state.ts'
import { columnKey } from '#shared/intake/columns.ts'
import type { IncomingPerson } from '#shared/intake/incoming-person.ts'
import { companyKey } from '#shared/intake/spelling.ts'

/** Why somebody should be looked at before they are brought in. */
export type Doubt =
  /** has a seat here, by name and company */
  | { readonly kind: 'seated' }
  /** the same row, or the same person, stands in this line already */
  | { readonly kind: 'twice'; readonly line: number }
  /** another name, but an address that stands in this line already */
  | { readonly kind: 'address'; readonly line: number }
  | { readonly kind: 'waiting' }

/** Somebody out of the file, and whether there is a doubt. */
export interface Found {
  readonly person: IncomingPerson
  readonly doubt: Doubt | null
}

/**
 * The people of a file beside those who have a seat. Two people may well have one name, so nobody is dropped: who is in
 * doubt is shown with the reason, and a person decides.
 */
export function foundPeople(
  people: readonly IncomingPerson[],
  seated: readonly Pick<Participant, 'name' | 'answers'>[],
): readonly Found[] {
  const names = new Map(people.map(({ line, name }) => [line, name]))
  const companies = new Map<string, (string | null)[]>()
  for (const { name, answers } of seated) {
    if (name === null) continue
    const key = nameKey(name)
    companies.set(key, [...(companies.get(key) ?? []), companyOf(answers?.company)])
  }
  return people.map((person) => {
    const { name, answers, sameAs, waiting } = person
    const company = companyOf(answers.company)
    // keys cost some time, and a file may have 20,000 names
    const sitting = companies.size === 0 ? [] : (companies.get(nameKey(name)) ?? [])
    if (sitting.some((other) => other === null || company === null || other === company))
      return { person, doubt: { kind: 'seated' } }
    if (sameAs !== null) {
      const another = sameAs.how === 'person' && nameKey(names.get(sameAs.line) ?? '') !== nameKey(name)
      return { person, doubt: { kind: another ? 'address' : 'twice', line: sameAs.line } }
    }
    return { person, doubt: waiting ? { kind: 'waiting' } : null }
  })
}

/** Whether somebody is brought in unless told otherwise. One address may well sign up two people. */
export function isChosenAtFirst({ doubt }: Found): boolean {
  return doubt === null || doubt.kind === 'address'
}

function nameKey(name: string): string {
  return columnKey(name) || name
}

function companyOf(company: string | null | undefined): string | null {
  return company ? companyKey(company) : null
}
