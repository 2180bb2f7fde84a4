import { graphemeCount } from '../../text.ts'
import { folded, searchKey, typedSpan } from './search-key.ts'
import { nameRuns, patternsOf } from './name-pattern.ts'

/** A tool that a text names; offsets are UTF-16 units of the text as typed. */
export interface ToolFound {
  readonly name: string
  readonly from: number
  readonly to: number
}

/** The tool names in a text, in its order, the longest where two overlap. */
export function findTools(text: string, names: readonly string[]): readonly ToolFound[] {
  const source = folded(text)
  const found: ToolFound[] = []
  for (const pattern of patternsOf(names)) {
    for (const { start, end } of nameRuns(source, pattern)) {
      const { from, to } = typedSpan(source, start, end)
      if (!found.some((one) => from < one.to && one.from < to)) found.push({ name: pattern.name, from, to })
    }
  }
  return found.sort((one, other) => one.from - other.from)
}

export interface ToolSplit {
  /** what stays a card */
  readonly problem: string
  /** what is parked */
  readonly tool: string
}

/** What joins a tool to what goes wrong with it; the longest first. */
const JOINTS = [
  'を使っていると',
  'を使うと',
  'を使っても',
  'を使って',
  'ばかりで',
  'だけだと',
  'だけでは',
  'だけで',
  'だったら',
  'のせいで',
  'だから',
  'だと',
  'では',
  'でも',
  'には',
  'にも',
  'って',
  'は',
  'が',
  'を',
  'も',
  'の',
  'で',
  'に',
  'と',
]
const JOINT = new RegExp(`^\\s*(?:${JOINTS.join('|')})[、,]?\\s*`)
const PREPOSITION = /(?:\b(?:in|on|with|using|via|by|through|from|inside|because of)\s+)$/i
const IS = /^\s+(?:is|are|was|were)\s+/i

/** Words of trouble, as they read folded. */
const TROUBLE = new RegExp(
  [
    'ない|なく|ません|できず|れず|せず|きれず|づらい|にくい|辛い|つらい|困|面倒|大変|遅|重い|重く|埋も|流れ|漏れ|もれ|忘れ',
    'ばらばら|分かれて|分散|二重|属人|複雑|高い|止ま|迷|わかれ|多すぎ|多い|負担|手間|混乱|混ざ|散ら|消え|ずれ|足り',
    "\\b(?:not|no|never|nobody|hard|difficult|slow|lost|lose|loses|miss|missed|misses|too|noisy|confus\\w*|buried|forget\\w*|forgotten)\\b|n't",
    '\\b(?:expensive|problems?|issues?|fails?|broken|scattered|duplicates?d?|twice|without|waste\\w*|overload\\w*|drown\\w*|cannot)\\b',
  ].join('|'),
)

/** Shorter leftovers are no card: 「重い」 alone says nothing. */
const SHORTEST = 4

/**
 * A card that names a tool and a problem, as the two things it is: `Slackだと流れて探せない` is the problem 流れて探せない and the
 * tool Slack. `null` when there is no tool, no trouble, or too little beside the tool.
 */
export function splitToolTalk(text: string, names: readonly string[]): ToolSplit | null {
  const tools = findTools(text, names)
  if (tools.length === 0) return null
  const problem = tidied(without(text, tools))
  if (graphemeCount(problem) < SHORTEST || !TROUBLE.test(folded(problem).key)) return null
  const written = new Map(
    tools.map(({ from, to }) => [searchKey(text.slice(from, to)), text.slice(from, to)]),
  )
  const list = [...written.values()]
  return { problem, tool: list.join(/[ぁ-ヿ一-龠]/.test(text) ? '、' : ', ') }
}

/** The text with its tools cut out, along with what joined them to the rest. */
function without(text: string, tools: readonly ToolFound[]): string {
  let rest = ''
  let done = 0
  for (const { from, to } of tools) {
    const before = text.slice(done, from)
    const after = text.slice(to)
    const joint = JOINT.exec(after)?.[0]
    const preposition = PREPOSITION.exec(before)?.[0]
    const verb = (rest + before).trim() === '' ? IS.exec(after)?.[0] : undefined
    if (joint !== undefined) {
      rest += before
      done = to + joint.length
    } else if (preposition !== undefined) {
      rest += before.slice(0, -preposition.length).trimEnd()
      done = to + (/^\s*[,:]/.exec(after)?.[0].length ?? 0)
    } else if (verb !== undefined) {
      rest += before
      done = to + verb.length
    } else {
      rest += before + (/^\s+\w/.test(after) && !/[ぁ-ヿ一-龠]/.test(text) ? 'it' : '')
      done = to
    }
  }
  return rest + text.slice(done)
}

function tidied(text: string): string {
  const line = text
    .replace(/[ \t]+/g, ' ')
    .replace(/ ([,.!?])/g, '$1')
    .replace(/^[\s、。,.:・と]+/, '')
    .trim()
  return line.replace(/^[a-z]/, (letter) => letter.toUpperCase())
}
