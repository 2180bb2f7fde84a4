import { once } from 'node:events'
import type { Server as HttpServer } from 'node:http'
import type { Config } from './config.ts'

/** Where people look first; nothing depends on it. */
const DEFAULT_PORT = 3000

/** Binds the port: the one asked for, or 3000, or any free one where that is taken. Resolves to the address. */
export async function listen(httpServer: HttpServer, { host, port }: Config): Promise<string> {
  try {
    await bind(httpServer, host, port ?? DEFAULT_PORT)
  } catch (error) {
    if (port !== null || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    await bind(httpServer, host, 0)
  }
  const address = httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return `http://${nameOf(host)}:${address.port}`
}

async function bind(httpServer: HttpServer, host: string, port: number): Promise<void> {
  httpServer.listen(port, host)
  await once(httpServer, 'listening')
}

/** "Every address" is none that a browser can open. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
