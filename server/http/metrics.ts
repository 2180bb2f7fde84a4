import { createHash, timingSafeEqual } from 'node:crypto'
import { Router, type Request, type RequestHandler } from 'express'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Config } from '../config.ts'
import type { Storage, StorageHealth } from '../storage/ports.ts'
import { refuse } from './errors.ts'

/** What is counted at the moment of asking. Numbers alone: no ids, no names, no texts (S-32). */
export interface Vitals {
  readonly rooms: () => number
  readonly boards: () => number
  readonly roomConnections: () => number
  readonly boardConnections: () => number
  /** connections that are shown as present */
  readonly presence: () => number
  readonly timers: () => number
  readonly saving: () => boolean
  /** what the disk said last */
  readonly disk: () => StorageHealth | null
  /** how often what was noted, by `event` or `event code`; fixed words */
  readonly audit: () => ReadonlyMap<string, number>
  /** seconds; `NaN` when there is none */
  readonly backupAge: () => number
  /** in a row */
  readonly backupFailures: () => number
}

/** Seconds. An fsync takes 0.1 ms to 5 ms; from 2 s on people are told that nothing is saved. */
const COMMIT_BUCKETS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5]

/** The server's numbers for Prometheus, and the places where they are counted. One for each server. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #refusals: Counter
  readonly #closes: Counter
  readonly #roomCloses: Counter
  readonly #commits: Histogram

  constructor(vitals: Vitals) {
    const registers = [this.#registry]
    collectDefaultMetrics({ register: this.#registry })
    for (const [name, help, read] of gauges(vitals))
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read())
        },
      })
    this.#refusals = new Counter({
      name: 'yoriai_refusals_total',
      help: 'HTTP requests refused, by the code of the refusal (too_fast: a limit was hit)',
      labelNames: ['code'],
      registers,
    })
    this.#closes = new Counter({
      name: 'yoriai_board_closes_total',
      help: 'board connections closed, by close code',
      labelNames: ['code'],
      registers,
    })
    this.#roomCloses = new Counter({
      name: 'yoriai_room_closes_total',
      help: 'room connections closed, by what ended them',
      labelNames: ['reason'],
      registers,
    })
    new Counter({
      name: 'yoriai_audit_total',
      help: 'events of the audit (refusals on every door, limits, rights, closes by the server), by event and code',
      labelNames: ['event', 'code'],
      registers,
      collect() {
        this.reset()
        for (const [key, count] of vitals.audit()) {
          const [event = '', code = ''] = key.split(' ', 2)
          this.inc({ event, code }, count)
        }
      },
    })
    this.#commits = new Histogram({
      name: 'yoriai_commit_seconds',
      help: 'from handing records to the journal until they are on disk',
      labelNames: ['outcome'],
      buckets: COMMIT_BUCKETS,
      registers,
    })
  }

  boardClosed(code: number): void {
    this.#closes.inc({ code })
  }

  /** `reason`: one of Socket.IO's words. */
  roomClosed(reason: string): void {
    this.#roomCloses.inc({ reason })
  }

  /** Counts what is refused; goes before the routes. */
  readonly watchRequests: RequestHandler = (_req, res, next) => {
    res.on('finish', () => {
      const { refusal } = res.locals as { readonly refusal?: string }
      if (refusal !== undefined) this.#refusals.inc({ code: refusal })
    })
    next()
  }

  /** The same storage, with every commit timed. */
  timed(storage: Storage): Storage {
    const append: Storage['journal']['append'] = async (entry) => {
      const done = this.#commits.startTimer()
      try {
        await storage.journal.append(entry)
        done({ outcome: 'saved' })
      } catch (error) {
        done({ outcome: 'failed' })
        throw error
      }
    }
    const { snapshots, workshops, communities, tokens, people, uptime, generation } = storage
    return {
      ...{ snapshots, workshops, communities, tokens, people, uptime, generation },
      journal: { ...storage.journal, append },
      health: () => storage.health(),
      quarantined: () => storage.quarantined(),
      close: () => storage.close(),
    }
  }

  /** `GET /metrics` for who holds the token, or sits at this machine where that is allowed; nobody else learns it exists. */
  routes(config: Pick<Config, 'metricsToken' | 'metricsLocal'>): Router {
    const router = Router()
    router.get('/metrics', async (req, res) => {
      if (!mayRead(req, config)) return refuse(req, res, { code: 'not_found' })
      res.type(this.#registry.contentType).send(await this.#registry.metrics())
    })
    return router
  }
}

function gauges(vitals: Vitals): readonly (readonly [string, string, () => number])[] {
  return [
    ['yoriai_rooms', 'live rooms', vitals.rooms],
    ['yoriai_boards', 'boards that are open', vitals.boards],
    ['yoriai_room_connections', 'connections to rooms', vitals.roomConnections],
    ['yoriai_board_connections', 'connections to boards', vitals.boardConnections],
    ['yoriai_presence_entries', 'connections shown as present', vitals.presence],
    ['yoriai_timers', 'timers that are set', vitals.timers],
    ['yoriai_saving', '1 while what people write reaches the disk', () => Number(vitals.saving())],
    ['yoriai_storage_bytes', 'size of everything that is kept', () => vitals.disk()?.bytes ?? 0],
    ['yoriai_disk_free_bytes', 'room left on the disk', () => vitals.disk()?.freeBytes ?? Number.NaN],
    ['yoriai_backup_age_seconds', 'since the newest sound backup', vitals.backupAge],
    [
      'yoriai_backup_failures',
      'hourly backups in a row that were not taken or not sound',
      vitals.backupFailures,
    ],
    ['yoriai_quarantined', 'records and snapshots put aside', () => vitals.disk()?.quarantined ?? 0],
  ]
}

function mayRead(
  req: Request,
  { metricsToken, metricsLocal }: Pick<Config, 'metricsToken' | 'metricsLocal'>,
) {
  const given = /^Bearer (\S+)$/.exec(req.get('authorization') ?? '')?.[1]
  if (metricsToken !== null && given !== undefined) return isSame(given, metricsToken)
  // Behind a proxy on this machine everybody comes from here; a proxy says so in a header.
  const forwarded = req.get('x-forwarded-for') ?? req.get('forwarded')
  return metricsLocal && forwarded === undefined && isLoopback(req.socket.remoteAddress)
}

function isSame(one: string, other: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(one), hash(other))
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address)
}
