import type { Keeping, OpenedCommunity } from '#shared/protocol/communities.ts'
import type { OpenedWorkshop } from '#shared/protocol/http.ts'
import type { Answer, TestVisitor } from './server-app.ts'

export interface KeptCommunity extends OpenedCommunity {
  readonly path: string
  /** as a keeper: `ask('POST', '/workshops', {…})` */
  readonly ask: (method: string, rest: string, body?: unknown, token?: string) => Promise<Answer>
  readonly keeping: () => Promise<Keeping>
  readonly further: (body?: Readonly<Record<string, unknown>>) => Promise<OpenedWorkshop>
}

/** A community with a keeper, made over HTTP. */
export async function keptCommunity(
  app: TestVisitor,
  charter: Readonly<Record<string, unknown>> = {},
): Promise<KeptCommunity> {
  const made = await app.request('POST', '/api/communities', { body: { name: '引っ越しの会', ...charter } })
  if (made.status !== 201) throw new Error(made.text)
  return keptAs(app, made.json as OpenedCommunity)
}

export function keptAs(app: TestVisitor, opened: OpenedCommunity): KeptCommunity {
  const path = `/api/communities/${opened.communityId}`
  const ask: KeptCommunity['ask'] = (method, rest, body, token = opened.keeperToken) =>
    app.request(method, `${path}${rest}`, { token, ...(body === undefined ? {} : { body }) })
  return {
    ...opened,
    path,
    ask,
    keeping: async () => (await ask('GET', '/keeping')).json as Keeping,
    further: async (body = { title: '荷造り', goal: '順番が分かる' }) => {
      const answer = await ask('POST', '/workshops', body)
      if (answer.status !== 201) throw new Error(answer.text)
      return answer.json as OpenedWorkshop
    },
  }
}
