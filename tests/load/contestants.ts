import { fileURLToPath } from 'node:url'
import { HOCUSPOCUS, OURS, Y_WEBSOCKET, type Dialect } from './wire/dialects.ts'
import type { Launch } from './server-process.ts'

export const BOARD_SERVERS = ['ours', 'hocuspocus', 'y-websocket', 'y-leveldb', 'relay'] as const
export type BoardServer = (typeof BOARD_SERVERS)[number]
export const EVENT_SERVERS = ['ours', 'socket-io', 'ws'] as const
export type EventServer = (typeof EVENT_SERVERS)[number]
export type ServerName = BoardServer | EventServer

export const LABELS: Readonly<Record<ServerName, string>> = {
  ours: 'ours (SQLite, fsync)',
  hocuspocus: 'Hocuspocus 4.7.0 + SQLite',
  'y-websocket': '@y/websocket-server 0.1.1, in memory',
  'y-leveldb': '@y/websocket-server 0.1.1 + LevelDB',
  relay: 'ws 8.23 relay (floor)',
  'socket-io': 'bare Socket.IO 4.8.4',
  ws: 'bare ws 8.23',
}

/** Those that have boards to give to a newcomer. */
export const REMEMBERING = BOARD_SERVERS.filter((name) => name !== 'relay')

/** A server boards can be opened on. */
export interface Contestant {
  readonly name: BoardServer
  readonly dialect: Dialect
  /** a newcomer gets the board from the server */
  readonly remembers: boolean
  /** boards are there again after a restart */
  readonly durable: boolean
  /** `dir`: where it may keep what it keeps */
  readonly launch: (dir: string, port: number, options?: LaunchOptions) => Launch
}

export interface LaunchOptions {
  /** loads the probe for event-loop delay */
  readonly probe?: boolean
  /** folder for CPU profiles of all threads, written when the server is stopped */
  readonly profile?: string | null
}

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const beside = (path: string) => new URL(path, import.meta.url).href
const peer = (path: string) => at(`./peers/${path}`)
const REFERENCE = peer('node_modules/@y/websocket-server/src/server.js')

export const CONTESTANTS: Readonly<Record<BoardServer, Contestant>> = {
  ours: { name: 'ours', dialect: OURS, remembers: true, durable: true, launch: launchOurs },
  hocuspocus: {
    name: 'hocuspocus',
    dialect: HOCUSPOCUS,
    remembers: true,
    durable: true,
    launch: (dir, port) => ({
      args: [peer('hocuspocus.mjs')],
      env: { PORT: String(port), DATA_DIR: dir },
      ready: /listening/,
    }),
  },
  'y-websocket': {
    name: 'y-websocket',
    dialect: Y_WEBSOCKET,
    remembers: true,
    durable: false,
    launch: (_, port) => ({
      args: [REFERENCE],
      env: { PORT: String(port), HOST: '127.0.0.1' },
      ready: /running at/,
    }),
  },
  'y-leveldb': {
    name: 'y-leveldb',
    dialect: Y_WEBSOCKET,
    remembers: true,
    durable: true,
    launch: (dir, port) => ({
      args: [REFERENCE],
      env: { PORT: String(port), HOST: '127.0.0.1', YPERSISTENCE: dir },
      ready: /running at/,
    }),
  },
  relay: {
    name: 'relay',
    dialect: Y_WEBSOCKET,
    remembers: false,
    durable: false,
    launch: (_, port) => ({
      args: [peer('ws-relay.mjs')],
      env: { PORT: String(port) },
      ready: /listening/,
    }),
  },
}

/** The built server with its limits as shipped. */
export function launchOurs(dir: string, port: number, options: LaunchOptions = {}): Launch {
  const profile = options.profile
    ? ['--cpu-prof', '--cpu-prof-dir', options.profile, '--import', beside('./profile-threads.mjs')]
    : []
  const probe = options.probe ? ['--import', beside('./probe.mjs')] : []
  return {
    args: [...profile, ...probe, at('../../dist/server/main.js')],
    env: { PORT: String(port), DATA_DIR: dir, LOG_LEVEL: 'error' },
    ready: /Yoriai is open/,
  }
}

export function launchEvents(name: 'socket-io' | 'ws', port: number): Launch {
  const script = name === 'socket-io' ? 'socket-io.mjs' : 'ws-broadcast.mjs'
  return { args: [peer(script)], env: { PORT: String(port) }, ready: /listening/ }
}
