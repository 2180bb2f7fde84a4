import { describe, expect, it } from 'vitest'
import type { TraceOp } from '../support/fault-trace.ts'
import { seedOf, sound } from './dose.ts'
import { judgeOrder, saveOrder } from './save-order.ts'

describe('the order of saving and saying', () => {
  it(
    'F-01 no acknowledgement, and no word to others, leaves before the sync that covers it',
    { timeout: 60_000 },
    async () => {
      sound(saveOrder, await saveOrder.run({ count: 60, seed: seedOf('save-order') }))
    },
  )

  it('is judged from the calls: an acknowledgement before the sync is found', () => {
    const to = 'TCP:[127.0.0.1:3000->127.0.0.1:5000]'
    const say = (bytes: Buffer): TraceOp => ({ kind: 'say', to, bytes })
    const upgrade = say(Buffer.from('HTTP/1.1 101 Switching Protocols\r\n\r\n'))
    const write: TraceOp = {
      kind: 'write',
      path: 'yoriai.db-wal',
      offset: 0,
      bytes: Buffer.from('..a0.1;..'),
    }
    const sync: TraceOp = { kind: 'sync', path: 'yoriai.db-wal' }
    const ack = say(Buffer.from([0x82, 2, 100, 1]))
    const needles = [{ text: 'a0.1;', frame: { port: 5000, count: 1 } }]
    expect(judgeOrder([upgrade, write, sync, ack], needles, 3000).failures).toEqual([])
    expect(judgeOrder([upgrade, write, ack, sync], needles, 3000).failures).toEqual([
      'a0.1; was acknowledged before it was synced',
    ])
    expect(judgeOrder([upgrade, write, ack], needles, 3000).failures).toEqual(['a0.1; was never synced'])
  })
})
