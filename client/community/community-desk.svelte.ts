import {
  CHARTER_BLOCK_NAMES,
  CHARTER_BLOCKS,
  COMMUNITY_LIMITS,
  type Charter,
  type CharterBlock,
  type CharterInput,
  type Licence,
} from '#shared/domain/community.ts'
import { RULE_LIMITS } from '#shared/domain/house-rules.ts'
import type { Keeping } from '#shared/protocol/communities.ts'
import type { WireError } from '#shared/protocol/errors.ts'
import type { Result } from '#shared/result.ts'
import { hasAtMost, normaliseLine, normaliseText } from '#shared/text.ts'
import { TYPING_PAUSE_MS } from '../ui/typing-pause.ts'

/** The fields of a charter that are written; `rules` has one rule a line. */
export type CharterField = CharterBlock | 'name' | 'rules'
export type CharterFault =
  { readonly kind: 'name' | 'tooLong'; readonly limit: number } | { readonly kind: 'rules' }

const FIELDS: readonly CharterField[] = ['name', ...CHARTER_BLOCK_NAMES, 'rules']

interface Options {
  readonly keeping: Keeping
  readonly save: (changes: CharterInput) => Promise<Result<Keeping, WireError>>
  /** the caller shows a refusal */
  readonly refused: (error: WireError) => void
}

/**
 * A community as one keeper works on it. What is typed stays in its field until it is left, and is saved after a pause; whatever
 * is left over is saved when this is closed.
 */
export class CommunityDesk {
  readonly #options: Options
  #keeping = $state.raw() as Keeping
  #typed = $state.raw<Readonly<Partial<Record<CharterField, string>>>>({})
  #sending = $state(0)
  #refused = $state(false)
  #pause: ReturnType<typeof setTimeout> | undefined

  constructor(options: Options) {
    this.#options = options
    this.#keeping = options.keeping
  }

  get keeping(): Keeping {
    return this.#keeping
  }

  /** What the server said last. */
  show(keeping: Keeping): void {
    this.#keeping = keeping
  }

  text(field: CharterField): string {
    return this.#typed[field] ?? kept(field, this.#keeping.charter)
  }

  /** `null`: it may be saved as it is. */
  fault(field: CharterField): CharterFault | null {
    const typed = this.#typed[field]
    if (typed === undefined) return null
    if (field === 'rules') return areRules(linesOf(typed)) ? null : { kind: 'rules' }
    const limit = limitOf(field)
    if (field === 'name' && normaliseLine(typed) === '') return { kind: 'name', limit }
    if (hasAtMost(normaliseText(typed), limit)) return null
    return { kind: field === 'name' ? 'name' : 'tooLong', limit }
  }

  get saved(): 'saved' | 'saving' | 'unsaved' {
    if (this.#refused || FIELDS.some((field) => this.fault(field) !== null)) return 'unsaved'
    return this.#sending > 0 || this.#dirty.length > 0 ? 'saving' : 'saved'
  }

  /** While `composing` nothing is saved: half a conversion is no word. */
  write(field: CharterField, text: string, composing = false): void {
    this.#typed = { ...this.#typed, [field]: text }
    clearTimeout(this.#pause)
    if (!composing) this.#pause = setTimeout(() => void this.save(), TYPING_PAUSE_MS)
  }

  /** The field is left: it shows what is kept again, unless what was typed cannot be kept. */
  leave(field: CharterField): void {
    if (this.fault(field) === null) void this.save().then(() => this.#settle(field))
  }

  async license(licence: Licence): Promise<void> {
    await this.#send({ licence })
  }

  /** Saves now what can be saved. */
  async save(): Promise<void> {
    clearTimeout(this.#pause)
    const ready = this.#dirty.filter((field) => this.fault(field) === null)
    if (ready.length > 0) await this.#send(Object.assign({}, ...ready.map((field) => this.#change(field))))
  }

  /** Saves what is left. */
  close(): void {
    void this.save()
  }

  get #dirty(): readonly CharterField[] {
    return FIELDS.filter((field) => {
      const typed = this.#typed[field]
      return typed !== undefined && plain(field, typed) !== kept(field, this.#keeping.charter)
    })
  }

  #change(field: CharterField): CharterInput {
    const text = this.text(field)
    return field === 'rules' ? { houseRules: linesOf(text) } : { [field]: text }
  }

  #settle(field: CharterField): void {
    if (this.#dirty.includes(field)) return
    const { [field]: _, ...rest } = this.#typed
    this.#typed = rest
  }

  async #send(changes: CharterInput): Promise<void> {
    this.#sending++
    const answer = await this.#options.save(changes)
    this.#sending--
    this.#refused = !answer.ok
    if (answer.ok) this.#keeping = answer.value
    else this.#options.refused(answer.error)
  }
}

/** Graphemes; of a rule, where there are many. */
export function limitOf(field: CharterField): number {
  if (field === 'name') return COMMUNITY_LIMITS.name
  return field === 'rules' ? Infinity : CHARTER_BLOCKS[field]
}

function kept(field: CharterField, { name, blocks, houseRules }: Charter): string {
  if (field === 'name') return name
  return field === 'rules' ? houseRules.lines.join('\n') : (blocks[field] ?? '')
}

function plain(field: CharterField, typed: string): string {
  if (field === 'name') return normaliseLine(typed)
  return field === 'rules' ? linesOf(typed).join('\n') : normaliseText(typed)
}

function linesOf(typed: string): string[] {
  return typed
    .split('\n')
    .map(normaliseLine)
    .filter((line) => line !== '')
}

function areRules(lines: readonly string[]): boolean {
  return lines.length <= RULE_LIMITS.lines && lines.every((line) => hasAtMost(line, RULE_LIMITS.line))
}
