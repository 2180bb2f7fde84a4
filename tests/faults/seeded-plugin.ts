import { SEEDED_BUGS, withBug } from './seeded-bugs.ts'

/** A Vite plugin that makes one of the mistakes of `seeded-bugs.ts`; none, and no plugin, when nothing is named. */
export function seededBug(name: string | undefined) {
  if (name === undefined || name === '') return []
  const bug = SEEDED_BUGS.find((one) => one.name === name)
  if (!bug) throw new Error(`SEEDED_BUG=${name}: there is no such bug`)
  return [
    {
      name: 'seeded-bug',
      enforce: 'pre' as const,
      transform(code: string, id: string) {
        return id.split('?', 1)[0]?.endsWith(`/${bug.file}`) ? withBug(code, bug) : null
      },
    },
  ]
}
