import { expect, it } from 'vitest'
import type { People } from '#shared/domain/people.ts'
import type { ParticipantId, TeamId, WorkshopId } from '#shared/ids.ts'
import { boardStream, eventStream, type Grant, type Storage } from '../../server/storage/ports.ts'

/**
 * What text could do to a store that reads it as anything but text: end a string or a statement, comment the rest out,
 * match more than itself, be cut off, or be taken for something equal. All of them together in one store: each must
 * find itself and never a neighbour.
 */
const HOSTILE: readonly string[] = [
  "'",
  "''",
  '"',
  '`',
  '\\',
  "\\'",
  ';',
  '--',
  '/*',
  '*/',
  '%',
  '_',
  '*',
  '?',
  '?1',
  ':id',
  '@id',
  '$id',
  '[id]',
  'null',
  'NULL',
  '0',
  '0.0',
  '1e0',
  'x’',
  "x' or '1'='1",
  "x'; drop table workshops; --",
  "x'); delete from tokens; --",
  "' union select hash from tokens --",
  "x' and (select 1 from (select randomblob(1000000000))) --",
  'case',
  'CASE',
  'ﾊﾝｶｸ',
  'ハンカク',
  'é',
  'é'.normalize('NFD'),
  'nul\u0000after',
  'nul',
  '\u0000',
  'line\nbreak',
  'line',
  '../../etc/passwd',
  '%27',
  'ア'.repeat(5_000),
  '🌱',
  '\u202eright to left',
  '__proto__',
  'constructor',
]

/** S-28: every text a store is given is a value, whatever stands in it. */
export function keepsHostileText(storage: () => Storage): void {
  const idOf = (text: string, at: number) => `${text}#${at}` as WorkshopId
  const bytesOf = (text: string) => new TextEncoder().encode(text)
  const textsIn = (records: readonly { readonly bytes: Uint8Array }[]) =>
    records.map(({ bytes }) => new TextDecoder().decode(bytes))

  it('S-28 finds a workshop by exactly its id and its code, whatever stands in them', async () => {
    const records = HOSTILE.map((text, at) => ({ id: idOf(text, at), code: `code ${text}`, createdAt: at }))
    for (const record of records) await storage().workshops.create(record)
    for (const record of records) {
      expect(await storage().workshops.get(record.id)).toEqual(record)
      expect(await storage().workshops.byCode(record.code)).toEqual(record)
    }
    for (const text of HOSTILE) {
      expect(await storage().workshops.get(text as WorkshopId)).toBeNull()
      expect(await storage().workshops.byCode(text)).toBeNull()
    }
    const [first, ...others] = records
    await storage().workshops.changeCode(first!.id, `${first!.code} moved`)
    expect((await storage().workshops.get(first!.id))?.code).toBe(`${first!.code} moved`)
    for (const record of others) expect((await storage().workshops.get(record.id))?.code).toBe(record.code)
  })

  it('S-28 opens with a secret exactly what it opens, and takes away no other seat’s', async () => {
    const seats = HOSTILE.map((text, at) => ({
      hash: `hash ${text}`,
      grant: {
        role: 'participant',
        workshopId: idOf(text, at),
        participantId: text as ParticipantId,
      } satisfies Grant,
    }))
    for (const { hash, grant } of seats) await storage().tokens.add(hash, grant)
    for (const { hash, grant } of seats) expect(await storage().tokens.find(hash)).toEqual(grant)
    for (const text of HOSTILE) expect(await storage().tokens.find(text)).toBeNull()
    for (const [at, { hash, grant }] of seats.entries()) {
      await storage().tokens.revokeSeat(grant.workshopId, grant.participantId)
      expect(await storage().tokens.find(hash)).toBeNull()
      const next = seats[at + 1]
      if (next) expect(await storage().tokens.find(next.hash)).toEqual(next.grant)
    }
    const facilitation = { role: 'facilitator', workshopId: "f' or '1'='1" as WorkshopId } as const
    const elsewhere = { role: 'facilitator', workshopId: 'f elsewhere' as WorkshopId } as const
    for (const [hash, grant] of [
      ["kept' --", facilitation],
      ['gone', facilitation],
      ['untouched', elsewhere],
    ] as const)
      await storage().tokens.add(hash, grant)
    await storage().tokens.revokeFacilitation(facilitation.workshopId, "kept' --")
    const left = await Promise.all(
      ["kept' --", 'gone', 'untouched'].map((hash) => storage().tokens.find(hash)),
    )
    expect(left).toEqual([facilitation, null, elsewhere])
  })

  it('S-28 keeps every stream apart, and names and reasons as they were given', async () => {
    const streams = HOSTILE.map((text, at) => ({
      text,
      workshopId: idOf(text, at),
      events: eventStream(idOf(text, at)),
      board: boardStream(idOf(text, at), text as TeamId, 'ideals'),
    }))
    for (const { text, workshopId, events, board } of streams) {
      const names = { [`person ${text}`]: text } as People
      await storage().journal.append({
        stream: events,
        expectedSeq: 0,
        records: [bytesOf(`events ${text}`)],
        people: { workshopId, names },
      })
      await storage().journal.append({ stream: board, expectedSeq: 0, records: [bytesOf(`board ${text}`)] })
      await storage().snapshots.save(board, 1, bytesOf(`snapshot ${text}`))
    }
    for (const { text, workshopId, events, board } of streams) {
      expect(textsIn((await storage().journal.read(events, 0)).records)).toEqual([`events ${text}`])
      expect(textsIn((await storage().journal.read(board, 0)).records)).toEqual([`board ${text}`])
      expect(textsIn([(await storage().snapshots.latest(board))!])).toEqual([`snapshot ${text}`])
      expect(await storage().people.of(workshopId)).toEqual({ [`person ${text}`]: text })
    }
    for (const { text, workshopId, events } of streams) {
      await storage().people.erase(workshopId, `person ${text}` as ParticipantId)
      expect(await storage().people.of(workshopId)).toEqual({})
      await storage().journal.quarantine(events, 1, text)
    }
    const aside = (await storage().quarantined()).filter(({ stream }) =>
      streams.some(({ events }) => events === stream),
    )
    expect(aside.map(({ stream, reason }) => [stream, reason])).toEqual(
      streams.map(({ events, text }) => [events, text]),
    )
  })
}
