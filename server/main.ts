import { fileURLToPath } from 'node:url'
import { SECOND } from '#shared/time.ts'
import { createApp, type App, type ClientSource } from './app.ts'
import { readConfig, type Config } from './config.ts'
import { createLog } from './log.ts'
import { backupPlace } from './operations/backup-process.ts'
import { realTime, systemRuntime } from './runtime.ts'
import type { Storage } from './storage/ports.ts'
import { openSqliteStorage } from './storage/sqlite/sqlite-storage.ts'

/** Real time from the signal to the end; whoever waits for us (a container, `npm start`) usually kills after ten. */
const PATIENCE = 8 * SECOND

/** bytes given up on a full disk: hours of typing, or the end of the workshops that are on (F-47) */
const RESERVE = 16 * 1024 * 1024

const config = readConfig(process.env)
if (config.ok) await run(config.value)
else {
  process.stderr.write(`Yoriai cannot start:\n${config.error.map((mistake) => `  ${mistake}\n`).join('')}`)
  process.exitCode = 1
}

async function run(settings: Config): Promise<void> {
  const log = createLog(settings.logLevel)
  const runtime = systemRuntime(settings.clockRate)
  let storage: Storage | null = null
  let app: App | null = null
  let leaving = false

  async function leave(exitCode: number): Promise<void> {
    if (leaving) return
    leaving = true
    // Leaving by `exit` would wait for the writer thread, which may hang in the disk for as long as that likes.
    runtime.timers.after(realTime(runtime.clock, PATIENCE), () => process.kill(process.pid, 'SIGKILL'))
    try {
      await app?.close()
      await storage?.close()
      process.exit(exitCode)
    } catch (error) {
      log.error({ err: error }, 'the server did not close cleanly')
      process.exit(1)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void leave(0))

  // After an error nobody caught the state of this process is unknown; what was acknowledged is on disk, so starting
  // again is the safe way on (reliability.md 5.5).
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught error: the server ends')
    process.exit(1)
  })

  try {
    storage = await openSqliteStorage({ dir: settings.dataDir, reserveBytes: RESERVE, log })
    const { backups, dataDir } = settings
    const place = backups && backupPlace({ from: dataDir, to: backups.dir, keep: backups.keep })
    const client = clientSource()
    app = await createApp({
      config: settings,
      storage,
      runtime,
      log,
      client,
      ...(place ? { backups: place } : {}),
    })
    process.stdout.write(`Yoriai is open at ${await app.listen()}\n`)
  } catch (error) {
    process.stderr.write(`Yoriai cannot start: ${error instanceof Error ? error.message : String(error)}\n`)
    log.debug({ err: error }, 'start failed')
    await leave(1)
  }
}

/** The build lies beside this file; in development the pages come from their sources. */
function clientSource(): ClientSource {
  if (process.env.NODE_ENV === 'development') return { kind: 'sources' }
  return { kind: 'built', dir: fileURLToPath(new URL('../client', import.meta.url)) }
}
