import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import type { BoardContent } from '#shared/boards/board-content.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import { viewFor } from '#shared/domain/audience.ts'
import { phaseIndex } from '#shared/domain/lookup.ts'
import type { CurrentPhase, WorkshopState } from '#shared/domain/state.ts'
import type { StoredEvent } from '#shared/domain/upcast.ts'
import { evolve } from '#shared/domain/workshop.ts'
import type { BoardName, TeamId } from '#shared/ids.ts'
import type { BoardAddress } from '../../server/rooms/ports.ts'
import { decodeRecord } from '../../server/rooms/journal-record.ts'
import { eventStream } from '../../server/storage/ports.ts'
import { hasDeleted, hasInserted, type Ledger } from './model-ledger.ts'
import type { ModelWorld } from './model-world.ts'
import { answeringFrame, askingFrame, readTold } from './model-words.ts'

/** Everything that is wrong with how a history ended, as sentences; none when all promises were kept. */
export async function judge(world: ModelWorld): Promise<string[]> {
  const wrong = [...world.ledger.faults]
  const boards = new Map<string, BoardDoc>()
  for (const key of world.ledger.boards) {
    const live = await docOf(world, key)
    if (!live) {
      wrong.push(`${key} cannot be read`)
      continue
    }
    for (const person of world.people) {
      const { board } = person
      if (board?.key !== key || !board.synced) continue
      if (!isSame(board.board, live)) wrong.push(`${person.name}'s ${key} is another one than the server's`)
    }
    boards.set(key, live)
  }
  const room = await world.server().room(world.workshopId)
  for (const person of world.everybody) {
    const held = JSON.stringify(person.state && nameless(person.state))
    if (held !== JSON.stringify(nameless(viewFor(room.state, person.viewer)))) {
      wrong.push(`${person.name} holds another state than the room`)
    }
  }
  await room.settled()

  // What counts is what a server finds that has nothing but the disk.
  const reached = JSON.stringify(room.state)
  world.revive()
  const again = await world.server().room(world.workshopId)
  await again.settled()
  if (!again.writable) wrong.push('the room opens read-only')
  if (JSON.stringify(again.state) !== reached) wrong.push('the room reads otherwise after a restart')
  wrong.push(...judgeJournal(world, again.state))
  const texts: string[] = []
  for (const key of world.ledger.boards) {
    const kept = await docOf(world, key)
    const live = boards.get(key)
    if (!kept || !live) {
      wrong.push(`${key} cannot be opened after a restart`)
      continue
    }
    if (!isSame(kept, live)) wrong.push(`${key} reads otherwise after a restart`)
    const content = readBoard(kept)
    wrong.push(...judgeBoard(world.ledger, key, kept.doc), ...judgeCards(again.state, key, content))
    texts.push(...textsOf(content))
  }
  for (const { stream, seq, reason } of await world.server().storage.quarantined()) {
    wrong.push(`${stream} ${seq} was put aside: ${reason}`)
  }
  wrong.push(...judgeTexts(world, boards, texts.join('')))
  return wrong
}

/** A board as somebody gets it who has just come, through the front door. */
async function docOf(world: ModelWorld, key: string): Promise<BoardDoc | null> {
  const at = addressOf(world, key)
  const board = boardDoc(new Y.Doc({ guid: key }))
  let synced = false
  const wire = world.server().wire({
    at,
    token: await world.auditorToken(),
    latency: () => 0,
    heard: (frame) => {
      const told = readTold(frame)
      if (told.type === 'ask') wire?.send(answeringFrame(new Uint8Array([0, 0])))
      if (told.type !== 'answer' && told.type !== 'update') return
      Y.applyUpdate(board.doc, told.bytes)
      if (told.type === 'answer') synced = true
    },
    closed: () => undefined,
  })
  wire?.send(askingFrame(new Uint8Array([0])))
  for (let round = 0; round < 30 && !synced; round++) await world.time.pass(50)
  wire?.close()
  await world.time.pass(10)
  return synced ? board : null
}

