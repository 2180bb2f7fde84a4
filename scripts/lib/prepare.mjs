import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.mjs'

const SOURCES = ['client', 'server', 'shared', 'vite.config.ts', 'svelte.config.js', 'package-lock.json']

/** Installs what the lockfile names, when it is not installed yet or the lockfile is newer. */
export async function ensureDependencies() {
  const marker = 'node_modules/.package-lock.json'
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync('package-lock.json').mtimeMs) return
  console.log('Installing packages (a minute or two: the embedded store is compiled here).')
  if ((await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'])) !== 0)
    throw new Error('npm ci failed')
}

/** Builds server and client, when there is no build or a source is newer than it. */
export async function ensureBuild() {
  const built = 'dist/server/main.js'
  if (existsSync(built) && newest(SOURCES) <= statSync(built).mtimeMs) return
  if ((await run('vite', ['build', '--logLevel', 'warn'])) !== 0) throw new Error('the build failed')
}

/** The newest modification among files and folders, in ms. */
function newest(paths) {
  let latest = 0
  for (const path of paths) {
    const stat = statSync(path)
    if (stat.isDirectory())
      latest = Math.max(latest, newest(readdirSync(path).map((name) => join(path, name))))
    else latest = Math.max(latest, stat.mtimeMs)
  }
  return latest
}

const CHROMIUMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const DEBIAN_PACKAGES = ['chromium', 'fonts-noto-cjk', 'fonts-noto-color-emoji']

/** A Chromium with Japanese and emoji fonts for the browser tests; on Debian as root it is installed. Returns its path. */
export async function ensureChromium() {
  const missing = DEBIAN_PACKAGES.filter((name) => !existsSync(`/usr/share/doc/${name}`))
  if (!process.env.CHROMIUM && missing.length > 0) await install(missing)
  const found = [process.env.CHROMIUM, ...CHROMIUMS].find((path) => path && existsSync(path))
  if (!found)
    throw new Error('No Chromium found. Install one, or name it: CHROMIUM=/path/to/chromium npm test')
  return found
}

/**
 * strace, by which the fault trials see what reaches the disk; on Debian as root it is installed. Where there is none
 * those trials say so themselves.
 */
export async function ensureTracer() {
  const found = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'strace')))
  if (!found) await install(['strace'])
}

/** On Debian as root; elsewhere nothing happens. */
async function install(packages) {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return
  console.log(`Installing ${packages.join(', ')}.`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env })
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env })
}
