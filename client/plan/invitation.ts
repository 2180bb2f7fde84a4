/** Where an invitation is put. */
export const CHANNELS = ['x', 'line', 'slack', 'mail'] as const
export type Channel = (typeof CHANNELS)[number]

/** What an invitation says; `null` where nothing is written. */
export interface InvitationFacts {
  readonly title: string
  readonly goal: string
  readonly when: string | null
  readonly forWhom: string | null
  readonly url: string
}

export interface InvitationWords {
  readonly lead: string
  readonly goal: string
  readonly when: string
  readonly forWhom: string
  readonly apply: string
  readonly subject: string
  readonly greeting: string
}

/** An invitation ready to be pasted. */
export function invitation(channel: Channel, facts: InvitationFacts, words: InvitationWords): string {
  const { title, goal, when, forWhom, url } = facts
  const goalLine = `${words.goal}: ${goal}`
  const rest = [
    ...(when === null ? [] : [`${words.when}: ${when}`]),
    ...(forWhom === null ? [] : [`${words.forWhom}: ${forWhom}`]),
  ]
  switch (channel) {
    case 'x':
      return forX([`${words.lead}: ${title}`, ...(when === null ? [] : [when]), goal], url)
    case 'line':
      // opens the browser proper: the one inside LINE forgets seats and cannot keep files
      return [
        words.lead,
        `「${title}」`,
        goalLine,
        ...rest,
        words.apply,
        `${url}?openExternalBrowser=1`,
      ].join('\n')
    case 'slack':
      return [
        `*${title}*`,
        words.lead,
        ...[goalLine, ...rest].map((line) => `• ${line}`),
        `${words.apply}: ${url}`,
      ].join('\n')
    case 'mail':
      return [
        `${words.subject}: ${title}`,
        '',
        words.greeting,
        '',
        title,
        goalLine,
        ...rest,
        '',
        `${words.apply}: ${url}`,
      ].join('\n')
  }
}

/** What a post on X may weigh: Latin letters 1, others 2, an address 23 whatever its length (docs.x.com, counting characters). */
const MOST = 280
const ADDRESS = 23

function weightOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) <= 0x10ff ? 1 : 2), 0)
}

/** As many lines as fit, the last one cut. */
function forX(lines: readonly string[], url: string): string {
  let left = MOST - ADDRESS - 1
  const kept: string[] = []
  for (const line of lines) {
    const cut = shortened(line, left - 1)
    if (cut !== '') kept.push(cut)
    left -= weightOf(cut) + 1
    if (cut !== line) break
  }
  return [...kept, url].join('\n')
}

function shortened(line: string, most: number): string {
  if (weightOf(line) <= most) return line
  let text = ''
  for (const letter of line) {
    if (weightOf(`${text}${letter}…`) > most) break
    text += letter
  }
  return text === '' ? '' : `${text}…`
}
