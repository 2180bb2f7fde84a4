import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as decoding from 'lib0/decoding'
import { FRAME } from '#shared/protocol/board-frames.ts'
import { Crew } from '../support/fault-crew.ts'
import { FaultJournal } from '../support/fault-journal.ts'
import { holdsWithin } from '../support/fault-reader.ts'
import { mustCommand, startStaged } from '../support/fault-stage.ts'
import { mustTrace, readTrace, tracing, type TraceOp } from '../support/fault-trace.ts'
import { RoomLink } from '../simulation/wire.ts'
import type { Trial } from './trial.ts'

/** What was typed or commanded, as it stands in the bytes of the log and of every message about it. */
interface Needle {
  readonly text: string
  /** the sender's port and the number of the edit frame, for edits */
  readonly frame: { readonly port: number; readonly count: number } | null
}

/**
 * Saved means fsynced: the server is traced while people write and give commands, and in the order of its system calls no
 * acknowledgement, and no word of it to anybody else, may stand before the end of the sync that covers it.
 */
export const saveOrder: Trial = {
  name: 'save-order',
  promise: 'nothing is acknowledged or shown to anybody before the sync that covers it has ended',
  async run({ count, seed }) {
    mustTrace()
    const dir = mkdtempSync(join(tmpdir(), 'yoriai-order-'))
    const data = join(dir, 'data')
    const trace = join(dir, 'trace')
    const { server, stage } = await startStaged(
      { teams: 1, members: 2, cards: 2 },
      { dir: data, under: tracing(trace) },
    )
    const journal = new FaultJournal()
    const needles: Needle[] = []
    try {
      const [board] = stage.boards
      if (!board) throw new Error('no board')
      const target = { baseUrl: server.url, tap: () => {} }
      const link = await RoomLink.open(target, stage.workshopId, 'facilitator', stage.facilitatorToken)
      const crew = new Crew({ base: () => server.url, stage, journal, seed, pace: 1 })
      const [writer] = crew.typists
      if (!writer || !(await crew.allLive(10_000))) throw new Error('nobody at the board')
      const order = mustCommand(server.url, stage.workshopId, writer.token)
      for (let turn = 0; turn < count; turn++) {
        const word = writer.write(board.cardIds[0] ?? '')
        if (word)
          needles.push({ text: word.text, frame: { port: writer.localPort ?? 0, count: writer.framesSent } })
        await holdsWithin(5_000, () => writer.saved)
        if (turn % 4 !== 0) continue
        const cardId = `needle-${seed}-${turn}` as never
        await order({ type: 'card.add', cardId, board: board.board, text: '札' })
        needles.push({ text: cardId, frame: null })
      }
      link.close()
      crew.close()
    } finally {
      await server.terminate()
    }
    const ops = await readTrace(trace, data)
    if (existsSync(dir)) rmSync(dir, { recursive: true, force: true })
    const { failures, acknowledged, shown } = judgeOrder(ops, needles, server.port)
    return {
      trials: needles.length,
      failures: failures.map((wrong) => `seed ${seed}: ${wrong}`),
      figures: { acknowledged, 'shown to others': shown, 'traced calls': ops.length },
    }
  },
}

/** Exported for the test of the test. */
export function judgeOrder(
  ops: readonly TraceOp[],
  needles: readonly Needle[],
  serverPort: number,
): { failures: string[]; acknowledged: number; shown: number } {
  const durable = new Map<string, number>()
  const unsynced = new Set<string>()
  const shownAt = new Map<string, number>()
  const acks = new Map<number, { bytes: Buffer; counts: Map<number, number> }>()
  for (const [at, op] of ops.entries()) {
    if (op.kind === 'write') {
      for (const { text } of needles) if (!durable.has(text) && op.bytes.includes(text)) unsynced.add(text)
    } else if (op.kind === 'sync' && op.path.endsWith('-wal')) {
      for (const text of unsynced) durable.set(text, at)
      unsynced.clear()
    } else if (op.kind === 'say') {
      const port = peerPort(op.to, serverPort)
      if (port === null) continue
      for (const { text } of needles) if (!shownAt.has(text) && op.bytes.includes(text)) shownAt.set(text, at)
      noteAcks(acks, port, op.bytes, at)
    }
  }
  const failures: string[] = []
  let acknowledged = 0
  for (const { text, frame } of needles) {
    const saved = durable.get(text)
    const shown = shownAt.get(text)
    if (saved === undefined) failures.push(`${text} was never synced`)
    else if (shown !== undefined && shown < saved) failures.push(`${text} was shown before it was synced`)
    if (frame === null) continue
    const told = [...(acks.get(frame.port)?.counts ?? [])].find(([count]) => count >= frame.count)?.[1]
    if (told === undefined) failures.push(`${text} was never acknowledged in the trace`)
    else if (saved !== undefined && told < saved)
      failures.push(`${text} was acknowledged before it was synced`)
    else acknowledged++
  }
  return { failures, acknowledged, shown: shownAt.size }
}

/** Of the client at the other end of one of the server's own connections. */
function peerPort(to: string, serverPort: number): number | null {
  const found = /:(\d+)->.*:(\d+)\]/.exec(to)
  return found && Number(found[1]) === serverPort ? Number(found[2]) : null
}

/** Follows what the server says on one connection: HTTP first, then WebSocket frames, which a server does not mask. */
function noteAcks(
  streams: Map<number, { bytes: Buffer; counts: Map<number, number> }>,
  port: number,
  bytes: Buffer,
  at: number,
): void {
  const known = streams.get(port)
  if (!known && !bytes.includes('HTTP/1.1 101')) return
  const stream = known ?? { bytes: Buffer.alloc(0), counts: new Map<number, number>() }
  streams.set(port, stream)
  stream.bytes = Buffer.concat([stream.bytes, bytes])
  if (stream.bytes.subarray(0, 4).toString() === 'HTTP') {
    const end = stream.bytes.indexOf('\r\n\r\n')
    if (end === -1) return
    stream.bytes = stream.bytes.subarray(end + 4)
  }
  for (let frame = frameOf(stream.bytes); frame !== null; frame = frameOf(stream.bytes)) {
    stream.bytes = stream.bytes.subarray(frame.end)
    if (frame.payload[0] !== FRAME.acknowledged) continue
    const decoder = decoding.createDecoder(frame.payload)
    decoding.readVarUint(decoder)
    const count = decoding.readVarUint(decoder)
    if (!stream.counts.has(count)) stream.counts.set(count, at)
  }
}

/** The WebSocket frame at the front (RFC 6455, 5.2), when it is all there. */
function frameOf(bytes: Buffer): { readonly payload: Buffer; readonly end: number } | null {
  if (bytes.length < 2) return null
  const short = (bytes[1] ?? 0) & 0x7f
  const head = short < 126 ? 2 : short === 126 ? 4 : 10
  if (bytes.length < head) return null
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
  const end = head + length
  return bytes.length < end ? null : { payload: bytes.subarray(head, end), end }
}
