import type { CommandInput } from '#shared/domain/commands.ts'
import { FACILITATOR, type Story } from '../support/domain-builder.ts'

/** A facilitator's commands as a real decider takes them: what was given, and the way a desk gives it. */
export function deciding(story: Story) {
  const given: CommandInput[] = []
  return {
    given,
    state: () => story.state,
    give: async (command: CommandInput) => {
      given.push(command)
      const decided = story.ask(FACILITATOR, command)
      if (decided.ok) story.facilitated(command)
      await Promise.resolve()
      return decided.ok
        ? ({ ok: true, seq: 1 } as const)
        : ({ ok: false, error: { code: decided.error.code, message: decided.error.code } } as const)
    },
  }
}
