import type { Answers, IntakeAnswers } from '#shared/domain/answers.ts'
import type { Command } from '#shared/domain/commands.ts'
import type { WorkshopEvent } from '#shared/domain/events.ts'
import { answersIn, erasedBy, namesIn, type People } from '#shared/domain/people.ts'
import { wordsIn } from '#shared/domain/own-words.ts'
import type { Actor, Context } from '#shared/domain/slice.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import { EVENT_VERSION } from '#shared/domain/upcast.ts'
import { decide, fold } from '#shared/domain/workshop.ts'
import type { ParticipantId } from '#shared/ids.ts'
import { err, ok } from '#shared/result.ts'
import type { Runtime } from '../runtime.ts'
import { encodeRecord } from './journal-record.ts'
import { bookOf, type Receipts } from './receipts.ts'
import type { Answer } from './refusal.ts'
import { actorNow } from './viewers.ts'

/** A command as it waits in a room's queue. */
export interface Order {
  readonly command: Command
  readonly actor: Actor
  /** `null` for what the server itself orders, which is never sent twice */
  readonly commandId: string | null
}

/** An event with its place in the room's log. */
export interface Numbered {
  readonly seq: number
  readonly event: WorkshopEvent
}

/** Where a batch begins. */
export interface Standing {
  readonly state: WorkshopState
  readonly seq: number
  readonly receipts: Receipts
}

/** What a batch would make happen, with an answer for each order; nothing of it is true before it is on disk. */
export interface Batch {
  readonly state: WorkshopState
  readonly entries: readonly Numbered[]
  readonly records: readonly Uint8Array[]
  readonly names: People
  /** what the forms of newcomers said, and what people said of themselves */
  readonly intake: IntakeAnswers
  readonly answers: readonly Answer[]
  readonly receipts: readonly { readonly actor: Actor; readonly commandId: string; readonly seq: number }[]
}

/** What deciding needs of the world. `wrong` hears of bugs: a decider that throws costs its own command only. */
export interface World {
  /** `fresh`: answers of this batch, which are not in the room yet */
  readonly context: (actor: Actor, fresh: IntakeAnswers) => Context
  readonly wrong: (order: Order, error: unknown) => void
}

/** What is going on outside of the state, and what is known of people beside it. */
interface Surroundings extends Pick<Context, 'present' | 'answersOf' | 'past'> {
  readonly unsummed?: Context['unsummed']
}

/** What a decision may use: this moment, fresh ids, chance, who is here, what they answered, and whose summary is missing. */
export function contextOf(runtime: Runtime, actor: Actor, surroundings: Surroundings): Context {
  const { clock, ids } = runtime
  const { unsummed, ...people } = surroundings
  const context = { actor, now: clock.now(), newId: () => ids.id(), random: ids.random, ...people }
  return unsummed === undefined ? context : { ...context, unsummed }
}

/** Decides orders one after another, each against the state the ones before it lead to. */
export function decideBatch(orders: readonly Order[], from: Standing, world: World): Batch {
  let state = from.state
  let seq = from.seq
  const entries: Numbered[] = []
  const records: Uint8Array[] = []
  const names: Record<ParticipantId, string | null> = {}
  const intake: Record<ParticipantId, Answers> = {}
  const receipts: { actor: Actor; commandId: string; seq: number }[] = []
  const fresh = new Map<string, number>()

  const answer = (order: Order): Answer => {
    const { command, commandId } = order
    const receipt = commandId === null ? null : `${bookOf(order.actor)} ${commandId}`
    if (receipt !== null && commandId !== null) {
      const known = fresh.get(receipt) ?? from.receipts.seqOf(order.actor, commandId)
      if (known !== undefined) return ok({ seq: known })
    }
    const actor = actorNow(state, order.actor)
    if (actor === null) return err({ code: 'unauthorised' })
    const context = world.context(actor, intake)
    const decision = decide(command, state, context)
    if (!decision.ok) return decision
    state = fold(decision.value, state)
    const participantId = participantIdOf(actor)
    const by = participantId === null ? { role: actor.role } : { role: actor.role, participantId }
    for (const event of decision.value) {
      entries.push({ seq: ++seq, event })
      records.push(encodeRecord({ v: EVENT_VERSION, at: context.now, by, commandId, event }))
    }
    // a seat that was taken already keeps its name (ROS-3)
    if (decision.value.length > 0) {
      Object.assign(names, namesIn(command, participantId), erasedBy(decision.value))
      Object.assign(intake, answersIn(command), wordsIn(command, participantId, context.answersOf))
    }
    if (receipt !== null && commandId !== null) {
      fresh.set(receipt, seq)
      receipts.push({ actor, commandId, seq })
    }
    return ok({ seq })
  }

  const answers = orders.map((order): Answer => {
    const before = state
    try {
      return answer(order)
    } catch (error) {
      state = before
      world.wrong(order, error)
      return err({ code: 'internal' })
    }
  })
  return { state, entries, records, names, intake, answers, receipts }
}

function participantIdOf(actor: Actor): ParticipantId | null {
  return 'participantId' in actor ? actor.participantId : null
}
