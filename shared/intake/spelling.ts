import { columnKey } from './columns.ts'
import type { IncomingPerson } from './incoming-person.ts'

/** 株式会社 and its like, which one colleague writes and another leaves out. */
const LEGAL_FORM =
  /株式会社|有限会社|合同会社|合資会社|一般社団法人|\((株|有|同)\)|[,\s](inc|ltd|llc|corp|co)\b\.?/g

/** The form in which two ways to write a company are the same. */
export function companyKey(company: string): string {
  const plain = company.normalize('NFKC').toLowerCase()
  return columnKey(plain.replace(LEGAL_FORM, '')) || columnKey(plain) || plain
}

/** The form in which two ways to write a challenge are the same. */
export function challengeKey(challenge: string): string {
  return columnKey(challenge) || challenge
}

/**
 * The same people with one spelling for what reads the same: teams are formed by equal answers. Challenges become the
 * form's own; of what the form does not know, the first spelling in the file stands.
 */
export function inOneSpelling(
  people: readonly IncomingPerson[],
  challenges: readonly string[],
): readonly IncomingPerson[] {
  const challenge = speller(challengeKey, challenges)
  const industry = speller(columnKey)
  const job = speller(columnKey)
  const company = speller(companyKey)
  return people.map((person) => {
    const { answers } = person
    const main = challenge(answers.challenge)
    return {
      ...person,
      answers: {
        ...answers,
        challenge: main,
        alsoChallenges: eachOnce(answers.alsoChallenges.map(challenge)).filter((one) => one !== main),
        solved: eachOnce(answers.solved.map(challenge)),
        industry: industry(answers.industry),
        job: job(answers.job),
        company: company(answers.company),
        // a group may be called like one of its companies
        companyGroup: company(answers.companyGroup),
      },
    }
  })
}

function speller(keyOf: (text: string) => string, first: readonly string[] = []) {
  const spellings = new Map<string, string>()
  const spell = <T extends string | null>(text: T): T | string => {
    if (text === null) return text
    const key = keyOf(text) || text
    const known = spellings.get(key)
    if (known !== undefined) return known
    spellings.set(key, text)
    return text
  }
  first.forEach(spell)
  return spell
}

function eachOnce(answers: readonly string[]): readonly string[] {
  return [...new Set(answers)]
}
