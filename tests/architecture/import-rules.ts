import { importsOf, type Import, type SourceFile } from './source-files.ts'

/** Part of the house: files that begin with `path` (the longest that fits), and what they may import of it. */
export interface Area {
  readonly path: string
  /** beginnings of paths; an area may always import itself */
  readonly mayImport: readonly string[]
}

/** `shared`'s own small modules. */
const SMALL = ['result', 'ids', 'time', 'random', 'text'].map((name) => `shared/${name}.ts`)
const PORTS = [
  'server/storage/ports.ts',
  'server/runtime.ts',
  'server/token-bucket.ts',
  'server/address-limit.ts',
  'server/client-address.ts',
  'server/audit.ts',
  'server/origin.ts',
  'server/secret-in.ts',
]
const UI = ['client/ui/', 'client/i18n/']
/** What every screen builds on. */
const SCREEN = [
  'shared/',
  'client/workshop/',
  'client/boards/',
  'client/connection/',
  'client/routes.ts',
  ...UI,
]

/** ARCHITECTURE.md, section 3, as a table. What is not listed may not be imported. */
export const AREAS: readonly Area[] = [
  { path: 'shared/', mayImport: SMALL },
  { path: 'shared/domain/', mayImport: SMALL },
  { path: 'shared/boards/', mayImport: SMALL },
  { path: 'shared/outcome/', mayImport: [...SMALL, 'shared/domain/', 'shared/boards/'] },
  { path: 'shared/rehearsal/', mayImport: [...SMALL, 'shared/domain/', 'shared/boards/'] },
  { path: 'shared/intake/', mayImport: [...SMALL, 'shared/domain/', 'shared/boards/'] },
  { path: 'shared/protocol/', mayImport: [...SMALL, 'shared/domain/'] },

  // The composition root knows everything; only `main.ts` picks adapters.
  { path: 'server/main.ts', mayImport: ['shared/', 'server/'] },
  {
    path: 'server/app.ts',
    mayImport: [
      'shared/',
      'server/config.ts',
      'server/listen.ts',
      'server/http/',
      'server/realtime/',
      'server/rooms/',
      'server/boards/',
      'server/publishing/',
      'server/rehearsal/',
      'server/upkeep/',
      ...PORTS,
    ],
  },
  // Programs of their own beside the server: they open a copy of the data as the server would.
  { path: 'server/operations/', mayImport: ['shared/', 'server/'] },
  { path: 'server/upkeep/', mayImport: ['shared/', ...PORTS] },
  { path: 'server/config.ts', mayImport: ['shared/'] },
  { path: 'server/listen.ts', mayImport: ['shared/', 'server/config.ts'] },
  { path: 'server/runtime.ts', mayImport: ['shared/'] },
  { path: 'server/log.ts', mayImport: [] },
  { path: 'server/audit.ts', mayImport: ['server/runtime.ts', 'server/token-bucket.ts'] },
  { path: 'server/client-address.ts', mayImport: [] },
  { path: 'server/origin.ts', mayImport: [] },
  { path: 'server/secret-in.ts', mayImport: ['shared/', 'server/storage/ports.ts'] },
  { path: 'server/address-limit.ts', mayImport: ['server/client-address.ts'] },
  { path: 'server/token-bucket.ts', mayImport: ['server/runtime.ts'] },
  { path: 'server/rooms/', mayImport: ['shared/', 'server/boards/', ...PORTS] },
  // The ports belong to who needs them: the rooms say what they want of boards, and whose rights boards may ask.
  { path: 'server/boards/', mayImport: ['shared/', 'server/rooms/ports.ts', ...PORTS] },
  {
    path: 'server/realtime/',
    mayImport: ['shared/', 'server/rooms/', 'server/boards/', 'server/publishing/', ...PORTS],
  },
  {
    path: 'server/http/',
    mayImport: [
      'shared/',
      'server/rooms/',
      'server/boards/',
      'server/publishing/',
      'server/config.ts',
      'server/log.ts',
      ...PORTS,
    ],
  },
  { path: 'server/storage/ports.ts', mayImport: ['shared/'] },
  { path: 'server/storage/memory/', mayImport: ['shared/', 'server/storage/ports.ts'] },
  { path: 'server/storage/sqlite/', mayImport: ['shared/', 'server/storage/ports.ts', 'server/runtime.ts'] },

  { path: 'client/styles/', mayImport: [] },
  { path: 'client/ui/', mayImport: ['client/styles/'] },
  // The chosen language is remembered, and what is refused is said in it.
  { path: 'client/i18n/', mayImport: ['shared/', 'client/connection/local-store.ts'] },
  { path: 'client/connection/', mayImport: ['shared/', 'client/i18n/'] },
  { path: 'client/workshop/', mayImport: ['shared/', 'client/connection/', 'client/routes.ts', ...UI] },
  { path: 'client/boards/', mayImport: ['shared/', 'client/connection/', 'client/ui/hue.ts'] },
  // The board is a part that room and console both show; they do not know each other.
  { path: 'client/board/', mayImport: SCREEN },
  { path: 'client/room/', mayImport: [...SCREEN, 'client/board/'] },
  { path: 'client/console/', mayImport: [...SCREEN, 'client/board/'] },
  { path: 'client/plan/', mayImport: SCREEN },
  { path: 'client/forming/', mayImport: SCREEN },
  { path: 'client/people/', mayImport: SCREEN },
  { path: 'client/outcome/', mayImport: SCREEN },
  { path: 'client/community/', mayImport: SCREEN },
  {
    path: 'client/pages/',
    mayImport: [
      ...SCREEN,
      ...['room', 'console', 'plan', 'people', 'forming', 'outcome', 'community'].map(
        (screen) => `client/${screen}/`,
      ),
    ],
  },
  { path: 'client/routes.ts', mayImport: ['shared/'] },
  { path: 'client/App.svelte', mayImport: ['client/pages/', 'client/routes.ts', ...UI] },
  {
    path: 'client/main.ts',
    mayImport: ['shared/', 'client/App.svelte', 'client/routes.ts', 'client/styles/', ...UI],
  },
]

