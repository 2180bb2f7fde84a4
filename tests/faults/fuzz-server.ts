import { systemRuntime } from '../../server/runtime.ts'
import { StallMeter, yardstick } from '../support/stall-meter.ts'
import { TestApp } from '../support/server-app.ts'
import { hurriedRuntime } from './fuzz-house.ts'
import type { FuzzQuestion, FuzzReading } from './fuzz-process.ts'

/**
 * A program: the server that fuzzers attack, in a process of its own, so that what is measured of its loop is its own
 * doing. Asked by its parent, it tells what happened since it was asked before.
 */
const wrong: string[] = []
const complain = (line: string) => void (wrong.length < 10 && wrong.push(line.slice(0, 500)))
process.on('unhandledRejection', (error) => complain(`unhandled rejection: ${String(error)}`))
const app = await TestApp.start({
  runtime: process.argv[2] === 'hurried' ? hurriedRuntime() : systemRuntime(),
  logTo: { write: (line) => void (line.includes('"level":50') && complain(`logged as an error: ${line}`)) },
})
const measure = yardstick()
const meter = new StallMeter()
let cpu = process.cpuUsage()
process.on('message', (question: FuzzQuestion) => {
  if (question === 'go') {
    meter.close()
    void app.close().then(() => process.exit(0))
    return
  }
  const { user, system } = process.cpuUsage(cpu)
  const reading: FuzzReading = {
    url: app.url,
    ...meter.read(),
    yardstick: measure,
    cpu: (user + system) / 1e3,
    memory: process.memoryUsage().rss,
    wrong: wrong.splice(0),
  }
  cpu = process.cpuUsage()
  process.send?.(reading)
})
process.on('disconnect', () => process.exit(0))
