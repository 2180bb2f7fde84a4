import { LABELS, type ServerName } from './contestants.ts'
import { canPin, describeMachine } from './machine.ts'
import type { Options } from './options.ts'
import { median, type Column, type Item, type Run } from './results.ts'

/** More of a core than this used by others, and a run is marked (reference: performance.md, section 1). */
const DISTURBED_PCT = 10

/** A Markdown table of medians; ratios are taken within each round before their median is. */
export function tableOf(item: Item, runs: readonly Run[]): string {
  const own = runs.filter((run) => run.item === item.name || run.item.startsWith(`${item.name} `))
  const variants = [...new Set(own.map((run) => run.item.slice(item.name.length).trim()))]
  const named = variants.some((variant) => variant !== '')
  const heads = [
    ...(named ? [''] : []),
    'server',
    ...item.columns.flatMap((column) => [
      column.title,
      ...(column.ratioTo ?? []).map((server) => `× ${server}`),
    ]),
    'runs',
  ]
  const rows = variants.flatMap((variant) =>
    item.servers.flatMap((server) => {
      const here = own.filter((run) => run.item.slice(item.name.length).trim() === variant)
      const all = here.filter((run) => run.server === server)
      if (all.length === 0) return []
      const counted = all.filter(({ faults }) => faults.length === 0)
      const cells = item.columns.flatMap((column) => [
        cell(counted, column),
        ...(column.ratioTo ?? []).map((other) => ratio(counted, here, column, other)),
      ])
      const disturbed = counted.filter(({ foreignPct }) => (foreignPct ?? 0) > DISTURBED_PCT).length
      const notes = [
        `${counted.length}`,
        ...(counted.length < all.length ? [`${all.length - counted.length} failed`] : []),
        ...(disturbed > 0 ? [`${disturbed} disturbed`] : []),
      ]
      return [[...(named ? [variant] : []), LABELS[server], ...cells, notes.join(', ')]]
    }),
  )
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = heads.map((_, index) => (index <= (named ? 1 : 0) ? ':--' : '--:'))
  return [line(heads), line(rule), ...rows.map(line)].join('\n')
}

function cell(runs: readonly Run[], { key, digits = 1 }: Column): string {
  const values = runs.map(({ values }) => values[key])
  const numbers = values.filter((value) => typeof value === 'number')
  if (numbers.length > 0) return median(numbers).toFixed(digits)
  return values.find((value) => typeof value === 'string') ?? '–'
}

function ratio(runs: readonly Run[], all: readonly Run[], { key }: Column, other: ServerName): string {
  const ratios = runs.flatMap(({ round, values }) => {
    const base = all.find((run) => run.server === other && run.round === round && run.faults.length === 0)
    const [mine, theirs] = [values[key], base?.values[key]]
    return typeof mine === 'number' && typeof theirs === 'number' && theirs > 0 ? [mine / theirs] : []
  })
  return ratios.length > 0 ? `${median(ratios).toFixed(2)}×` : '–'
}

interface About {
  readonly options: Options
  readonly minutes: number
}

export function reportOf(items: readonly Item[], runs: readonly Run[], { options, minutes }: About): string {
  const failed = runs.filter(({ faults }) => faults.length > 0)
  const disturbed = runs.filter(({ foreignPct }) => (foreignPct ?? 0) > DISTURBED_PCT)
  const servers = [...new Set(runs.map(({ server }) => server))].map((server) => LABELS[server])
  return [
    '# Server benchmark',
    '',
    `\`${options.line}\` on ${new Date().toISOString().slice(0, 10)}, ${minutes.toFixed(0)} minutes.`,
    '',
    `Machine: ${describeMachine()}. ${
      canPin
        ? 'Server on core 0, load generator on core 1, each with all its threads.'
        : 'No `taskset` or a single core: server and load were not kept apart, so CPU figures are rough.'
    }`,
    '',
    `Servers: ${servers.join('; ')}.`,
    '',
    '## How to read it',
    '',
    '- All servers do the same work for the same load generator in the same run, and take turns (A B C, C B A). Compare the',
    '  **ratios**: they are taken within a round. Absolute figures belong to this machine and this hour.',
    '- Ours is the built server with its limits as shipped: every person has a seat of a real workshop, every edit is judged and',
    '  fsynced to SQLite before anybody else sees it. Peers run as shipped; they check nobody and nothing.',
    '- CPU is user and system time of the server process with all its threads, from `/proc`. Latency runs from just before a',
    '  keystroke is written to the network to the moment its frame is read by another person; one process, one clock.',
    '- A run counts only when nothing is missing, nothing was refused, all documents of a team are equal (state vectors and content)',
    '  and a newcomer with an empty document gets everything. The relay remembers nothing, so it has no newcomers.',
    `- “Disturbed”: something else used more than ${DISTURBED_PCT} % of a core meanwhile.`,
    '',
    ...items.flatMap((item) => [
      `## ${item.title}`,
      '',
      `\`npm run bench:server -- --only ${item.name}\``,
      '',
      tableOf(item, runs),
      '',
      ...item.notes.map((note) => `- ${note}`),
      '',
    ]),
    '## What did not count, and what did not run',
    '',
    ...(failed.length === 0 ? ['Every run counted.'] : []),
    ...failed.map(
      ({ item, server, round, faults }) =>
        `- ${item}, ${LABELS[server]}, round ${round}: ${faults.slice(0, 3).join('; ')}`,
    ),
    ...(disturbed.length > 0 ? ['', `${disturbed.length} of ${runs.length} runs were disturbed.`] : []),
    '',
    '- y-sweet, y-redis and Hocuspocus for Rust are not compared: they cannot be installed from npm and run here.',
    '- One machine, loopback, no TLS, no browsers.',
    '',
  ].join('\n')
}
