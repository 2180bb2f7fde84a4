import type { Rejection } from '../domain/rejection.ts'

/** The client spoke wrongly, too fast, or without the right to. Rejections of the domain travel in the same shape. */
export const WIRE_ERROR_CODES = [
  'malformed',
  'too_large',
  'too_fast',
  'unauthorised',
  'elsewhere',
  'knocks_full',
  'forbidden',
  'workshop_unknown',
  'code_unknown',
  'community_unknown',
  'earlier_unknown',
  'not_one_person',
  'not_found',
  'generation_changed',
  'unavailable',
  'damaged',
  'disk_full',
  'internal',
] as const
export type WireErrorCode = (typeof WIRE_ERROR_CODES)[number]

/** What every refusal looks like on the wire; `message` is a sentence for people in their language. */
export type WireError = (Rejection | { readonly code: WireErrorCode; readonly detail?: string }) & {
  readonly message: string
}
export type ErrorCode = WireError['code']
