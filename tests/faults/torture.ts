import { TRIALS } from './trials.ts'
const name = process.argv[2]; const count = Number(process.argv[3] ?? 3); const seed = Number(process.argv[4] ?? 1)
for (const { trial } of TRIALS) if (!name || trial.name === name) { const t=performance.now(); const r = await trial.run({ count, seed }); console.log(trial.name, Math.round(performance.now()-t), JSON.stringify(r, null, 1)) }
process.exit(0)
