import { TestApp, type Answer } from './server-app.ts'

/** A key as a client makes them, but the same for the same name. */
export const keyFor = (name: string) => `${name}-`.padEnd(20, '0')

export const person = (key: string, name: string, answers?: unknown) => ({ key: keyFor(key), name, answers })

export const tokenIn = (url: string) => new URL(url).hash.slice('#s='.length)

/** A workshop, and how its facilitator brings people in; whoever opens it closes `app`. */
export async function roomToFill(options: Parameters<typeof TestApp.start>[0] = {}) {
  const app = await TestApp.start(options)
  const opened = await app.open()
  const { workshopId, facilitatorToken } = opened
  const path = `/api/workshops/${workshopId}/people`
  const bring = (people: unknown, token = facilitatorToken): Promise<Answer> =>
    app.request('POST', path, { body: { people }, ...(token === '' ? {} : { token }) })
  const seats = async () => (await app.state(workshopId, facilitatorToken)).state.participants
  return { app, path, ...opened, bring, seats }
}
