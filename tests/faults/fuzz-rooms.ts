import type { Random } from '#shared/random.ts'

/** One packet to the room socket, as engine.io frames it; bytes follow a packet that announces an attachment. */
export type Packet = string | Uint8Array

const below = (random: Random, count: number) => Math.floor(random() * count)
const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)] as T

/** What a participant may say, so that mutations begin close to sense. */
const HONEST: readonly object[] = [
  { type: 'card.add', cardId: 'c1', board: 'ideals', text: 'ひとこと' },
  { type: 'like.toggle', cardId: 'c1' },
  { type: 'vote.cast', cardId: 'c1', count: 1 },
  { type: 'agenda.advance', expectedPhaseId: 'p1', force: true, reason: 'x' },
  { type: 'team.rename', teamId: 't1', name: '名' },
  { type: 'call.raise' },
  { type: 'agenda.edit', phases: [{ kind: 'break', minutes: 3 }] },
]

const JUNK: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  '',
  'あ'.repeat(300),
  [],
  {},
  [[[[[]]]]],
  true,
  '__proto__',
  'constructor',
  { then: 1 },
  { toString: null },
  { _placeholder: true, num: 0 },
  '\u0000\ud83d',
]

const event = (random: Random, ...args: readonly unknown[]) =>
  `42${random() < 0.7 ? below(random, 9_999) : ''}${JSON.stringify(args)}`

function spoiled(command: object, random: Random): object {
  const fields = Object.keys(command)
  const field = pick(random, fields)
  return {
    ...command,
    [random() < 0.2 ? pick(random, ['__proto__', 'type', 'x']) : field]: pick(random, JUNK),
  }
}

const commandOf = (random: Random) => ({
  commandId: random() < 0.8 ? `f${below(random, 1e6)}` : pick(random, JUNK),
  command: random() < 0.8 ? spoiled(pick(random, HONEST), random) : pick(random, JUNK),
})

type Forge = (random: Random) => readonly Packet[]

/** Attacks in words the protocol knows. */
const FORGERIES: readonly Forge[] = [
  (random) => [event(random, 'workshop:command', commandOf(random))],
  (random) => [event(random, 'workshop:command', commandOf(random))],
  (random) => [event(random, 'workshop:command', pick(random, JUNK), pick(random, JUNK))],
  (random) => [event(random, 'clock:ask', pick(random, JUNK))],
  (random) => [
    event(random, pick(random, ['disconnecting', 'error', 'newListener', 'nothing', 'toString']), 1),
  ],
  (random) => [
    `42["workshop:command",{"commandId":"p","command":{"type":"announce","__proto__":{"role":"facilitator"}}}]${random() < 0.5 ? ' ' : ''}`,
  ],
  (random) => [event(random, 'workshop:command', { commandId: 'n', command: deep(500) })],
  (random) => [event(random, 'workshop:command', { commandId: 'h', command: { type: 'x'.repeat(60_000) } })],
  () => ['451-["workshop:command",{"_placeholder":true,"num":0}]', new Uint8Array(64)],
  (random) => [`43${below(random, 99)}[${'1,'.repeat(below(random, 200))}1]`],
]

/** Attacks on the protocol itself; most end the connection. */
const BREAKING: readonly Forge[] = [
  () => ['451-["workshop:command",{"_placeholder":true,"num":7}]', new Uint8Array(9)],
  () => ['45999-["workshop:command"]'],
  (random) => [pick(random, ['40/admin,', '41/admin,', '42/admin,["a"]', '43/x,1[]', '49', '4', '44{}'])],
  (random) => [pick(random, ['1', '2', '3probe', '5', '6', '7', '', '2probe', '8'])],
  (random) => [
    pick(random, [
      '42[',
      '42{}',
      '42["a"',
      '42[null]',
      '42[1]',
      '42[[]]',
      '42["connect"]',
      '4299999999999999999[]',
    ]),
  ],
  (random) => [Uint8Array.from({ length: below(random, 200) }, () => below(random, 256))],
]

function deep(depth: number): unknown {
  let value: unknown = 'x'
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value }
  return value
}

/** The packets of one attack on the room socket. */
export function hostilePackets(random: Random): readonly Packet[] {
  const packets = pick(random, random() < 0.02 ? BREAKING : FORGERIES)(random)
  if (random() > 0.02) return packets
  return packets.map((packet) => (typeof packet === 'string' ? scrambled(packet, random) : packet))
}

function scrambled(packet: string, random: Random): string {
  const at = below(random, packet.length + 1)
  const inserted = random() < 0.5 ? String.fromCharCode(below(random, 0xffff)) : ''
  return packet.slice(0, at) + inserted + packet.slice(at + below(random, 3))
}
