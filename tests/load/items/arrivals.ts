import { launchOurs } from '../contestants.ts'
import { memoryOf, meter } from '../machine.ts'
import { spread, type Bench, type Item, type Measured } from '../results.ts'
import { ServerProcess } from '../server-process.ts'
import { sleep } from '../stage/lanes.ts'
import { ask, seatPeople } from '../stage/workshop.ts'
import { SocketIoLink } from '../wire/socket-io-link.ts'

interface Arrival {
  /** ms from opening the page's link to the state of the room */
  took: number | null
  messages: number
  bytes: number
}

/** People with the link come in: look the code up, take a seat, connect, and get the state of the room. */
async function arrive(bench: Bench): Promise<Measured> {
  const people = bench.quick ? 60 : 300
  const withinMs = bench.quick ? 2_000 : 10_000
  const dir = bench.stages.folder()
  const server = await ServerProcess.start((port) =>
    launchOurs(dir, port, { probe: true, profile: bench.profile }),
  )
  const links: SocketIoLink[] = []
  try {
    const { port } = server
    const { workshopId, code } = await seatPeople(port, 1)
    await sleep(1_000)
    const before = memoryOf(server.pid).now
    await server.ask()
    const arrivals: Arrival[] = []
    const faults: string[] = []
    const comeIn = async (index: number) => {
      const arrival: Arrival = { took: null, messages: 0, bytes: 0 }
      arrivals.push(arrival)
      const start = performance.now()
      await ask(port, `/api/workshops/by-code/${code}`)
      const { seatToken } = await ask<{ seatToken: string }>(port, `/api/workshops/${workshopId}/seats`, {
        body: { name: `来た人 ${index}` },
      })
      const onEvent = (packet: string) => {
        arrival.messages++
        arrival.bytes += packet.length
        if (packet.startsWith('["workshop:snapshot"')) arrival.took ??= performance.now() - start
      }
      links.push(new SocketIoLink({ port, query: { w: workshopId }, auth: { token: seatToken }, onEvent }))
      await links.at(-1)?.joined
    }
    const measure = meter(server.pid)
    const comings: Promise<void>[] = []
    for (let index = 0; index < people; index++) {
      comings.push(comeIn(index).catch((error: unknown) => void faults.push(String(error))))
      await sleep(withinMs / people)
    }
    await Promise.all(comings)
    const usage = measure()
    const loop = await server.ask()
    await sleep(1_000)
    const took = arrivals.flatMap((arrival) => arrival.took ?? [])
    if (took.length < people)
      faults.push(`${people - took.length} of ${people} never got the state of the room`)
    const { p50, p95, max } = spread(took)
    const sum = (pick: (arrival: Arrival) => number) => arrivals.reduce((total, one) => total + pick(one), 0)
    return {
      values: {
        people,
        p50,
        p95,
        max,
        loopP99: loop.p99,
        loopMax: loop.max,
        serverPct: usage.serverPct,
        messages: sum(({ messages }) => messages) / people,
        kilobytes: sum(({ bytes }) => bytes) / people / 1_024,
        kbPerPerson: (1_024 * (memoryOf(server.pid).now - before)) / people,
      },
      faults,
      foreignPct: usage.foreignPct,
    }
  } finally {
    for (const link of links) link.close()
    await server.stop()
    bench.stages.drop(dir)
  }
}

export const arrivals: Item = {
  name: 'arrivals',
  title: 'Arrivals: 300 people join one workshop in 10 s',
  servers: ['ours'],
  rounds: 2,
  columns: [
    { key: 'people', title: 'people', digits: 0 },
    { key: 'p50', title: 'in the room p50 ms', digits: 0 },
    { key: 'p95', title: 'p95 ms', digits: 0 },
    { key: 'max', title: 'max ms', digits: 0 },
    { key: 'loopP99', title: 'event-loop delay p99 ms', digits: 1 },
    { key: 'loopMax', title: 'max ms', digits: 0 },
    { key: 'serverPct', title: 'server CPU %', digits: 0 },
    { key: 'messages', title: 'messages a person', digits: 0 },
    { key: 'kilobytes', title: 'KB a person received', digits: 0 },
    { key: 'kbPerPerson', title: 'memory KB/person', digits: 0 },
  ],
  notes: [
    'In the room: code looked up, seat taken over HTTP, Socket.IO connected, state received. The delay is measured inside the server',
    '(`perf_hooks`, 1 ms resolution, so 1 ms is its floor).',
  ],
  run: async (_, bench) => [await arrive(bench)],
}