/** Packages that only some may know, so that what they do can be replaced in one place. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'socket.io': ['server/realtime/'],
  'socket.io-client': ['client/connection/'],
  ws: ['server/boards/'],
  'better-sqlite3': ['server/storage/sqlite/'],
  yjs: ['shared/boards/', 'server/boards/', 'client/boards/', 'client/board/'],
  'y-protocols': ['server/boards/', 'client/boards/', 'client/board/'],
  'y-websocket': ['client/boards/', 'client/board/'],
  lib0: ['shared/boards/', 'server/boards/', 'client/boards/'],
  express: ['server/http/', 'server/app.ts'],
  vite: ['server/http/'],
  'csv-parse': ['shared/intake/'],
  'csv-stringify': ['shared/intake/'],
}

/** The only packages `shared` may use: it runs everywhere. */
const PACKAGES_OF_SHARED = ['valibot', 'yjs', 'lib0', 'csv-parse', 'csv-stringify']

/** Loaded by `npm run dev` only, so it need not be there in production. */
const DEVELOPMENT_ONLY = ['vite']

export interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

export interface Breach {
  readonly where: string
  readonly what: string
}

function areaOf(path: string, areas: readonly Area[]): Area | null {
  const fitting = areas.filter((area) => path.startsWith(area.path))
  return fitting.reduce<Area | null>(
    (best, area) => (best === null || area.path.length > best.path.length ? area : best),
    null,
  )
}

/** Every import that the tables do not allow. */
export function importBreaches(files: readonly SourceFile[], manifest: Manifest): Breach[] {
  return files.flatMap((file) => {
    const area = areaOf(file.path, AREAS)
    if (area === null) return [{ where: file.path, what: 'belongs to no area of import-rules.ts' }]
    return importsOf(file).flatMap((one) => {
      const what =
        'file' in one.to ? fileBreach(area, one.to.file) : packageBreach(one, one.to.package, manifest)
      return what === null ? [] : [{ where: `${one.from}:${one.line}`, what }]
    })
  })
}

function fileBreach(area: Area, file: string): string | null {
  const isOwn = areaOf(file, AREAS) === area
  return isOwn || area.mayImport.some((path) => file.startsWith(path))
    ? null
    : `${area.path} must not know ${file}`
}

function packageBreach(
  { from }: Import,
  name: string,
  { dependencies, devDependencies }: Manifest,
): string | null {
  const owners = PACKAGES[name]
  if (from.startsWith('shared/') && !PACKAGES_OF_SHARED.includes(name)) return `shared must not know ${name}`
  if (from.startsWith('client/') && name.startsWith('node:')) return `a browser has no ${name}`
  if (owners !== undefined && !owners.some((path) => from.startsWith(path))) {
    return `only ${owners.join(' and ')} may know ${name}`
  }
  if (name.startsWith('node:') || name in dependencies) return null
  // The client is bundled; what the server imports must be there when it runs.
  const bundled = from.startsWith('client/') || DEVELOPMENT_ONLY.includes(name)
  return bundled && name in devDependencies ? null : `${name} is not in the package.json's dependencies`
}
