import { spawn } from 'node:child_process'

/**
 * Runs a command with this terminal's output; resolves to its exit code. Programs from `node_modules/.bin` are found
 * because npm puts them on the path; `node scripts/x.mjs` without npm finds them as well.
 */
export function run(command, args, options = {}) {
  const path = `node_modules/.bin:${process.env.PATH}`
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: 'inherit',
      ...options,
      env: { ...process.env, PATH: path, ...options.env },
    })
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** Runs a step that must succeed, and says how long it took. Ends the program otherwise. */
export async function step(title, command, args, options) {
  const started = Date.now()
  console.log(`\n▸ ${title}`)
  const code = await run(command, args, options)
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(code === 0 ? `✓ ${title} (${seconds} s)` : `✗ ${title} failed after ${seconds} s`)
  return code === 0
}
