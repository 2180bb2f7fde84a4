import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** A rule that shows something only while a pointer rests on it, or near it. */
const SHOWS = /(?:opacity:\s*1|visibility:\s*visible|display:\s*(?!none)[a-z])/
const TOUCH = /@media \((?:hover: none|pointer: coarse)\)/

/** What the rules of a style show on hover and say nothing of for fingers, which rest on nothing. */
function hoverOnly(source: string): readonly string[] {
  const style = source.replace(/\/\*[\s\S]*?\*\//g, '')
  const touch = style.split(TOUCH).slice(1).join('')
  return [...style.matchAll(/([^{}]*:hover[^{}]*)\{([^{}]*)\}/g)]
    .filter(([, , body = '']) => SHOWS.test(body))
    .flatMap(([, selectors = '']) => selectors.split(',').filter((one) => one.includes(':hover')))
    .map((selector) => selector.trim().split(/\s+/).at(-1)?.replace(/:.*$/, '') ?? '')
    .filter((shown) => !touch.includes(`${shown} {`))
}

it('no control is there for a hovering pointer alone', () => {
  const styles = readdirSync('client', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(?:svelte|css)$/.test(file),
  )
  expect(styles.length).toBeGreaterThan(100)
  const found = styles.flatMap((file) =>
    hoverOnly(readFileSync(join('client', file), 'utf8')).map((shown) => `${file}: ${shown}`),
  )
  expect(found).toEqual([])
})

it('a control that is would be found', () => {
  const shown = '.card:hover .pick { opacity: 1; }'
  expect(hoverOnly(shown)).toEqual(['.pick'])
  expect(hoverOnly(`${shown} @media (pointer: coarse) { .pick { opacity: 1; } }`)).toEqual([])
})
