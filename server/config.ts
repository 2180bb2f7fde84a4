import * as v from 'valibot'
import { err, ok, type Result } from '#shared/result.ts'

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const

const text = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'))

/** A number in an environment variable, within bounds; `what` completes "must be …". */
function number(what: string, fits: (value: number) => boolean) {
  return v.pipe(
    v.string(),
    v.transform((written) => (written.trim() === '' ? NaN : Number(written))),
    v.check(fits, `must be ${what}`),
  )
}

const whole = (least: number, most: number) =>
  number(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && value >= least && value <= most,
  )

const webAddress = v.pipe(
  text,
  v.check(
    (url) => /^https?:\/\//.test(url) && URL.canParse(url),
    'must be a web address such as https://yoriai.example.org',
  ),
  v.transform((url) => url.replace(/\/+$/, '')),
)

/** Everything that can be set from outside: one field an environment variable, each with its default. */
const environment = v.object({
  /** The TCP port; 0 takes any free one. Left out: 3000, or a free one where that is taken. */
  PORT: v.optional(whole(0, 65_535)),
  /** The address to listen on; `0.0.0.0` lets other devices in the same network join. */
  HOST: v.optional(text, '127.0.0.1'),
  /** The folder for everything that must survive; made when missing. */
  DATA_DIR: v.optional(text, './data'),
  /** The folder for hourly backups; left out: `backups` in DATA_DIR. Another disk is better. */
  BACKUP_DIR: v.optional(text),
  /** How many sound hourly backups stay; 0 takes none. */
  BACKUP_KEEP: v.optional(whole(0, 10_000), '48'),
  /** How much is logged: silent, error, warn, info or debug. */
  LOG_LEVEL: v.optional(v.picklist(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`), 'info'),
  /** How many workshop seconds pass in a real one; for tests and rehearsals. */
  CLOCK_RATE: v.optional(
    number('a number from 1 to 1000', (rate) => rate >= 1 && rate <= 1_000),
    '1',
  ),
  /** The address people use, when it is not the one the server sees (behind a proxy). */
  PUBLIC_URL: v.optional(webAddress),
  /** How many reverse proxies stand in front; their word on client address and https is then believed. */
  TRUST_PROXY: v.optional(whole(0, 10), '0'),
  /** How many workshops one address may open in an hour; far above a class, it only stops a runaway program. */
  OPENINGS_PER_HOUR: v.optional(whole(1, 1_000_000), '1000'),
  /** Who sends it as `Authorization: Bearer …` may read `/metrics`; left out: nobody. */
  METRICS_TOKEN: v.optional(v.pipe(text, v.minLength(16, 'must have at least 16 characters'))),
  /** `on`: programs on this machine may read `/metrics` without a token. */
  METRICS_LOCAL: v.optional(v.picklist(['on', 'off'], 'must be on or off'), 'off'),
})

export type LogLevel = (typeof LOG_LEVELS)[number]

export interface Config {
  /** `null`: 3000, or a free port where that is taken */
  readonly port: number | null
  readonly host: string
  readonly dataDir: string
  /** `null`: the server takes none by itself */
  readonly backups: { readonly dir: string; readonly keep: number } | null
  readonly logLevel: LogLevel
  readonly clockRate: number
  /** without a slash at the end */
  readonly publicUrl: string | null
  readonly trustProxy: number
  readonly openingsPerHour: number
  /** `null`: no token opens them */
  readonly metricsToken: string | null
  readonly metricsLocal: boolean
}

/** Reads the environment. The error holds one sentence for every mistake, not only for the first. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
): Result<Config, readonly string[]> {
  const parsed = v.safeParse(environment, env)
  if (!parsed.success) {
    return err(parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'environment'} ${issue.message}.`))
  }
  const read = parsed.output
  return ok({
    port: read.PORT ?? null,
    host: read.HOST,
    dataDir: read.DATA_DIR,
    backups:
      read.BACKUP_KEEP === 0
        ? null
        : { dir: read.BACKUP_DIR ?? `${read.DATA_DIR}/backups`, keep: read.BACKUP_KEEP },
    logLevel: read.LOG_LEVEL,
    clockRate: read.CLOCK_RATE,
    publicUrl: read.PUBLIC_URL ?? null,
    trustProxy: read.TRUST_PROXY,
    openingsPerHour: read.OPENINGS_PER_HOUR,
    metricsToken: read.METRICS_TOKEN ?? null,
    metricsLocal: read.METRICS_LOCAL === 'on',
  })
}
