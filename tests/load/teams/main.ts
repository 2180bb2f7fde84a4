import { chanceOf } from '#shared/domain/formation/compare.ts'
import { planByConstruction, planTeams } from '#shared/domain/formation/form-plan.ts'
import { describeMachine } from '../machine.ts'
import { crowd } from './crowd.ts'
import { optimumOf } from './optimum.ts'

/** Formations of each size; the first ones, while the code is compiled, count as well. */
const ROUNDS = 50
/** Instances whose costs are averaged; the same ones every time. */
const INSTANCES = 5
const SMALL = 100

const say = (line: string) => process.stdout.write(`${line}\n`)
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length

say(`Forming teams, ${describeMachine()}. Costs of wishes (team-formation.md 3.3), lower is better.\n`)
say(
  '| people | median ms | slowest | CPU ms | wishes | × chance | × construction | no mentor: plan, chance | colleagues | lone first-timers |',
)
say('| --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |')
for (const people of [30, 100, 500]) {
  const requests = Array.from({ length: INSTANCES }, (_, seed) => crowd({ people, seed: seed + 1 }))
  const times: number[] = []
  const cpu = process.cpuUsage()
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    planTeams(requests[round % INSTANCES] ?? crowd({ people, seed: 1 }))
    times.push(performance.now() - began)
  }
  const used = process.cpuUsage(cpu)
  const plans = requests.map((request) => planTeams(request).score)
  const chance = requests.map(chanceOf)
  const construction = requests.map((request) => planByConstruction(request).score)
  const wishes = (scores: typeof plans) => mean(scores.map((score) => score.wishes))
  const count = (key: 'withoutMentor' | 'colleagues' | 'loneFirstTimers') =>
    [plans, chance].map((scores) => mean(scores.map(({ counts }) => counts[key])).toFixed(1)).join(', ')
  const cells = [
    people,
    median(times).toFixed(1),
    Math.max(...times).toFixed(1),
    ((used.user + used.system) / 1_000 / ROUNDS).toFixed(1),
    wishes(plans).toFixed(0),
    (wishes(plans) / wishes(chance)).toFixed(2),
    (wishes(plans) / wishes(construction)).toFixed(2),
    count('withoutMentor'),
    count('colleagues'),
    count('loneFirstTimers'),
  ]
  say(`| ${cells.join(' | ')} |`)
}

let [best, near] = [0, 0]
for (let seed = 1; seed <= SMALL; seed++) {
  const request = crowd({ people: 7 + (seed % 3), seed, silence: 0.1 })
  const { score } = planTeams(request)
  const wishes = optimumOf(request).cost - (score.total - score.wishes)
  if (wishes >= 0 && score.wishes <= wishes + 1e-6) best++
  if (wishes >= 0 && score.wishes <= 1.02 * wishes + 1e-6) near++
}
say(`\n7 to 9 people against every possible plan: ${best} of ${SMALL} the best there is, ${near} within 2 %.`)
