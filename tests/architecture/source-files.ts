import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { posix } from 'node:path'
import ts from 'typescript'

const root = fileURLToPath(new URL('../../', import.meta.url))

export interface SourceFile {
  /** from the project's root, with forward slashes: `server/rooms/room.ts` */
  readonly path: string
  readonly text: string
}

/** Every `.ts` and `.svelte` file under a top-level folder. */
export function sourceFiles(...folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name))
      .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(root.length))
      .map((path) => ({ path, text: readFileSync(root + path, 'utf8') })),
  )
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(root + path, 'utf8'))
}

/** The TypeScript of a file: all of it, or what stands in a component's `<script>` blocks, at its own lines. */
export function scriptOf({ path, text }: SourceFile): ts.SourceFile {
  return ts.createSourceFile(
    path,
    path.endsWith('.svelte') ? onlyScripts(text) : text,
    ts.ScriptTarget.ESNext,
    true,
  )
}

/** Blanks instead of markup keep every line number as it is. */
function onlyScripts(component: string): string {
  let code = ''
  for (const match of component.matchAll(/(?<open><script\b[^>]*>)(?<script>[\s\S]*?)<\/script>/g)) {
    const { open = '', script = '' } = match.groups ?? {}
    const start = match.index + open.length
    code += blanked(component.slice(code.length, start)) + script
  }
  return code
}

function blanked(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}

export interface Import {
  readonly from: string
  readonly line: number
  /** a file of the project (`shared/ids.ts`), or a package's name (`yjs`, `node:fs`) */
  readonly to: { readonly file: string } | { readonly package: string }
}

/** What a file imports: types too, and what it imports at run time with `import()`. */
export function importsOf(file: SourceFile): Import[] {
  const script = scriptOf(file)
  const found: Import[] = []
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier !== null) {
      const line = script.getLineAndCharacterOfPosition(specifier.getStart()).line + 1
      found.push({ from: file.path, line, to: resolved(file.path, specifier.text) })
    }
    ts.forEachChild(node, visit)
  }
  visit(script)
  return found
}

function specifierOf(node: ts.Node): ts.StringLiteralLike | null {
  const candidate =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
        ? node.arguments[0]
        : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
          ? node.argument.literal
          : undefined
  return candidate !== undefined && ts.isStringLiteralLike(candidate) ? candidate : null
}

function resolved(from: string, specifier: string): Import['to'] {
  if (specifier.startsWith('#shared/')) return { file: specifier.slice(1) }
  if (specifier.startsWith('.')) return { file: posix.join(posix.dirname(from), specifier) }
  if (specifier.startsWith('node:')) return { package: specifier }
  const [scopeOrName = '', name = ''] = specifier.split('/')
  return { package: specifier.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName }
}
