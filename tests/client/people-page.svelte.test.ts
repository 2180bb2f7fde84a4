import axe from 'axe-core'
import { cleanup, configure, screen, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WorkshopState } from '#shared/domain/state.ts'
import { rowTroubleText } from '#shared/intake/intake-text.ts'
import { LIMITS } from '#shared/text.ts'
import { language } from '../../client/i18n/language.svelte.ts'
import { peopleText } from '../../client/i18n/people.ts'
import { Story } from '../support/domain-builder.ts'
import { openPeoplePage, Registrar } from './people-kit.svelte.ts'

// the machine may be busy
configure({ asyncUtilTimeout: 10_000 })

const t = peopleText.ja
const user = userEvent.setup()
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name })
const planning = () => Story.planning().state

async function choose(text: string): Promise<void> {
  await user.upload(screen.getByTestId('file'), new File([text], 'people.csv', { type: 'text/csv' }))
}

/** What the page asks the server, answered by one that knows its keys. */
function serve(registrar: Registrar): void {
  vi.stubGlobal('fetch', async (_path: string, { body }: { body: string }) => {
    const answer = await registrar.post(JSON.parse(body) as never)
    return Response.json(answer.ok ? answer.value : { error: answer.error }, {
      status: answer.ok ? 200 : 403,
    })
  })
}

async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}

/** jsdom's blobs have no `text`. */
function textOf(blob: Blob): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader()
    reader.onload = () =>
      resolve(new TextDecoder('utf-8', { ignoreBOM: true }).decode(reader.result as ArrayBuffer))
    reader.readAsArrayBuffer(blob)
  })
}

const saved: { name: string; blob: Blob }[] = []
beforeEach(() => {
  language.set('ja')
  localStorage.clear()
  saved.length = 0
  let blob = new Blob()
  vi.spyOn(URL, 'createObjectURL').mockImplementation((made) => ((blob = made as Blob), 'blob:x'))
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => {})
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, blob })
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('the screen that brings people in', () => {
  it('APP-11 IMP-11 says when the form’s capacity is passed, and reads challenges in the form’s own words', async () => {
    const story = Story.planning().facilitated({
      type: 'form.edit',
      capacity: 2,
      questions: [{ key: 'challenge', choices: ['荷ほどき'] }],
    })
    openPeoplePage(story.seats('aoi').state)
    await choose('名前,課題\n見本,荷 ほどき\n架空,家さがし\n')
    await screen.findByText(t.confirm.over(3, 2))
    expect(button(t.confirm.button(2)).disabled).toBe(false)
    expect(screen.getByText(t.troubles.title(1))).toBeTruthy()
    expect(screen.getByText(rowTroubleText({ code: 'challenge_not_offered' }, 'ja'))).toBeTruthy()
    await user.click(screen.getByRole('checkbox', { name: t.found.take('架空') }))
    expect(screen.getByText(t.confirm.text)).toBeTruthy()
  })

  it('IMP-8 leads from a file over its troubles to a link for everybody', async () => {
    const registrar = new Registrar()
    serve(registrar)
    openPeoplePage(planning())
    await choose('名前,会社,会社規模\n見本,みほん社,51〜300名\n,かくう社,\n架空,かくう社,たくさん\n')
    await screen.findByRole('heading', { name: t.found.title })
    await screen.findByRole('checkbox', { name: t.found.take('架空') })
    expect(screen.getByText(t.troubles.title(2))).toBeTruthy()
    expect(screen.getByText(t.found.line(3))).toBeTruthy()
    expect(screen.getByText(t.troubles.leftOut)).toBeTruthy()
    await expectAccessible()
    await user.click(screen.getByRole('checkbox', { name: t.found.take('架空') }))
    await user.click(button(t.confirm.button(1)))
    await screen.findByRole('heading', { name: t.done.title(1) })
    expect([...registrar.seats.values()]).toEqual(['見本'])
    expect(button(t.done.copyOne('見本'))).toBeTruthy()
    await expectAccessible()
    await user.click(button(t.done.download))
    expect(saved.map(({ name }) => name)).toEqual(['yoriai-links-K7M2QX.csv'])
  })

  it('IMP-4 tells what is the matter with a file, and takes another', async () => {
    openPeoplePage(planning())
    await choose('名前\n')
    expect((await screen.findByRole('alert')).textContent).toContain('見出しだけ')
    await expectAccessible()
    await choose('名前\n見本\n')
    await screen.findByRole('button', { name: t.confirm.button(1) })
  })

  it('ROS-2 brings in no more than there is room for', async () => {
    const state = planning()
    const taken = Array.from({ length: LIMITS.participants - 1 }, (_, at) => ({ id: `p${at}` }))
    openPeoplePage({ ...state, participants: taken } as unknown as WorkshopState)
    await choose('名前\n見本\n架空\n')
    await screen.findByText(t.confirm.places(1))
    expect(button(t.confirm.button(2)).disabled).toBe(true)
    await user.click(button(t.confirm.keepFirst(1)))
    expect(button(t.confirm.button(1)).disabled).toBe(false)
  })

  it('S-36 lets nobody in while the door is closed, and says how to open it', async () => {
    openPeoplePage({ ...planning(), door: 'closed' })
    await choose('名前\n見本\n')
    await screen.findByText(t.confirm.closed)
    expect(button(t.confirm.button(1)).disabled).toBe(true)
  })

  it('after the end brings nobody in, and still gives the roster', async () => {
    openPeoplePage({ ...planning(), status: 'ended' })
    expect(screen.getByRole('heading', { name: t.ended.title })).toBeTruthy()
    expect(screen.queryByTestId('file')).toBeNull()
    expect(button(t.roster.button)).toBeTruthy()
  })

  it('IMP-14 gives out templates in both languages that it reads itself', async () => {
    openPeoplePage(planning())
    await user.click(button(t.template.ja))
    await user.click(button(t.template.en))
    await waitFor(() => expect(saved).toHaveLength(2))
    expect(saved.map(({ name }) => name)).toEqual(['yoriai-people-ja.csv', 'yoriai-people-en.csv'])
    const [heading = ''] = (await textOf(saved[1]!.blob)).split('\r\n')
    expect(heading.startsWith('\ufeff"')).toBe(true)
    const cells = heading.split(',').map((_, at) => (at === 0 ? 'Mihon' : ''))
    await choose(`${heading}\r\n${cells.join(',')}\r\n`)
    await screen.findByRole('checkbox', { name: t.found.take('Mihon') })
    await waitFor(() => expect(screen.getByLabelText<HTMLSelectElement>(t.file.source).value).toBe('own'))
  })
})
