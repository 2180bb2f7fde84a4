import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { systemRuntime } from '../runtime.ts'
import { backUp } from './backup.ts'
import type { CopyFacts } from './rebuild.ts'
import { restore } from './restore.ts'

/**
 * `npm run backup` and `npm run restore`. A build input of its own: see vite.config.ts. Says what it did on the standard
 * output; exit code 0: done and sound, 1: not done, 2: done, but there is damage in the data.
 */
const [, , task, ...rest] = process.argv
const { clock } = systemRuntime()
const say = (line: string) => void process.stdout.write(`${line}\n`)

try {
  process.exitCode = await run()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function run(): Promise<number> {
  const config = readConfig(process.env)
  if (!config.ok) throw new Error(config.error.join('\n'))
  const { dataDir } = config.value
  switch (task) {
    case 'backup':
      return runBackup(dataDir)
    case 'restore':
      return runRestore(dataDir)
    default:
      throw new Error('Say `backup` or `restore`.')
  }
}

async function runBackup(dataDir: string): Promise<number> {
  const { values } = parseArgs({
    args: rest,
    options: { to: { type: 'string', default: './backups' }, keep: { type: 'string' } },
  })
  const keep = values.keep === undefined ? null : Number(values.keep)
  if (keep !== null && !(Number.isInteger(keep) && keep >= 1))
    throw new Error('--keep must be a whole number from 1 on.')
  const started = clock.now()
  const { path, bytes, facts, removed } = await backUp({ from: dataDir, to: values.to, keep, clock })
  say(`Backed up ${dataDir} to ${path} (${mebibytes(bytes)}, ${seconds(started)}).`)
  tell(facts)
  if (removed.length > 0) say(`Removed ${counted(removed.length, 'older backup')}.`)
  return facts.damage.length === 0 ? 0 : 2
}

async function runRestore(dataDir: string): Promise<number> {
  const { values, positionals } = parseArgs({
    args: rest,
    allowPositionals: true,
    options: { into: { type: 'string', default: dataDir } },
  })
  const [backup] = positionals
  if (backup === undefined || positionals.length > 1)
    throw new Error('Name one backup: npm run restore -- <file> [--into <data folder>]')
  const started = clock.now()
  const { facts, keptIn } = await restore({ backup, into: values.into, clock })
  say(`Restored ${backup} into ${values.into} (${seconds(started)}).`)
  tell(facts)
  if (keptIn !== null) say(`What was there before is kept in ${keptIn}.`)
  say('Start the server now. Browsers take the restored boards and keep unsent text of their own.')
  return facts.damage.length === 0 ? 0 : 2
}

function tell({ workshops, records, snapshots, rebuilt, damage, quarantined }: CopyFacts): void {
  say(
    `Read back: ${counted(workshops, 'workshop')}, ${counted(records, 'record')}, ${counted(snapshots, 'snapshot')}.`,
  )
  if (rebuilt)
    say(
      `Rebuilt the largest workshop: ${counted(rebuilt.events, 'event')}, ${counted(rebuilt.boards, 'board')}.`,
    )
  if (quarantined > 0) say(`${quarantined} damaged parts had been put aside before.`)
  if (damage.length > 0)
    say(`DAMAGE in the data:\n${damage.map((line) => `  ${line}\n`).join('')}Keep older backups.`)
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}

function seconds(since: number): string {
  return `${((clock.now() - since) / 1000).toFixed(1)} s`
}
