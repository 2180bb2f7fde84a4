import type { Request, Response } from 'express'
import type { Viewer } from '#shared/domain/slice.ts'
import { isId, type WorkshopId } from '#shared/ids.ts'
import { AS_HEADER } from '#shared/protocol/http.ts'
import type { Config } from '../config.ts'
import type { Log, Runtime } from '../runtime.ts'
import type { Audit } from '../audit.ts'
import type { CommandMeter } from '../rooms/command-meter.ts'
import type { Key, Keyring } from '../rooms/keyring.ts'
import type { KnockBook } from '../rooms/knock-book.ts'
import type { Boards, History } from '../rooms/ports.ts'
import type { Room } from '../rooms/room.ts'
import type { RoomRegistry } from '../rooms/room-registry.ts'
import type { Storage, WorkshopRecord } from '../storage/ports.ts'
import { secretIn } from '../secret-in.ts'
import { refuse } from './errors.ts'
import type { AddressLimit } from '../address-limit.ts'

/** What the routers work with. */
export interface HttpDeps {
  readonly config: Config
  readonly storage: Storage
  readonly runtime: Runtime
  readonly log: Log
  readonly registry: RoomRegistry
  readonly boards: Boards
  readonly history: History
  readonly keyring: Keyring
  /** counts secrets and codes that open nothing, by address; those that open something are never counted */
  readonly misses: AddressLimit
  readonly meter: CommandMeter
  /** who waits where newcomers are let in one by one */
  readonly knocks: KnockBook
  readonly audit: Audit
}

/** A workshop a request is about. */
export interface AboutWorkshop {
  readonly record: WorkshopRecord
  readonly room: Room
}

export interface FromViewer extends AboutWorkshop {
  readonly viewer: Exclude<Viewer, { role: 'visitor' }>
  readonly key: Key
}

/** The workshop in the path, live; `null` when there is none, and then the request is answered. */
export async function aboutWorkshop(
  deps: HttpDeps,
  req: Request,
  res: Response,
): Promise<AboutWorkshop | null> {
  const id = req.params.workshopId
  const record =
    typeof id === 'string' && isId(id) ? await deps.storage.workshops.get(id as WorkshopId) : null
  const room = record && (await deps.registry.getRoom(record.id))
  if (!record || !room) {
    refuse(req, res, { code: 'workshop_unknown' })
    return null
  }
  return { record, room }
}

/** The workshop in the path and whoever asks; `null` when their secret opens nothing, and then the request is answered. */
export async function fromViewer(deps: HttpDeps, req: Request, res: Response): Promise<FromViewer | null> {
  const about = await aboutWorkshop(deps, req, res)
  if (about === null) return null
  const as = req.get(AS_HEADER) ?? req.query.as
  const { authorization, cookie } = req.headers
  const secret = secretIn({ authorization, cookie, as }, about.record.id)
  const key = await deps.keyring.key(about.record.id, secret)
  const viewer = key && about.room.viewer(key.grant)
  if (!viewer || viewer.role === 'visitor') {
    await refuseSecret(deps, req, res, secret)
    return null
  }
  return { ...about, viewer, key }
}

/** The same, where facilitators alone may ask. */
export async function fromFacilitator(
  deps: HttpDeps,
  req: Request,
  res: Response,
): Promise<FromViewer | null> {
  const from = await fromViewer(deps, req, res)
  if (from === null || from.viewer.role === 'facilitator') return from
  const { viewer, record } = from
  const who = { workshopId: record.id, participantId: viewer.participantId }
  deps.audit.note('request.refused', { ...who, code: 'forbidden' })
  refuse(req, res, { code: 'forbidden' })
  return null
}

/** Answers a request without a right to be here. Guessing is slowed by address; asking without any secret is not guessing. */
export async function refuseSecret(
  deps: HttpDeps,
  req: Request,
  res: Response,
  secret: string | null,
): Promise<void> {
  const guessing = secret !== null && !(await deps.misses.take(req.ip))
  deps.audit.note(guessing ? 'limit.hit' : 'request.refused', { code: guessing ? 'misses' : 'unauthorised' })
  refuse(req, res, { code: guessing ? 'too_fast' : 'unauthorised' })
}

/** Where people reach this server, without a slash at the end. */
export function baseUrl(config: Config, req: Request): string {
  return config.publicUrl ?? `${req.protocol}://${req.get('host') ?? 'localhost'}`
}
