import { err, ok, type Result } from '#shared/result.ts'
import type { WireError } from '#shared/protocol/errors.ts'
import { AS_HEADER, OWN_PAGE_HEADER } from '#shared/protocol/http.ts'
import { commonText } from '../i18n/common.ts'
import { language, pick } from '../i18n/language.svelte.ts'

/** Which of a browser's two secrets is meant. */
export type As = 'participant' | 'facilitator'

export interface Request {
  readonly as?: As
  readonly signal?: AbortSignal
}

/** Reads JSON from the server. A refusal and an unreachable server are both values; it never throws. */
export function getJson<T>(path: string, request: Request = {}): Promise<Result<T, WireError>> {
  return ask<T>(path, { method: 'GET', ...options(request) })
}

/** Sends JSON and reads the answer. The body's type is the caller's promise (`shared/protocol/http.ts`). */
export function postJson<T>(
  path: string,
  body: unknown,
  request: Request = {},
): Promise<Result<T, WireError>> {
  return sendJson<T>('POST', path, body, request)
}

/** The same, for what changes a part of something. */
export function patchJson<T>(path: string, body: unknown): Promise<Result<T, WireError>> {
  return sendJson<T>('PATCH', path, body, {})
}

function sendJson<T>(
  method: 'POST' | 'PATCH',
  path: string,
  body: unknown,
  request: Request,
): Promise<Result<T, WireError>> {
  const { headers, ...rest } = options(request)
  return ask<T>(path, {
    method,
    body: JSON.stringify(body),
    headers: { ...headers, 'content-type': 'application/json', [OWN_PAGE_HEADER]: '1' },
    ...rest,
  })
}

function options({ as, signal }: Request) {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language.current }
  if (as) headers[AS_HEADER] = as
  return { headers, ...(signal ? { signal } : {}) }
}

async function ask<T>(path: string, init: RequestInit): Promise<Result<T, WireError>> {
  try {
    const response = await fetch(path, { credentials: 'same-origin', ...init })
    const body: unknown = await response.json()
    // the server is our own and of this version, so a good answer has the type the caller names
    if (response.ok) return ok(body as T)
    return err(wireErrorIn(body) ?? unreachable())
  } catch {
    return err(unreachable())
  }
}

function wireErrorIn(body: unknown): WireError | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null
  const { error } = body
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) return null
  return error as WireError
}

/** What a person is told when no answer came, or one that is not ours (a proxy's page). */
export function unreachable(): WireError {
  return { code: 'unavailable', message: pick(commonText).unreachable }
}
