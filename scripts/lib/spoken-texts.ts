import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseAst, type Plugin } from 'vite'

const FOLDER = fileURLToPath(new URL('../../client/i18n/', import.meta.url))
const LOCALES = ['ja', 'en'] as const

/** Areas that come in both languages with the page's own script: what may have to be said before anything else has come. */
const WITH_THE_PAGE = new Set(['common', 'way-in', 'names'])
/** Which words come in one file, by how the names of their areas begin; any other area is a bundle of its own. */
const BUNDLES: Readonly<Record<string, readonly string[]>> = {
  room: ['room', 'board', 'grouping', 'parking', 'composer-hints', 'hidden-writing', 'house-rules'],
  console: ['console'],
  forming: ['forming'],
  plan: ['plan', 'apply-form'],
}

const WORDS = 'virtual:words/'

interface Call {
  readonly name: string
  readonly start: number
  readonly end: number
  /** what is said in each language, in the words of the file */
  readonly said: Readonly<Record<string, string>>
}

/**
 * Builds the client with its texts apart, a file a language (client/i18n/spoken.ts). Each area keeps both languages side by side
 * in its source, where the compiler holds them together.
 */
export function spokenTexts(): Plugin {
  return {
    name: 'yoriai:spoken-texts',
    apply: 'build',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'client',
    resolveId: (id) => (id.startsWith(WORDS) ? `\0${id}` : null),
    load(id) {
      if (id === `${FOLDER}fetchers.ts`) return fetchersCode()
      const [, bundle, locale] = /^\0virtual:words\/([^/]+)\/(\w+)$/.exec(id) ?? []
      if (bundle === undefined || locale === undefined) return null
      return wordsCode(bundle, locale, (file) => this.fs.readFile(file, { encoding: 'utf8' }))
    },
    transform(code, id) {
      const { area, locale } = areaOf(id)
      if (area === null || bundleOf(area) === null) return null
      const calls = callsIn(code)
      if (calls.length === 0) return null
      const written = replaced(code, calls, ({ name, said }) =>
        locale === null
          ? `spoken(${JSON.stringify(bundleOf(area))}, ${JSON.stringify(name)})`
          : `({ ${locale}: ${said[locale] ?? ''} })`,
      )
      if (locale === null) return { code: `import { spoken } from './spoken.ts'\n${written}`, map: null }
      // areas that take words of another take them in the same language
      return { code: written.replaceAll(/(from '\.\/[\w-]+\.ts)'/g, `$1?words=${locale}'`), map: null }
    },
  }
}

function areas(): readonly string[] {
  const found = readdirSync(FOLDER).flatMap((file) => areaOf(FOLDER + file).area ?? [])
  return found.filter((area) => readFileSync(`${FOLDER}${area}.ts`, 'utf8').includes('= catalogue({'))
}

function areaOf(id: string): { readonly area: string | null; readonly locale: string | null } {
  const [path = '', query] = id.split('?')
  const [, area] = (path.startsWith(FOLDER) && /^([\w-]+)\.ts$/.exec(path.slice(FOLDER.length))) || []
  const [, locale] = /^words=(\w+)$/.exec(query ?? '') ?? []
  return { area: area ?? null, locale: locale ?? null }
}

/** `null` for what comes with the page. */
function bundleOf(area: string): string | null {
  if (WITH_THE_PAGE.has(area)) return null
  const begins = (start: string) => area === start || area.startsWith(`${start}-`)
  return Object.keys(BUNDLES).find((bundle) => BUNDLES[bundle]?.some(begins)) ?? area
}

function fetchersCode(): string {
  const bundles = [...new Set(areas().flatMap((area) => bundleOf(area) ?? []))]
  const fetcher = (bundle: string, locale: string) =>
    `${locale}: () => import('${WORDS}${bundle}/${locale}').then((words) => words.default)`
  const lines = bundles.map(
    (bundle) =>
      `${JSON.stringify(bundle)}: { ${LOCALES.map((locale) => fetcher(bundle, locale)).join(', ')} }`,
  )
  return `export const fetchers = { ${lines.join(', ')} }`
}

async function wordsCode(
  bundle: string,
  locale: string,
  read: (file: string) => Promise<string>,
): Promise<string> {
  const imports: string[] = []
  const names: string[] = []
  for (const area of areas().filter((one) => bundleOf(one) === bundle)) {
    const found = callsIn(await read(`${FOLDER}${area}.ts`)).map(({ name }) => name)
    if (found.length > 0)
      imports.push(`import { ${found.join(', ')} } from '${FOLDER}${area}.ts?words=${locale}'`)
    names.push(...found)
  }
  return `${imports.join('\n')}\nexport default { ${names.map((name) => `${name}: ${name}.${locale}`).join(', ')} }`
}

/** Every `export const name = catalogue({ ja: …, en: … })` of a file. */
function callsIn(code: string): readonly Call[] {
  return parseAst(code, { lang: 'ts' }).body.flatMap((statement): readonly Call[] => {
    if (statement.type !== 'ExportNamedDeclaration') return []
    if (statement.declaration?.type !== 'VariableDeclaration') return []
    return statement.declaration.declarations.flatMap(({ id, init }) => {
      if (id.type !== 'Identifier' || init?.type !== 'CallExpression') return []
      if (init.callee.type !== 'Identifier' || init.callee.name !== 'catalogue') return []
      const [texts] = init.arguments
      if (texts?.type !== 'ObjectExpression') throw new Error(`${id.name}: a catalogue is written out`)
      const said = texts.properties.flatMap((property) =>
        property.type === 'Property' && property.key.type === 'Identifier'
          ? [[property.key.name, code.slice(property.value.start, property.value.end)] as const]
          : [],
      )
      return [{ name: id.name, start: init.start, end: init.end, said: Object.fromEntries(said) }]
    })
  })
}

function replaced(code: string, calls: readonly Call[], by: (call: Call) => string): string {
  return calls
    .toReversed()
    .reduce((text, call) => text.slice(0, call.start) + by(call) + text.slice(call.end), code)
}
