import { EVENT_SERVERS, launchEvents, launchOurs, type EventServer } from '../contestants.ts'
import { memoryOf, meter } from '../machine.ts'
import { median, spread, type Bench, type Item, type Measured } from '../results.ts'
import { ServerProcess } from '../server-process.ts'
import { inLanes, sleep } from '../stage/lanes.ts'
import { command, seatPeople } from '../stage/workshop.ts'
import { SocketIoLink } from '../wire/socket-io-link.ts'
import { ThinSocket } from '../wire/thin-socket.ts'

const LANES = 20
/** a workshop's seats; beyond them people have a second and a third tab open */
const SEATS = 500
const PATIENCE_MS = 10_000
/** Between two events, so that each is alone; below our limit of 10 commands a second. */
const PAUSE_MS = 150
const MARK = 'announcement.made'
const TEXT = '残り5分です。まとめに入りましょう'

interface Audience {
  /** makes one event happen */
  readonly speak: (turn: number) => void
  readonly close: () => void
}

/** One event to `count` sockets, some dozen times: when the last has it, and what it costs. */
async function fanOut(name: EventServer, count: number, bench: Bench): Promise<Measured> {
  const events = bench.quick ? 8 : 20
  const dir = bench.stages.folder()
  const server = await ServerProcess.start((port) =>
    name === 'ours' ? launchOurs(dir, port, { profile: bench.profile }) : launchEvents(name, port),
  )
  try {
    let arrivals: number[] = []
    const before = { rss: 0 }
    const ready = () => (before.rss = memoryOf(server.pid).now)
    const heard = () => arrivals.push(performance.now())
    const audience = await gather(name, server.port, count, ready, heard)
    await sleep(1_500)
    const kbPerSocket = (1_024 * (memoryOf(server.pid).now - before.rss)) / count
    const all: number[] = []
    const lasts: number[] = []
    const faults: string[] = []
    const measure = meter(server.pid)
    for (let turn = 0; turn < events; turn++) {
      arrivals = []
      const start = performance.now()
      audience.speak(turn)
      while (arrivals.length < count && performance.now() - start < PATIENCE_MS) await sleep(2)
      if (arrivals.length !== count) faults.push(`event ${turn}: ${arrivals.length} of ${count} received it`)
      const took = arrivals.map((at) => at - start)
      all.push(...took)
      lasts.push(Math.max(...took))
      await sleep(PAUSE_MS)
    }
    const usage = measure()
    audience.close()
    const { p50, p99 } = spread(all)
    return {
      variant: `${count}`,
      values: {
        p50,
        p99,
        last: median(lasts),
        worst: Math.max(...lasts),
        cpu: (1_000 * usage.serverMs) / (events * count),
        kbPerSocket,
      },
      faults,
      foreignPct: usage.foreignPct,
    }
  } finally {
    await server.stop()
    bench.stages.drop(dir)
  }
}

function gather(
  name: EventServer,
  port: number,
  count: number,
  ready: () => void,
  heard: () => void,
): Promise<Audience> {
  switch (name) {
    case 'ours':
      return gatherOurs(port, count, ready, heard)
    case 'socket-io':
      return gatherSocketIo(port, count, ready, heard)
    case 'ws':
      return gatherWs(port, count, ready, heard)
  }
}

async function gatherOurs(
  port: number,
  count: number,
  ready: () => void,
  heard: () => void,
): Promise<Audience> {
  const { workshopId, facilitatorToken, seats } = await seatPeople(port, Math.min(count, SEATS))
  await command(port, workshopId, facilitatorToken, { type: 'agenda.open' })
  ready()
  const links: SocketIoLink[] = []
  const join = async (token: string, onEvent?: (packet: string) => void) => {
    const link = new SocketIoLink({
      port,
      query: { w: workshopId },
      auth: { token },
      ...(onEvent ? { onEvent } : {}),
    })
    links.push(link)
    await link.joined
    return link
  }
  const facilitator = await join(facilitatorToken)
  await inLanes(count, LANES, async (index) => {
    await join(seats[index % seats.length]?.token ?? '', (packet) => packet.includes(MARK) && heard())
  })
  return {
    // No acknowledgement is asked for: the event itself tells.
    speak: (turn) =>
      facilitator.emit('workshop:command', {
        commandId: `announce-${turn}`,
        command: { type: 'announce', text: `${TEXT} ${turn}` },
      }),
    close: () => links.forEach((link) => link.close()),
  }
}

/** What ours says, so that the peers carry as many bytes. */
function message(turn: number): object {
  const event = { type: MARK, id: 'xxxxxxxxxxxxxxxxxxxxxx', text: `${TEXT} ${turn}`, at: Date.now() }
  return { seq: 1_000 + turn, events: [event] }
}

async function gatherSocketIo(
  port: number,
  count: number,
  ready: () => void,
  heard: () => void,
): Promise<Audience> {
  ready()
  const links: SocketIoLink[] = []
  await inLanes(count, LANES, async () => {
    const link = new SocketIoLink({ port, onEvent: (packet) => packet.includes(MARK) && heard() })
    links.push(link)
    await link.joined
  })
  return {
    speak: (turn) => links[0]?.emit('say', message(turn)),
    close: () => links.forEach((link) => link.close()),
  }
}

async function gatherWs(
  port: number,
  count: number,
  ready: () => void,
  heard: () => void,
): Promise<Audience> {
  ready()
  const sockets: ThinSocket[] = []
  await inLanes(count, LANES, async () => {
    const onMessage = (payload: Buffer) => payload.includes(MARK) && heard()
    const socket = new ThinSocket({ port, path: '/', onMessage })
    sockets.push(socket)
    await socket.opened
  })
  return {
    speak: (turn) => sockets[0]?.sendText(JSON.stringify(message(turn))),
    close: () => sockets.forEach((socket) => socket.close()),
  }
}

export const fanOutItem: Item = {
  name: 'fan-out',
  title: 'One event to 200, 1,000 and 2,000 sockets',
  servers: EVENT_SERVERS,
  rounds: 2,
  columns: [
    { key: 'p50', title: 'p50 ms', digits: 1 },
    { key: 'p99', title: 'p99 ms', digits: 1 },
    { key: 'last', title: 'last received ms', digits: 1, ratioTo: ['socket-io', 'ws'] },
    { key: 'worst', title: 'worst last ms', digits: 0 },
    { key: 'cpu', title: 'CPU µs/socket', digits: 1, ratioTo: ['socket-io'] },
    { key: 'kbPerSocket', title: 'KB/socket', digits: 0 },
  ],
  notes: [
    'From the sender’s message to each receipt: the load generator’s own reading is in it. Ours is a facilitator’s announcement: it is',
    'decided, written and fsynced before anybody hears of it; the others pass a message on.',
  ],
  run: async (server, bench) => {
    const results: Measured[] = []
    for (const count of bench.quick ? [100] : [200, 1_000, 2_000])
      results.push(await fanOut(server as EventServer, count, bench))
    return results
  },
}
