import type { BoardRights } from '../rooms/ports.ts'
import type { Log, Runtime } from '../runtime.ts'
import type { Storage } from '../storage/ports.ts'

/** What the boards are given. */
export interface BoardDeps {
  readonly storage: Storage
  readonly runtime: Runtime
  readonly log: Log
  readonly rights: BoardRights
  /** Documents of another generation must not be joined with these: a new shape, or a restored backup. */
  readonly generation: string
}
