import type { Request, Response } from 'express'
import type { Grant } from '../storage/ports.ts'
import type { Config } from '../config.ts'
import { cookieOf } from '../secret-in.ts'

/** As long as somebody may want to come back to look at the outcome. */
const THIRTY_DAYS = 30 * 24 * 60 * 60 * 1000

/** Keeps a secret in this browser, out of reach of scripts and of other sites' requests. */
export function keepSecret(config: Config, req: Request, res: Response, grant: Grant, secret: string): void {
  res.cookie(cookieOf(grant), secret, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    maxAge: THIRTY_DAYS,
    secure: req.secure || config.publicUrl?.startsWith('https:') === true,
  })
}
