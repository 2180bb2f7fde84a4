import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { SeededBug } from './seeded-bugs.ts'

type Part = SeededBug['caughtBy']

export interface PartReport {
  readonly passed: number
  /** titles of the tests that failed */
  readonly failed: readonly string[]
  /** the end of what was printed, for when it went wrong otherwise */
  readonly output: string
}

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')

/** Runs parts of the suite in a process of its own, with a bug or (`null`) without any. */
export async function runParts(parts: readonly Part[], bug: string | null): Promise<PartReport> {
  const dir = mkdtempSync(join(tmpdir(), 'yoriai-seeded-'))
  const report = join(dir, 'report.json')
  const projects = [...new Set(parts.map(({ project }) => project))].flatMap((name) => ['--project', name])
  const files = [...new Set(parts.map(({ file }) => file))]
  const titles = parts.map(({ test }) => test.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
  const args = ['run', ...projects, ...files, '-t', titles, '--reporter=json', `--outputFile=${report}`]
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')))
  const child = spawn(process.execPath, [vitest, ...args], {
    env: { ...env, SEED: '20310517', SEEDED_BUG: bug ?? '' },
  })
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += data.toString()))
  child.stderr.on('data', (data: Buffer) => (output += data.toString()))
  try {
    await once(child, 'exit')
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      testResults: { assertionResults: { status: string; fullName: string }[] }[]
    }
    const results = testResults.flatMap(({ assertionResults }) => assertionResults)
    return {
      passed: results.filter(({ status }) => status === 'passed').length,
      failed: results.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
      output: output.slice(-2_000),
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
