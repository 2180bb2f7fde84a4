/** さん in sentences, unless the name brings an honorific of its own. */
export function san(name: string): string {
  return /(さん|様|さま|先生|くん|ちゃん|氏)$/.test(name) ? name : `${name}さん`
}

/** The first people by name, the others by number. */
export function sans(names: readonly string[], more: number): string {
  return `${names.map(san).join('、')}${more > 0 ? `、ほか${more}名` : ''}`
}

export function andMore(names: readonly string[], more: number): string {
  return more > 0 ? `${names.join(', ')} and ${more} more` : new Intl.ListFormat('en').format(names)
}

export function peopleCount(n: number): string {
  return n === 1 ? '1 person' : `${n} people`
}
