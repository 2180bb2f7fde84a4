import { readCallLink } from '#shared/domain/call-link.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { Team, WorkshopState } from '#shared/domain/state.ts'
import type { TeamId } from '#shared/ids.ts'
import type { CommandReply } from '#shared/protocol/socket.ts'
import { normaliseLine } from '#shared/text.ts'
import { pastedLinks } from './pasted-links.ts'
import { TYPING_PAUSE_MS } from '../ui/typing-pause.ts'

interface Options {
  readonly state: () => WorkshopState
  /** gives a command; the caller shows a refusal */
  readonly give: (command: CommandInput) => Promise<CommandReply>
}

/** The teams' own call links as one facilitator writes them; saves by itself as the rest of the plan does. */
export class LinksDesk {
  readonly #options: Options
  #typed = $state.raw<Readonly<Record<TeamId, string>>>({})
  #sending = $state(0)
  #refused = $state(false)
  #pause: ReturnType<typeof setTimeout> | undefined

  constructor(options: Options) {
    this.#options = options
  }

  /** Those that talk: a team everybody has left stays for its boards alone. */
  get teams(): readonly Team[] {
    const { teams, plan } = this.#options.state()
    return teams.filter(({ id, members }) => members.length > 0 || plan.teamLinks[id] !== undefined)
  }

  /** How many teams have one. */
  get given(): number {
    return this.teams.filter(({ id }) => this.#kept(id) !== '').length
  }

  text(id: TeamId): string {
    return this.#typed[id] ?? this.#kept(id)
  }

  /** Whether this is no call link; it is not saved until that is mended. */
  isFaulty(id: TeamId): boolean {
    const line = normaliseLine(this.text(id))
    return line !== '' && readCallLink(line) === null
  }

  get faulty(): boolean {
    return this.#refused || this.teams.some(({ id }) => this.isFaulty(id))
  }

  get saving(): boolean {
    return this.#sending > 0 || (!this.#refused && this.#ready.length > 0)
  }

  write(id: TeamId, text: string): void {
    this.#change({ [id]: text })
  }

  /** Shares lines out among the teams; the lines that are left over, of which nothing is kept here. */
  paste(text: string): { readonly filled: number; readonly left: readonly string[] } {
    const { links, left } = pastedLinks(text, this.teams)
    this.#change(links)
    return { filled: Object.keys(links).length, left }
  }

  /** The field is left: it shows what is kept again, unless what was typed cannot be kept. */
  leave(id: TeamId): void {
    if (!this.isFaulty(id)) void this.save()
  }

  /** Saves now what can be saved. */
  async save(): Promise<void> {
    clearTimeout(this.#pause)
    const ready = this.#ready
    if (ready.length > 0) {
      const links = ready.map((id) => [id, normaliseLine(this.text(id)) || null] as const)
      this.#sending++
      const reply = await this.#options.give({ type: 'plan.edit', teamLinks: Object.fromEntries(links) })
      this.#sending--
      this.#refused = !reply.ok
    }
    const open = this.#dirty
    this.#typed = Object.fromEntries(
      Object.entries(this.#typed).filter(([id]) => open.includes(id as TeamId)),
    )
  }

  /** Saves what is left. */
  close(): void {
    void this.save()
  }

  #change(typed: Readonly<Record<TeamId, string>>): void {
    this.#typed = { ...this.#typed, ...typed }
    this.#refused = false
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => void this.save(), TYPING_PAUSE_MS)
  }

  get #dirty(): readonly TeamId[] {
    return this.teams.map(({ id }) => id).filter((id) => normaliseLine(this.text(id)) !== this.#kept(id))
  }

  get #ready(): readonly TeamId[] {
    return this.#dirty.filter((id) => !this.isFaulty(id))
  }

  #kept(id: TeamId): string {
    return this.#options.state().plan.teamLinks[id] ?? ''
  }
}
