import { isId, type WorkshopId } from '#shared/ids.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { AddressLimit } from '../address-limit.ts'
import { clientAddress } from '../client-address.ts'
import type { Keyring } from '../rooms/keyring.ts'
import type { WireRefusal } from '../rooms/refusal.ts'
import type { RoomRegistry } from '../rooms/room-registry.ts'
import { secretIn } from '../secret-in.ts'
import type { Connection, ConnectionData } from './socket-types.ts'

interface Doors {
  readonly keyring: Keyring
  readonly registry: RoomRegistry
  readonly misses: AddressLimit
  readonly trustProxy: number
}

/**
 * Who connects: `w` in the query says to which workshop, the secret (auth, bearer or cookie) says as whom. A secret of
 * another workshop opens nothing. Opens the room, so that the connection can be admitted at once.
 */
export async function authenticate(
  { handshake: { query, auth, headers }, request }: Connection,
  { keyring, registry, misses, trustProxy }: Doors,
): Promise<Result<ConnectionData, WireRefusal>> {
  const { w } = query
  if (typeof w !== 'string' || !isId(w))
    return err({ code: 'workshop_unknown', detail: 'query w=<workshopId>' })
  const workshopId = w as WorkshopId
  const claims = auth as Readonly<Record<string, unknown>>
  const secret = secretIn({ ...headers, token: claims.token, as: claims.as ?? query.as }, workshopId)
  const key = await keyring.key(workshopId, secret)
  if (key === null) {
    const guessing = secret !== null && !(await misses.take(clientAddress(request, trustProxy)))
    return err({ code: guessing ? 'too_fast' : 'unauthorised' })
  }
  const room = await registry.getRoom(workshopId)
  if (room === null) return err({ code: 'workshop_unknown' })
  return room.viewer(key.grant) === null ? err({ code: 'unauthorised' }) : ok({ workshopId, key })
}