function addressOf(world: ModelWorld, key: string): BoardAddress {
  const [teamId, board] = key.split('/') as [TeamId, BoardName]
  return { workshopId: world.workshopId, teamId, board }
}

/**
 * The same structs, and all of it reads the same, emphasis included. Which marks are deleted may differ: Yjs tidies up those
 * that cancel out where it meets them, on one side and not yet on the other (seed 1690953472).
 */
function isSame(one: BoardDoc, other: BoardDoc): boolean {
  const [ours, theirs] = [one, other].map((board) =>
    JSON.stringify([
      [...Y.decodeStateVector(Y.encodeStateVector(board.doc))].sort(([a], [b]) => a - b),
      readBoard(board),
      board.summary.toJSON(),
    ]),
  )
  return ours === theirs
}

function judgeBoard(ledger: Ledger, key: string, doc: Y.Doc): string[] {
  const wrong: string[] = []
  const { ds } = Y.snapshot(doc)
  for (const op of ledger.ops) {
    if (op.board !== key) continue
    const there = op.inserts.every((range) => hasInserted(doc, range))
    if (op.fate === 'acknowledged' && !(there && op.deletes.every((range) => hasDeleted(ds, range)))) {
      wrong.push(`an acknowledged edit of ${key} is lost: ${JSON.stringify(op)}`)
    }
    if (
      op.fate === 'refused' &&
      op.inserts.length > 0 &&
      op.inserts.some((range) => hasInserted(doc, range))
    ) {
      wrong.push(`a refused edit of ${key} is there: ${JSON.stringify(op)}`)
    }
  }
  const seen = ledger.seenOn(key)
  for (const [client, clock] of seen.clocks) {
    if (Y.getState(doc.store, client) < clock) wrong.push(`what was seen of ${client} on ${key} is lost`)
  }
  if (!seen.deletes.every((range) => hasDeleted(ds, range))) wrong.push(`a deletion seen on ${key} is undone`)
  return wrong
}

/** The board shows the cards the state shows on it, each once. */
function judgeCards(state: WorkshopState, key: string, { cards }: BoardContent): string[] {
  const expected = state.cards
    .filter((card) => `${card.teamId}/${card.board}` === key && card.revealed && !card.withheld)
    .map(({ id }) => id as string)
  const shown = cards.map(({ id }) => id)
  const same = JSON.stringify([...expected].sort()) === JSON.stringify([...shown].sort())
  return same ? [] : [`${key} shows other cards than the state: ${shown.join()} for ${expected.join()}`]
}

function textsOf({ cards, clusters, summary }: BoardContent): string[] {
  return [...cards.map(({ text }) => text), ...clusters.map(({ title }) => title), summary]
}

/** Every character is on its board, or was taken out by somebody, or lies in its author's drawer. */
function judgeTexts(world: ModelWorld, boards: ReadonlyMap<string, BoardDoc>, all: string): string[] {
  const { ledger, people } = world
  const shown = new Set(all)
  const drawers = new Map(people.map(({ name, drawer }) => [name, new Set(drawer.join(''))]))
  const wrong: string[] = []
  for (const [letter, { by, board, where }] of ledger.typed) {
    if (shown.has(letter) || ledger.erased.has(letter) || drawers.get(by)?.has(letter)) continue
    const [kind, id] = where.split(' ') as [string, string]
    const { cards, clusters } = boards.get(board) ?? {}
    // A card that was taken off, or a cluster that was undone, takes its text with it.
    if (kind === 'card' && !cards?.has(id)) continue
    if (kind === 'cluster' && !clusters?.has(id)) continue
    wrong.push(`"${letter}", typed by ${by} on ${board} in ${where}, is neither there nor in the drawer`)
  }
  return wrong
}

