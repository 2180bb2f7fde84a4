import type { Rejection } from '#shared/domain/rejection.ts'
import type { Locale } from '#shared/domain/state.ts'
import { errorText } from '#shared/protocol/error-text.ts'
import type { WireError, WireErrorCode } from '#shared/protocol/errors.ts'
import type { Result } from '#shared/result.ts'
import { StorageError } from '../storage/ports.ts'

/** Why a request was not served: a rejection of the domain or a wire error, before anybody has put it into words. */
export type Refusal = Rejection | WireRefusal

export interface WireRefusal {
  readonly code: WireErrorCode
  /** English, for programmers */
  readonly detail?: string
}

/** What a room says to a command: the seq of its last event, or why not. */
export type Answer = Result<{ readonly seq: number }, Refusal>

/** What to answer when something was thrown: the disk failed and trying again may help, or it is our bug. */
export function bugOrDisk(error: unknown): WireRefusal {
  return { code: error instanceof StorageError ? 'unavailable' : 'internal' }
}

/** Whether the same asked again may go well, and may have reached the disk this time. */
export function isTransient({ code }: Refusal): boolean {
  return code === 'unavailable' || code === 'damaged' || code === 'internal' || code === 'disk_full'
}

/** The refusal as it goes over the wire, with a sentence for people. */
export function inWords(refusal: Refusal, locale: Locale): WireError {
  return { ...refusal, message: errorText(refusal, locale) }
}

/** The first of our languages in an `Accept-Language` header; Japanese when it names neither. */
export function localeFrom(acceptLanguage: string | undefined): Locale {
  const first = /(?:^|,)\s*(ja|en)\b/i.exec(acceptLanguage ?? '')?.[1]
  return first?.toLowerCase() === 'en' ? 'en' : 'ja'
}
