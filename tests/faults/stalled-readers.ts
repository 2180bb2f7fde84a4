import { readFileSync } from 'node:fs'
import { Crew } from '../support/fault-crew.ts'
import { FaultJournal, percentile } from '../support/fault-journal.ts'
import { holdsWithin, judgeBoards, pause } from '../support/fault-reader.ts'
import { startStaged } from '../support/fault-stage.ts'
import type { Trial } from './trial.ts'

const STALLED = 5
const MEMBERS = 30
/** Who fills the line, and how much a second: 25 people see 10 × 5 × 4.5 KB. */
const FILLERS = 10
const FILLS = 5
const LETTERS = 1_500
const CUT_WITHIN = 60_000
/** The server's memory may grow by so much, garbage included. */
const MEMORY = 200 * 1024 * 1024
const MB = 1024 * 1024

/** G-16. Some take nothing off the line any more and stay connected; everybody else goes on. `count` times. */
export const stalledReaders: Trial = {
  name: 'stalled-readers',
  promise: 'who does not read is cut before it costs the others anything, and comes back in sync',
  async run({ count, seed }) {
    const journal = new FaultJournal()
    const { server, stage } = await startStaged({ teams: 1, members: MEMBERS, cards: 6 })
    const crew = new Crew({ base: () => server.url, stage, journal, seed, pace: 1 })
    const stalled = crew.typists.slice(0, STALLED)
    const others = crew.typists.slice(STALLED)
    const failures: string[] = []
    let cutAfter = 0
    let grown = 0
    let before: readonly number[] = []
    let during: readonly number[] = []
    try {
      await crew.allLive(30_000)
      for (let time = 1; time <= count && failures.length === 0; time++) {
        const at = `seed ${seed}, time ${time}`
        crew.start(others)
        const fillers = others.slice(0, FILLERS)
        const filling = setInterval(() => fillers.forEach((typist) => typist.fill(LETTERS)), 1_000 / FILLS)
        await pause(2_000)
        before = journal.latencies.splice(0)
        const memory = server.memory
        const ports = stalled.map(({ localPort }) => localPort ?? 0)
        for (const typist of stalled) typist.stall()
        const began = performance.now()
        const cut = await holdsWithin(CUT_WITHIN, () => {
          grown = Math.max(grown, server.memory - memory)
          return ports.every((port) => !isEstablished(server.port, port))
        })
        cutAfter = Math.max(cutAfter, performance.now() - began)
        if (!cut) failures.push(`${at}: somebody who does not read was not cut within ${CUT_WITHIN} ms`)
        clearInterval(filling)
        during = journal.latencies.splice(0)
        if (others.some(({ live }) => !live)) failures.push(`${at}: somebody who reads was cut`)
        for (const typist of stalled) typist.resume()
        const wrong = [...(await crew.settle(server.url, 30_000)), ...journal.refusals]
        failures.push(...wrong.map((one) => `${at}: ${one}`))
      }
      if (grown > MEMORY) failures.push(`seed ${seed}: memory grew by ${Math.round(grown / MB)} MB`)
      crew.survey()
      crew.hold()
      await server.kill()
      await server.start()
      failures.push(...(await judgeBoards(server.url, stage, journal)).map((one) => `seed ${seed}: ${one}`))
    } finally {
      crew.close()
      await server.close()
    }
    return {
      trials: count * STALLED,
      failures,
      figures: {
        'cut after, slowest, ms': Math.round(cutAfter),
        'memory grown, MB': Math.round(grown / MB),
        'others typed to seen p95 before, ms': Math.round(percentile(before, 0.95)),
        'others typed to seen p95 meanwhile, ms': Math.round(percentile(during, 0.95)),
      },
    }
  },
}

/** Whether the server's side of a connection is still up (Linux): column 2 is local, 3 remote, 4 the state, 01 established. */
function isEstablished(serverPort: number, clientPort: number): boolean {
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0')
  const files = ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFileSync(file, 'utf8'))
  return files
    .flatMap((text) => text.split('\n'))
    .some((line) => {
      const [, local = '', remote = '', state] = line.trim().split(/\s+/)
      return local.endsWith(`:${hex(serverPort)}`) && remote.endsWith(`:${hex(clientPort)}`) && state === '01'
    })
}
