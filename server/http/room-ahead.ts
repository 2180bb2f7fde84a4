import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Manifest = Readonly<Record<string, { file: string; name?: string; css?: readonly string[] }>>

/**
 * The `Link` header (RFC 8288) of the room's page: the room's script and styles, which a browser then fetches beside what
 * every page begins with, and not only once that has run and has heard who is there. `null` where the client was built
 * without a manifest.
 */
export function roomAhead(dir: string): string | null {
  const path = join(dir, '.vite', 'manifest.json')
  if (!existsSync(path)) return null
  const chunks = Object.values(JSON.parse(readFileSync(path, 'utf8')) as Manifest)
  const room = chunks.find(({ name }) => name === 'room')
  if (!room) throw new Error('The built client has no room.')
  const styles = (room.css ?? []).map((file) => `</${file}>; rel=preload; as=style`)
  return [`</${room.file}>; rel=modulepreload`, ...styles].join(', ')
}
