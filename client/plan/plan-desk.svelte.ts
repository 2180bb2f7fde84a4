import { readCallLink } from '#shared/domain/call-link.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import { PLAN_LINE_NAMES, PLAN_LINES, type PlanLine } from '#shared/domain/plan.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { CommandReply } from '#shared/protocol/socket.ts'
import { hasAtMost, LIMITS, normaliseLine } from '#shared/text.ts'
import type { Millis } from '#shared/time.ts'
import { TYPING_PAUSE_MS } from '../ui/typing-pause.ts'

/** The fields of the plan that are written. */
export type PlanField = PlanLine | 'title' | 'goal' | 'callLink'

/** What is wrong with a field; it is not saved until that is mended. */
export type PlanFault =
  { readonly kind: 'missing' | 'callLink' } | { readonly kind: 'tooLong'; readonly limit: number }

const FIELDS: readonly PlanField[] = ['title', 'goal', ...PLAN_LINE_NAMES, 'callLink']

interface Options {
  /** the workshop as it is now */
  readonly state: () => WorkshopState
  /** gives a command; the caller shows a refusal */
  readonly give: (command: CommandInput) => Promise<CommandReply>
}

/**
 * The plan as one facilitator writes it: what is typed stays in its field until it is left, everything else follows the
 * workshop, so two can write at once. Saves by itself after a pause, and whatever is left over when it is closed.
 */
export class PlanDesk {
  readonly #options: Options
  #typed = $state.raw<Readonly<Partial<Record<PlanField, string>>>>({})
  #sending = $state(0)
  #pause: ReturnType<typeof setTimeout> | undefined

  constructor(options: Options) {
    this.#options = options
  }

  /** What the field shows. */
  text(field: PlanField): string {
    return this.#typed[field] ?? this.#kept(field)
  }

  /** `null`: it may be saved as it is. */
  fault(field: PlanField): PlanFault | null {
    const typed = this.#typed[field]
    if (typed === undefined) return null
    const line = normaliseLine(typed)
    if (field === 'callLink') return line === '' || readCallLink(line) !== null ? null : { kind: 'callLink' }
    if (line === '' && (field === 'title' || field === 'goal')) return { kind: 'missing' }
    const limit = limitOf(field)
    return hasAtMost(line, limit) ? null : { kind: 'tooLong', limit }
  }

  get saving(): boolean {
    return this.#sending > 0 || this.#dirty.some((field) => this.fault(field) === null)
  }

  get faulty(): boolean {
    return FIELDS.some((field) => this.fault(field) !== null)
  }

  /** While `composing` nothing is saved: half a conversion is no word. */
  write(field: PlanField, text: string, composing = false): void {
    this.#typed = { ...this.#typed, [field]: text }
    clearTimeout(this.#pause)
    if (!composing) this.#pause = setTimeout(() => void this.save(), TYPING_PAUSE_MS)
  }

  /** The field is left: it shows what is kept again, unless what was typed cannot be kept. */
  leave(field: PlanField): void {
    if (this.fault(field) === null) void this.save().then(() => this.#settle(field))
  }

  get startsAt(): Millis | null {
    return this.#options.state().plan.startsAt
  }

  async begin(startsAt: Millis | null): Promise<void> {
    await this.#give({ type: 'plan.edit', startsAt })
  }

  /** Saves now what can be saved. */
  async save(): Promise<void> {
    clearTimeout(this.#pause)
    const ready = this.#dirty.filter((field) => this.fault(field) === null)
    const typed = (field: PlanField) => normaliseLine(this.text(field))
    const setup = ready.filter((field) => field === 'title' || field === 'goal')
    const lines = ready.filter((field) => field in PLAN_LINES)
    const commands: CommandInput[] = []
    if (setup.length > 0)
      commands.push({
        type: 'setup.edit',
        ...Object.fromEntries(setup.map((field) => [field, typed(field)])),
      })
    if (lines.length > 0)
      commands.push({
        type: 'plan.edit',
        lines: Object.fromEntries(lines.map((field) => [field, typed(field)])),
      })
    if (ready.includes('callLink')) commands.push({ type: 'plan.edit', callLink: typed('callLink') || null })
    await Promise.all(commands.map((command) => this.#give(command)))
  }

  /** Saves what is left. */
  close(): void {
    void this.save()
  }

  get #dirty(): readonly PlanField[] {
    return FIELDS.filter((field) => {
      const typed = this.#typed[field]
      return typed !== undefined && normaliseLine(typed) !== this.#kept(field)
    })
  }

  #kept(field: PlanField): string {
    const { title, goal, plan } = this.#options.state()
    switch (field) {
      case 'title':
        return title
      case 'goal':
        return goal
      case 'callLink':
        return plan.callLink ?? ''
      default:
        return plan.lines[field] ?? ''
    }
  }

  #settle(field: PlanField): void {
    if (this.#dirty.includes(field)) return
    const { [field]: _, ...rest } = this.#typed
    this.#typed = rest
  }

  async #give(command: CommandInput): Promise<void> {
    this.#sending++
    await this.#options.give(command)
    this.#sending--
  }
}

/** Graphemes. */
export function limitOf(field: PlanField): number {
  switch (field) {
    case 'title':
      return LIMITS.title
    case 'goal':
      return LIMITS.goal
    case 'callLink':
      return Infinity
    default:
      return PLAN_LINES[field]
  }
}
