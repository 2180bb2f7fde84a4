import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { networkOf } from './client-address.ts'

/** Real seconds. */
interface Limit {
  readonly most: number
  readonly within: number
}

/** Guesses per address and minute; above it the answer no longer tells a wrong secret from anything else. */
const MISSES: Limit = { most: 30, within: 60 }
/** People who begin to wait at a guarded door, per address and minute: two large classes that reload once each. */
const KNOCKS: Limit = { most: 120, within: 60 }
const HOUR = 3_600

/** Counts what one network does within a window: only what no class does together. Who holds a valid secret is never counted. */
export interface AddressLimit {
  /** Counts one; `false` when it is one too many. */
  take(address: string | undefined): Promise<boolean>
}

/** Secrets and codes that opened nothing, over HTTP and sockets alike. */
export function missLimit(): AddressLimit {
  return addressLimit(MISSES)
}

/** People who begin to wait at guarded doors; asking again how it stands is not counted. */
export function knockLimit(): AddressLimit {
  return addressLimit(KNOCKS)
}

/** Workshops opened. */
export function openingLimit(perHour: number): AddressLimit {
  return addressLimit({ most: perHour, within: HOUR })
}

function addressLimit({ most, within }: Limit): AddressLimit {
  const limiter = new RateLimiterMemory({ points: most, duration: within })
  return {
    async take(address) {
      try {
        await limiter.consume(networkOf(address ?? 'unknown'))
        return true
      } catch (reason) {
        if (reason instanceof RateLimiterRes) return false
        throw reason
      }
    },
  }
}
