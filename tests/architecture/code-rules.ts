import ts from 'typescript'
import { scriptOf, type SourceFile } from './source-files.ts'
import type { Breach } from './import-rules.ts'

/** Something that must not stand in the code of some folders. */
export interface CodeRule {
  readonly name: string
  /** beginnings of paths */
  readonly within: readonly string[]
  readonly except?: readonly string[]
  readonly breaks: (node: ts.Node) => boolean
}

const SHARED_AND_SERVER = ['shared/', 'server/']
const EVERYWHERE = [...SHARED_AND_SERVER, 'client/']

export const CODE_RULES: readonly CodeRule[] = [
  {
    name: 'time and chance come from runtime.ts or ctx',
    within: SHARED_AND_SERVER,
    except: ['server/runtime.ts'],
    breaks: (node) =>
      isCallOf(node, 'Date.now') ||
      isCallOf(node, 'Math.random') ||
      isCallOf(node, 'performance.now') ||
      (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length),
  },
  {
    name: 'timers come from runtime.ts',
    within: SHARED_AND_SERVER,
    except: ['server/runtime.ts'],
    breaks: (node) => isCallOf(node, 'setTimeout') || isCallOf(node, 'setInterval'),
  },
  {
    name: 'no console: what is worth saying goes to the log or to people',
    within: EVERYWHERE,
    breaks: (node) => ts.isPropertyAccessExpression(node) && node.expression.getText() === 'console',
  },
  {
    name: 'no any: unknown at the border, types inside',
    within: SHARED_AND_SERVER,
    breaks: (node) => node.kind === ts.SyntaxKind.AnyKeyword,
  },
  {
    name: 'no default exports: a thing has one name',
    within: EVERYWHERE,
    breaks: (node) =>
      ts.isExportAssignment(node) || (node.kind === ts.SyntaxKind.DefaultKeyword && isExported(node)),
  },
  {
    name: 'S-28 SQL is written out where it is used; what changes comes as a parameter',
    within: ['server/storage/sqlite/'],
    // its steps are constants, and a pragma takes no parameters
    except: ['server/storage/sqlite/migrations.ts'],
    breaks: (node) => {
      const sql = sqlOf(node)
      return sql !== null && !isConstant(sql)
    },
  },
  {
    name: 'no enums: a union of literals says the same',
    within: EVERYWHERE,
    breaks: (node) => ts.isEnumDeclaration(node),
  },
]

function isCallOf(node: ts.Node, callee: string): boolean {
  return ts.isCallExpression(node) && node.expression.getText() === callee
}

/** What a call hands to the database to be read as SQL; a call without it is given something unreadable. */
function sqlOf(node: ts.Node): ts.Node | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null
  const isSql = ['prepare', 'exec', 'pragma'].includes(node.expression.name.text)
  return isSql ? (node.arguments[0] ?? node) : null
}

/** A literal, a constant of the same file that is one, what is put together of such, or a number that was computed. */
function isConstant(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return true
  if (ts.isTemplateExpression(node))
    return node.templateSpans.every(({ expression }) => isConstant(expression))
  if (ts.isBinaryExpression(node)) return isConstant(node.left) && isConstant(node.right)
  if (ts.isCallExpression(node)) return node.expression.getText().startsWith('Math.')
  if (!ts.isIdentifier(node)) return false
  const declared = constantsIn(node.getSourceFile()).filter(({ name }) => name.getText() === node.text)
  return declared.length === 1 && declared.every(({ initializer }) => initializer && isConstant(initializer))
}

/** Every declaration of a variable or parameter that is not a `const` counts as one without an initial value. */
function constantsIn(
  script: ts.SourceFile,
): { readonly name: ts.Node; readonly initializer?: ts.Node | undefined }[] {
  const found: { name: ts.Node; initializer?: ts.Node | undefined }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node)) {
      const isConst = (node.parent.flags & ts.NodeFlags.Const) !== 0
      found.push({ name: node.name, initializer: isConst ? node.initializer : undefined })
    } else if (ts.isParameter(node)) found.push({ name: node.name })
    ts.forEachChild(node, visit)
  }
  visit(script)
  return found
}

function isExported(keyword: ts.Node): boolean {
  return ts.isFunctionDeclaration(keyword.parent) || ts.isClassDeclaration(keyword.parent)
}

/** What the code rules find. */
export function codeBreaches(files: readonly SourceFile[]): Breach[] {
  return files.flatMap((file) => {
    const rules = CODE_RULES.filter(
      ({ within, except = [] }) =>
        within.some((path) => file.path.startsWith(path)) &&
        !except.some((path) => file.path.startsWith(path)),
    )
    const script = scriptOf(file)
    const breaches: Breach[] = []
    const visit = (node: ts.Node): void => {
      for (const rule of rules.filter((rule) => rule.breaks(node))) {
        const line = script.getLineAndCharacterOfPosition(node.getStart()).line + 1
        breaches.push({ where: `${file.path}:${line}`, what: rule.name })
      }
      ts.forEachChild(node, visit)
    }
    visit(script)
    return breaches
  })
}

/** `{@html}` puts text on the page as markup: people's words must never be. */
export function markupBreaches(files: readonly SourceFile[]): Breach[] {
  return files
    .filter(({ path, text }) => path.endsWith('.svelte') && /\{\s*@html\b/.test(text))
    .map(({ path }) => ({ where: path, what: 'no {@html}' }))
}

/** Lines. A file that outgrows them has more than one subject (ARCHITECTURE.md, section 3). */
const LONGEST = { '.ts': 350, '.svelte': 250 }

export function sizeBreaches(files: readonly SourceFile[]): Breach[] {
  return files.flatMap(({ path, text }) => {
    const longest = LONGEST[path.endsWith('.svelte') ? '.svelte' : '.ts']
    const lines = text.replace(/\n$/, '').split('\n').length
    return lines > longest ? [{ where: path, what: `${lines} lines, ${longest} are the limit` }] : []
  })
}
