import type { Component } from 'svelte'
import { render } from '@testing-library/svelte'
import { withNames } from '#shared/domain/people.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId } from '#shared/ids.ts'
import type { WireError } from '#shared/protocol/errors.ts'
import type { Brought, BringPeopleBody, BroughtPeople } from '#shared/protocol/people.ts'
import { err, ok, type Result } from '#shared/result.ts'
import PeoplePage from '../../client/people/PeoplePage.svelte'
import { tableDesk, type TableQuestion } from '../../client/people/table-desk.ts'
import { tableReader, type TableLine } from '../../client/people/table-reader.ts'
import { provideToasts, ToastList } from '../../client/ui/toasts.svelte.ts'
import { provideWorkshop } from '../../client/workshop/context.ts'
import type { LiveWorkshop } from '../../client/workshop/live-workshop.svelte.ts'

/** What a worker does, on the spot: jsdom has none. */
function onTheSpot(): TableLine {
  const answer = tableDesk()
  const heard = new EventTarget()
  return {
    postMessage: (question: TableQuestion) =>
      queueMicrotask(() => heard.dispatchEvent(new MessageEvent('message', { data: answer(question) }))),
    addEventListener: heard.addEventListener.bind(heard),
    terminate: () => {},
  }
}

export const readsHere = () => tableReader(onTheSpot)

/** A server that knows a key when it comes again, and an odd moment on the way when it is told to have one. */
export class Registrar {
  readonly seats = new Map<string, string>()
  readonly requests: BringPeopleBody[] = []
  /** taken from the front, one a request: all is well, nothing arrives, the answer is lost, or it is refused */
  readonly mishaps: (null | 'nothing' | 'answer' | WireError)[] = []
  readonly refusing = new Map<string, WireError>()

  post = async (body: BringPeopleBody): Promise<Result<BroughtPeople, WireError>> => {
    this.requests.push(body)
    await Promise.resolve()
    const mishap = this.mishaps.shift()
    const away: WireError = { code: 'unavailable', message: 'つながりません' }
    if (mishap !== null && typeof mishap === 'object') return err(mishap)
    if (mishap === 'nothing') return err(away)
    const people = body.people.map(({ key, name }): Brought => {
      const error = this.refusing.get(name)
      if (error) return { ok: false, key, error }
      this.seats.set(key, name)
      return {
        ok: true,
        key,
        participantId: key as ParticipantId,
        seatUrl: `https://yoriai.example/w/w1#s=${key}`,
      }
    })
    return mishap === 'answer' ? err(away) : ok({ people })
  }
}

/** The page in a workshop that stands still. */
export function openPeoplePage(state: WorkshopState, names: Readonly<Record<string, string>> = {}) {
  const workshop = {
    id: 'w1',
    code: 'K7M2QX',
    as: 'facilitator',
    connection: 'live',
    state: withNames(state, names),
  }
  const Page = PeoplePage as Component<{ reader: ReturnType<typeof readsHere> }>
  const page: Component = (anchor, props) => {
    provideWorkshop(workshop as unknown as LiveWorkshop)
    provideToasts(new ToastList())
    return Page(anchor, { ...props, reader: readsHere() })
  }
  render(page, { context: new Map() })
}
