import { parseArgs } from 'node:util'
import { BOARD_SERVERS, EVENT_SERVERS, type ServerName } from './contestants.ts'
import { ITEMS } from './items/registry.ts'
import { err, ok, type Result } from '#shared/result.ts'

export interface Options {
  /** null: all */
  readonly only: readonly string[] | null
  readonly servers: readonly ServerName[] | null
  /** null: as many as each item asks for */
  readonly rounds: number | null
  readonly quick: boolean
  readonly report: boolean
  /** null: the folder for temporary files */
  readonly dataDir: string | null
  readonly profile: string | null
  /** as typed */
  readonly line: string
}

const SERVERS: readonly ServerName[] = [...new Set<ServerName>([...BOARD_SERVERS, ...EVENT_SERVERS])]

export const USAGE = `npm run bench:server -- [options]
  --only edits,joins      ${ITEMS.map(({ name }) => name).join(' ')}
  --servers ours,relay    ${SERVERS.join(' ')}
  --rounds 3              instead of each item's own number
  --quick                 a small dose: to see that it works, not to compare
  --no-report             leaves tests/load/REPORT.md as it is (so does --only, --servers or --quick)
  --report                writes it nevertheless
  --data-dir /mnt/disk    where servers keep their files; the disk is part of what is measured
  --profile folder        CPU profiles of our server
`

export function readOptions(argv: readonly string[]): Result<Options, string> {
  try {
    const { values } = parseArgs({
      args: [...argv],
      allowNegative: true,
      options: {
        only: { type: 'string' },
        servers: { type: 'string' },
        rounds: { type: 'string' },
        quick: { type: 'boolean', default: false },
        report: { type: 'boolean' },
        'data-dir': { type: 'string' },
        profile: { type: 'string' },
      },
    })
    const only = values.only?.split(',') ?? null
    const servers = values.servers?.split(',') ?? null
    const unknown = [
      ...(only ?? []).filter((name) => !ITEMS.some((item) => item.name === name)),
      ...(servers ?? []).filter((name) => !(SERVERS as readonly string[]).includes(name)),
    ]
    if (unknown.length > 0) return err(`Unknown: ${unknown.join(', ')}`)
    const rounds = values.rounds === undefined ? null : Number(values.rounds)
    if (rounds !== null && !(Number.isInteger(rounds) && rounds > 0))
      return err('--rounds takes a whole number')
    const whole = only === null && servers === null && !values.quick
    return ok({
      only,
      servers: servers as readonly ServerName[] | null,
      rounds,
      quick: values.quick,
      report: values.report ?? whole,
      dataDir: values['data-dir'] ?? null,
      profile: values.profile ?? null,
      line: ['npm run bench:server', ...(argv.length > 0 ? ['--', ...argv] : [])].join(' '),
    })
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error))
  }
}
