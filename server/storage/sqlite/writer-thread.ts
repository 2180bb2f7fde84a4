import { parentPort, workerData } from 'node:worker_threads'
import { must } from '#shared/result.ts'
import { StorageError } from '../ports.ts'
import { lockFolder, openDatabase } from './database.ts'
import type { DatabaseOptions } from './database.ts'
import { diskOf, type Disk } from './disk.ts'
import { storeOn, type Store } from './store.ts'
import { toFailure } from './writer-protocol.ts'
import type { FromWriter, ToWriter } from './writer-protocol.ts'
import { Writer } from './writer.ts'

/**
 * The thread that owns the database, so that waiting for the disk never stops the rooms. It has the folder to itself
 * for as long as it lives. A build input of its own: see vite.config.ts.
 */
const port = must(parentPort, 'the port of the writer thread')
const options = workerData as DatabaseOptions
const send = (message: FromWriter) => port.postMessage(message)

function openStore(disk: Disk, afterFailure: boolean): Store {
  const db = openDatabase(options, { verified: afterFailure })
  try {
    return storeOn(db, { disk, onLoss: afterFailure ? refuseLoss : tellLoss })
  } catch (error) {
    db.close()
    throw error
  }
}

function tellLoss(reasons: readonly string[]): void {
  const message = `records are lost, nobody knows of which streams: ${reasons.join('; ')}`
  send({ kind: 'trouble', message })
}

/** The rooms that run know the generation of the start, and the seqs that are lost: only a restart makes them let go. */
function refuseLoss(reasons: readonly string[]): void {
  throw new StorageError(`The database has lost records (${reasons.join('; ')}). Restart the server.`)
}

function start(): void {
  const lock = lockFolder(options.dir)
  const disk = diskOf(options.dir, options.reserveBytes ?? 0)
  const writer = new Writer({
    open: (afterFailure) => openStore(disk, afterFailure),
    makeRoom: () => disk.makeRoom(),
    reply: (replies) => send({ kind: 'replies', replies }),
    trouble: (message) => send({ kind: 'trouble', message }),
  })
  port.on('message', (message: ToWriter) => {
    switch (message.kind) {
      case 'requests':
        return writer.accept(message.requests)
      case 'close':
        writer.close()
        lock.close()
        // Nothing keeps the thread alive without its port.
        return port.close()
    }
  })
  send({ kind: 'ready' })
}

try {
  start()
} catch (error) {
  send({ kind: 'not-opened', failure: toFailure(error) })
}
