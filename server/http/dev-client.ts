import type { Server as HttpServer } from 'node:http'
import type { RequestHandler } from 'express'

/** The client straight from its sources, reloading as they change; for `npm run dev` only. */
export interface DevClient {
  readonly handler: RequestHandler
  close(): Promise<void>
}

/** Vite on the server's own port: pages as middleware, hot reload as one more kind of upgrade. */
export async function startDevClient(httpServer: HttpServer): Promise<DevClient> {
  const { createServer } = await import('vite')
  const vite = await createServer({
    appType: 'spa',
    server: { middlewareMode: true, hmr: { server: httpServer } },
  })
  return { handler: vite.middlewares, close: () => vite.close() }
}

/** Whether an upgrade is Vite's own. */
export function isHotReload(protocol: string | undefined): boolean {
  return protocol?.startsWith('vite-') === true
}
