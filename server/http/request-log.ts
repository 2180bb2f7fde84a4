import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import { roomMark } from '../log.ts'

/**
 * One line a request to the interface: method, path, status, time. Never a query, a header, an address or a body; a
 * workshop is called by its mark, and a room code, which lets people in, not at all.
 */
export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, path: pathIn(url) }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
    customLogLevel: (_req, res, error) => {
      if (error || res.statusCode >= 500) return 'error'
      return res.statusCode >= 400 ? 'info' : 'debug'
    },
  })
}

function pathIn(url: string): string {
  const [, api = '', area = '', which, ...rest] = (url.split('?', 1)[0] ?? '').split('/')
  const ours = area === 'workshops' || area === 'communities'
  if (api !== 'api' || !ours || which === undefined) return `/${api}/…`
  if (which === 'by-code') return '/api/workshops/by-code/…'
  return [`/api/${area}`, roomMark(which), ...rest.slice(0, 1)].join('/')
}
