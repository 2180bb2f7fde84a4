import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { normaliseCode } from '#shared/ids.ts'
import { graphemeCount, hasAtMost, LIMITS, normaliseLine, normaliseText } from '#shared/text.ts'
import { localeFrom } from '../../server/rooms/refusal.ts'
import { secretIn } from '../../server/secret-in.ts'
import { clientAddress, networkOf } from '../../server/client-address.ts'
import { person, refused, Story, SYSTEM } from '../support/domain-builder.ts'

const take = (name: string) =>
  Story.planning().ask(SYSTEM, { type: 'seat.take', participantId: person('aoi'), name })

describe('S-31 names', () => {
  it.each([
    ['right-to-left override', 'Ada\u202egnp.exe', 'Adagnp.exe'],
    ['isolates and marks', '\u2066Ada\u2069\u200e\u200f\u061c', 'Ada'],
    ['zero width', 'A\u200bd\u200ca\u200d\ufeff', 'Ada'],
    ['zero width between kanji', '青\u200d木', '青木'],
    ['word joiner and soft hyphen', 'A\u2060d\u00ada', 'Ada'],
    ['fillers', '\u3164A\uffa0\u115f', 'A'],
    ['decomposed', 'か\u3099', 'が'],
    ['line breaks', 'Ada\n\u0085Facilitator', 'Ada Facilitator'],
  ])('S-31 are shown without tricks: %s', (_, typed, shown) => {
    expect(normaliseLine(typed)).toBe(shown)
  })

  it('S-31 keep what joins on purpose: families, flags, and scripts that need joiners', () => {
    for (const name of ['👨‍👩‍👧‍👦', '🏳️‍🌈', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'می‌خواهم', 'क्‍ष', '葛󠄀', 'ตัวอย่าง', 'Tiếng Việt'])
      expect(normaliseLine(name)).toBe(name.normalize('NFC'))
  })

  it('S-31 have 1 to 40 characters as people count them, and bounded bytes', () => {
    expect(take('👨‍👩‍👧‍👦'.repeat(40)).ok).toBe(true)
    for (const name of ['', ' ', '\u200b\u2060', '\u3164', '\u202e', 'あ'.repeat(41)])
      expect(take(name)).toEqual(refused('name_invalid', { limit: LIMITS.name }))
    // a tower of marks is cut to what a script can mean
    expect(normaliseLine(`Z${'\u0301\u0323'.repeat(500)}`).length).toBeLessThan(10)
    expect(hasAtMost('👩‍'.repeat(5_000), 40)).toBe(false)
  })

  it('S-31 a role is a badge: no name gives it, whatever it says', () => {
    const story = Story.planning().given(SYSTEM, {
      type: 'seat.take',
      participantId: person('aoi'),
      name: 'ファシリテーター',
      consent: true,
    })
    expect(story.state.participants[0]).toMatchObject({ facilitator: false, name: null })
    const sources = ['client/room/MemberList.svelte', 'client/console/teams/PersonMenu.svelte'].map((path) =>
      readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'),
    )
    for (const source of sources) expect(source).not.toMatch(/name\s*===|\.name\.(includes|startsWith)/)
  })
})

describe('S-30 text from people costs linear time', () => {
  const UNITS = [
    ' ',
    'a',
    '\u200d',
    '\u0301',
    '青\u200d',
    '👨‍',
    'https://',
    '\\',
    '-',
    ';',
    ',',
    '= ',
    'ja,',
    'Bearer ',
    '::',
    ':1',
    '\n',
    '\r',
    '\u2028',
  ]
  const WORK: Readonly<Record<string, (text: string) => unknown>> = {
    normaliseLine,
    normaliseText,
    graphemeCount,
    normaliseCode,
    localeFrom,
    bearer: (text) => secretIn({ authorization: `Bearer ${text}` }, 'w' as never),
    cookie: (text) => secretIn({ cookie: text }, 'w' as never),
    networkOf,
    forwarded: (text) => clientAddress({ headers: { 'x-forwarded-for': text }, socket: {} } as never, 1),
  }

  it.each(Object.keys(WORK))(
    'S-30 %s: four times the text is about four times the work, for the worst 64 KB',
    (name) => {
      const work = WORK[name]!
      const time = (text: string) => {
        let best = Infinity
        for (let round = 0; round < 3; round++) {
          const began = process.cpuUsage()
          work(text)
          const { user, system } = process.cpuUsage(began)
          best = Math.min(best, (user + system) / 1_000)
        }
        return best
      }
      for (const unit of UNITS) {
        const text = `x${unit.repeat(Math.floor(LIMITS.message / unit.length))}!`
        time(text)
        const whole = time(text)
        const quarter = time(text.slice(0, text.length / 4))
        // quadratic work would be sixteen times as much; below 20 ms nobody is hurt whatever the ratio
        expect(
          whole < 20 || whole < 10 * quarter,
          `${name} on ${JSON.stringify(unit)}: ${whole} ms, ${quarter} ms`,
        ).toBe(true)
      }
    },
  )
})

describe('S-38 what is built on', () => {
  /** The first versions without the advisory named beside them. */
  const FIXED: Readonly<Record<string, readonly [version: string, advisory: string]>> = {
    'socket.io': ['4.6.2', 'CVE-2024-38355'],
    'socket.io-parser': ['4.2.3', 'CVE-2023-32695'],
    'engine.io': ['6.4.2', 'CVE-2022-41940, CVE-2023-31125'],
    ws: ['8.17.1', 'CVE-2024-37890'],
    express: ['5.0.0', 'CVE-2024-43796'],
    'path-to-regexp': ['8.0.0', 'CVE-2024-45296'],
    'body-parser': ['2.0.0', 'CVE-2024-45590'],
    cookie: ['0.7.0', 'CVE-2024-47764'],
  }
  const root = new URL('../../', import.meta.url)
  const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
    packages: Record<string, { version?: string; integrity?: string; dev?: boolean; link?: boolean }>
  }
  const order = (version: string) => version.split('-')[0]!.split('.').map(Number)
  const isAtLeast = (version: string, least: string) => {
    const [a, b] = [order(version), order(least)]
    for (let at = 0; at < 3; at++) if (a[at] !== b[at]) return (a[at] ?? 0) > (b[at] ?? 0)
    return true
  }

  it('S-38 every version is pinned, and every package in the lockfile carries its checksum', () => {
    const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
      dependencies: Record<string, string>
      devDependencies: Record<string, string>
    }
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
    const bare = Object.entries(lock.packages).filter(
      ([path, { integrity, link }]) => path !== '' && !link && !integrity,
    )
    expect(bare.map(([path]) => path)).toEqual([])
  })

  it.each(Object.entries(FIXED))('S-38 %s is past its known advisory', (name, [least, advisory]) => {
    const found = Object.entries(lock.packages).filter(([path]) => path.endsWith(`node_modules/${name}`))
    expect(found.length).toBeGreaterThan(0)
    for (const [path, { version }] of found)
      expect(isAtLeast(version!, least), `${path} ${version} (${advisory})`).toBe(true)
    expect([isAtLeast('4.6.1', '4.6.2'), isAtLeast('4.10.0', '4.9.9')]).toEqual([false, true])
  })
})
