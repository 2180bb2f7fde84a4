import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ensureBuild, ensureDependencies } from './prepare.mjs'

/** Runs the server's own data tool, installed and built first where needed; its exit code becomes ours. */
export async function dataTool(task, args) {
  process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
  await ensureDependencies()
  await ensureBuild()
  const tool = spawn(process.execPath, ['--enable-source-maps', 'dist/server/data-tool.js', task, ...args], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => tool.kill(signal))
  tool.on('close', (code) => process.exit(code ?? 1))
}
