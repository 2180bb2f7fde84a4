import type { IncomingMessage } from 'node:http'
import { isIPv4, isIPv6 } from 'node:net'

/**
 * Where a request comes from. `X-Forwarded-For` is anybody's to write, so only as many entries are believed, from the
 * right, as there are proxies of our own in front (`TRUST_PROXY`); without any it is not read at all.
 */
export function clientAddress({ headers, socket }: IncomingMessage, proxies: number): string {
  const told = String(headers['x-forwarded-for'] ?? '').split(',')
  const hops = [...told.map((one) => one.trim()).filter(Boolean), socket.remoteAddress ?? 'unknown'].reverse()
  return hops[Math.min(proxies, hops.length - 1)] ?? 'unknown'
}

/** What limits count by: an IPv4 address, or the /64 of an IPv6 address, which is one household or one server. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined && isIPv4(mapped)) return mapped
  if (!isIPv6(address)) return address
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':'))
  const left = groups(head)
  const right = groups(tail ?? '')
  // An address that ends in dotted form fills two groups; they are beyond the first four anyway.
  const width = [...left, ...right].reduce((sum, group) => sum + (group.includes('.') ? 2 : 1), 0)
  const whole =
    tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - width)).fill('0'), ...right]
  return `${whole
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