function judgeJournal(world: ModelWorld, state: WorkshopState): string[] {
  const wrong: string[] = []
  const { records } = world.disk.streams.get(eventStream(world.workshopId)) ?? { records: [] }
  const log = records.map(({ seq, bytes }) => ({ seq, ...decodeRecord(bytes) }))
  for (const [seq, text] of world.ledger.published) {
    if (JSON.stringify(log[seq - 1]?.event) !== text)
      wrong.push(`published event ${seq} is not in the journal`)
  }
  for (const { by, commandId, command, reply, repeated } of world.ledger.given) {
    const places = log.flatMap((record) => (record.commandId === commandId ? [record.seq] : []))
    const apart = places.some((seq, index) => index > 0 && seq !== (places[index - 1] as number) + 1)
    const what = `${command.type} of ${by}`
    if (apart) wrong.push(`${what} took effect twice`)
    if (reply?.ok && reply.seq > log.length) wrong.push(`${what} was acknowledged and is lost`)
    if (reply?.ok && SURE.has(command.type) && places.length === 0) wrong.push(`${what} left no trace`)
    // A second copy may come when the time is right for it; a command sent once may not.
    if (reply && !reply.ok && !repeated && places.length > 0)
      wrong.push(`${what} was refused and took effect`)
  }
  wrong.push(...judgeAgenda(log))
  return wrong.concat(judgeState(state))
}

/** Commands that always make something happen when they are accepted. */
const SURE: ReadonlySet<string> = new Set([
  'card.add',
  'agenda.advance',
  'announce',
  'like.toggle',
  'card.withdraw',
])

/** Phases one step at a time; a deadline moves on once, and not before its time. */
function judgeAgenda(log: readonly (StoredEvent & { readonly seq: number })[]): string[] {
  const wrong: string[] = []
  const fired = new Set<string>()
  let state: WorkshopState | null = null
  for (const { seq, at, by, event } of log) {
    const before: WorkshopState | null = state
    state = evolve(state, event)
    if (event.type !== 'agenda.moved' && event.type !== 'agenda.undone') continue
    const from = before?.agenda.current
    if (!before || !from) {
      wrong.push(`event ${seq} moves an agenda that is not on`)
      continue
    }
    const steps = phaseIndex(before, event.current.phaseId) - phaseIndex(before, from.phaseId)
    if (Math.abs(steps) !== 1) wrong.push(`event ${seq} goes ${steps} phases`)
    // Who takes a move back is in that phase again, deadline and all.
    if (event.type === 'agenda.undone') fired.delete(entryOf(event.current))
    if (event.type === 'agenda.moved' && by.role === 'system') {
      const deadline = entryOf(from)
      if (fired.has(deadline)) wrong.push(`event ${seq}: a deadline fired twice`)
      fired.add(deadline)
      if (from.timer.kind !== 'running' || at < from.timer.endsAt) wrong.push(`event ${seq}: too early`)
    }
  }
  return wrong
}

function entryOf({ phaseId, startedAt }: CurrentPhase): string {
  return `${phaseId} ${startedAt}`
}

function judgeState(state: WorkshopState): string[] {
  const wrong: string[] = []
  const places = state.teams.flatMap((team) => team.members.map(({ participantId }) => participantId))
  if (new Set(places).size !== places.length) wrong.push('somebody is in two teams')
  if (new Set(state.cards.map(({ id }) => id)).size !== state.cards.length)
    wrong.push('a card is there twice')
  for (const phase of state.agenda.phases) {
    for (const { id } of state.participants) {
      const dots = state.votes
        .filter((vote) => vote.phaseId === phase.id && vote.participantId === id)
        .reduce((sum, { count }) => sum + count, 0)
      if (dots > phase.votes) wrong.push(`${id} has given ${dots} of ${phase.votes} dots`)
    }
  }
  return wrong
}

/** Without what is filled in at the edges: names, and what is known of earlier workshops. */
function nameless({ past: _past, ...state }: WorkshopState): WorkshopState {
  return { ...state, participants: state.participants.map((one) => ({ ...one, name: null })) }
}
