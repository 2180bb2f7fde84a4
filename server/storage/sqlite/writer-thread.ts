import { parentPort, workerData } from 'node:worker_threads'
import { must } from '#shared/result.ts'
import { systemRuntime } from '../../runtime.ts'
import { lockFolder, openDatabase } from './database.ts'
import type { DatabaseOptions } from './database.ts'
import { diskOf } from './disk.ts'
import { storeOn } from './store.ts'
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

function start(): void {
  const lock = lockFolder(options.dir)
  const disk = diskOf(options.dir, options.reserveBytes ?? 0)
  const writer = new Writer({
    open: (afterFailure) => storeOn(openDatabase(options, { verified: afterFailure }), disk),
    makeRoom: () => disk.makeRoom(),
    timers: systemRuntime().timers,
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
