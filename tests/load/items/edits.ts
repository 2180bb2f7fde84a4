import { BOARD_SERVERS, type BoardServer } from '../contestants.ts'
import type { Item } from '../results.ts'
import { typing } from './typing.ts'

export const edits: Item = {
  name: 'edits',
  title: 'Editing: teams of six, 5 keys/s each, presence 1 Hz, real documents',
  servers: BOARD_SERVERS,
  rounds: 3,
  columns: [
    { key: 'cpu', title: 'CPU µs/delivery', digits: 1, ratioTo: ['relay', 'hocuspocus'] },
    { key: 'cpuMain', title: 'of it main thread', digits: 1 },
    { key: 'p50', title: 'p50 ms', digits: 2 },
    { key: 'p95', title: 'p95 ms', digits: 2 },
    { key: 'p99', title: 'p99 ms', digits: 1, ratioTo: ['hocuspocus'] },
    { key: 'serverPct', title: 'server CPU %', digits: 0 },
    { key: 'loadPct', title: 'load CPU %', digits: 0 },
    { key: 'rss', title: 'RSS MB', digits: 0 },
    { key: 'kbPerPerson', title: 'KB/person', digits: 0 },
    { key: 'rate', title: 'deliveries/s', digits: 0 },
  ],
  notes: [
    'A delivery is one keystroke received by one other person of the team; presence is in the CPU, not in the divisor.',
    'KB/person: growth of resident memory from the moment before people came to the end of the typing, boards included.',
  ],
  run: async (server, bench) => [
    await typing(server as BoardServer, bench, {
      teams: bench.quick ? 10 : 50,
      pace: { keysPerSecond: 5, presencePerSecond: 1 },
      warmUp: bench.quick ? 1_500 : 3_000,
      measured: bench.quick ? 4_000 : 12_000,
    }),
  ],
}

export const cursors: Item = {
  name: 'cursors',
  title: 'Cursors: 20 teams of six at 15 Hz, still typing 5 keys/s',
  servers: ['ours', 'hocuspocus', 'y-websocket', 'relay'],
  rounds: 2,
  columns: [
    { key: 'serverPct', title: 'server CPU %', digits: 1, ratioTo: ['relay', 'hocuspocus'] },
    { key: 'p50', title: 'p50 ms', digits: 2 },
    { key: 'p99', title: 'p99 ms', digits: 1 },
    { key: 'presence', title: 'presence frames received', digits: 0 },
    { key: 'loadPct', title: 'load CPU %', digits: 0 },
  ],
  notes: [
    'Latencies are those of the keystrokes. Fewer presence frames: the server joins several people into one.',
  ],
  run: async (server, bench) => [
    await typing(server as BoardServer, bench, {
      teams: bench.quick ? 6 : 20,
      pace: { keysPerSecond: 5, presencePerSecond: 15 },
      warmUp: bench.quick ? 1_500 : 3_000,
      measured: bench.quick ? 4_000 : 12_000,
    }),
  ],
}
