import type { CommandInput } from '#shared/domain/commands.ts'
import type { PhaseKind } from '#shared/domain/phases/phase-kind.ts'
import { LEAST_TARGET, MOST_TARGET } from '#shared/domain/plan.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { CommandReply } from '#shared/protocol/socket.ts'
import { LIMITS } from '#shared/text.ts'
import type { Minutes } from '#shared/time.ts'
import {
  comingPhases,
  draftFault,
  draftsOf,
  editCommand,
  followed,
  newDraft,
  totalMinutes,
  withIds,
  type PhaseDraft,
} from '../workshop/agenda/agenda-draft.ts'
import { TYPING_PAUSE_MS } from '../ui/typing-pause.ts'

interface Options {
  readonly state: () => WorkshopState
  /** gives a command; the caller shows a refusal */
  readonly give: (command: CommandInput) => Promise<CommandReply>
  readonly newId: () => string
}

/** What is being written, and the coming agenda it was made from. */
interface Written {
  readonly drafts: readonly PhaseDraft[]
  readonly base: readonly PhaseDraft[]
}

/** The coming agenda as one facilitator writes it; saves by itself after a pause, and follows what others change. */
export class AgendaDesk {
  readonly #options: Options
  #written = $state.raw<Written | null>(null)
  /** what was sent last and has not been seen on the agenda yet: its new phases wait for their ids */
  #sent: readonly PhaseDraft[] | null = null
  #unsent = $state(false)
  #sending = $state(0)
  #refused = $state(false)
  #composing = false
  #pause: ReturnType<typeof setTimeout> | undefined

  constructor(options: Options) {
    this.#options = options
  }

  get drafts(): readonly PhaseDraft[] {
    return this.#written?.drafts ?? this.#coming
  }

  /** How many phases have begun; those can no longer be changed. */
  get begun(): number {
    const { state } = this.#options
    return state().agenda.phases.length - comingPhases(state()).length
  }

  /** The whole agenda's minutes, with what is being written. */
  get minutes(): Minutes {
    const begun = this.#options.state().agenda.phases.slice(0, this.begun)
    return begun.reduce((sum, phase) => sum + phase.minutes, 0) + totalMinutes(this.drafts)
  }

  /** No further phase may be added. */
  get full(): boolean {
    return this.begun + this.drafts.length >= LIMITS.phases
  }

  /** An agenda has one phase at least. */
  get bare(): boolean {
    return this.begun + this.drafts.length === 0
  }

  get saving(): boolean {
    return this.#sending > 0 || (this.#unsent && !this.faulty)
  }

  /** Something stands in the way of saving, or was refused. */
  get faulty(): boolean {
    return this.#refused || this.bare || this.drafts.some((draft) => draftFault(draft) !== null)
  }

  get target(): Minutes | null {
    return this.#options.state().plan.target
  }

  /** `null` takes the target away; what is no whole number within the bounds of one is not saved, and answers `false`. */
  aim(target: Minutes | null): boolean {
    if (target !== null && !isTarget(target)) return false
    if (target !== this.target) void this.#give({ type: 'plan.edit', target })
    return true
  }

  write(drafts: readonly PhaseDraft[]): void {
    this.#written = { drafts, base: this.#written?.base ?? this.#coming }
    this.#unsent = true
    this.#refused = false
    this.#soon()
  }

  add(kind: PhaseKind): void {
    if (!this.full) this.write([...this.drafts, newDraft(kind, this.#options.newId())])
  }

  /** While a word is being converted nothing is saved. */
  compose(composing: boolean): void {
    this.#composing = composing
    if (this.#unsent) this.#soon()
  }

  /** Takes in what the workshop's agenda has become. Call it whenever that may have changed. */
  follow(): void {
    if (this.#written === null) return
    const { drafts, base } = this.#written
    const coming = this.#coming
    if (isSame(coming, base)) return
    const sent = this.#sent ?? []
    this.#sent = null
    // where others edited in the same moment, new phases come back as theirs do
    const known =
      withIds(drafts, sent, coming) ??
      drafts.filter(({ id, key }) => id !== null || !sent.some((one) => one.key === key))
    this.#written = { drafts: followed(known, base, coming), base: coming }
  }

  /** Saves now what can be saved. */
  async save(): Promise<void> {
    clearTimeout(this.#pause)
    if (!this.#unsent || this.faulty || this.#composing) return
    this.follow()
    // the ids of what was added last are still on their way
    if (this.#sent !== null && this.#sending > 0) return this.#soon()
    const { drafts } = this
    this.#sent = drafts
    this.#unsent = false
    const reply = await this.#give(editCommand(drafts))
    if (reply.ok) return this.follow()
    this.#sent = null
    this.#refused = !this.#unsent
    this.#unsent = true
  }

  /** The agenda is left: it shows what is kept again, unless what was written cannot be kept. */
  async leave(): Promise<void> {
    await this.save()
    if (!this.#unsent && !this.faulty && this.#sending === 0) this.#written = null
  }

  /** Saves what is left. */
  close(): void {
    void this.save()
    clearTimeout(this.#pause)
  }

  get #coming(): PhaseDraft[] {
    return draftsOf(comingPhases(this.#options.state()))
  }

  #soon(): void {
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => void this.save(), TYPING_PAUSE_MS)
  }

  async #give(command: CommandInput): Promise<CommandReply> {
    this.#sending++
    const reply = await this.#options.give(command)
    this.#sending--
    return reply
  }
}

function isTarget(minutes: Minutes): boolean {
  return Number.isInteger(minutes) && minutes >= LEAST_TARGET && minutes <= MOST_TARGET
}

function isSame(one: readonly PhaseDraft[], other: readonly PhaseDraft[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
