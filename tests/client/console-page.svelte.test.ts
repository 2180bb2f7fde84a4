import axe from 'axe-core'
import { cleanup, render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync, type Component } from 'svelte'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CommandInput } from '#shared/domain/commands.ts'
import { withNames } from '#shared/domain/people.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId } from '#shared/ids.ts'
import { errorText } from '#shared/protocol/error-text.ts'
import type { CommandReply, PulseMessage } from '#shared/protocol/socket.ts'
import ConsolePage from '../../client/console/ConsolePage.svelte'
import { TeamDrag } from '../../client/console/teams/team-drag.svelte.ts'
import { language } from '../../client/i18n/language.svelte.ts'
import { provideToasts, ToastList } from '../../client/ui/toasts.svelte.ts'
import { provideWorkshop } from '../../client/workshop/context.ts'
import type { LiveWorkshop } from '../../client/workshop/live-workshop.svelte.ts'
import { menuList } from '../../client/ui/menu-list.ts'
import { FACILITATOR, person, Story, teamId } from '../support/domain-builder.ts'

// the machine may be busy

/** A workshop whose server is the domain itself: commands are decided at once, refusals are the real ones. */
class ToldWorkshop {
  readonly id = 'w1'
  readonly code = 'K7M2QX'
  readonly as = 'facilitator'
  readonly joinUrl = 'https://yoriai.example/j/K7M2QX'
  readonly viewer = FACILITATOR
  readonly me = null
  readonly myTeam = null
  readonly facilitatorsHere = 1
  pulse = $state.raw<PulseMessage | null>(null)
  readonly pending = []
  readonly knocks = []
  readonly sent: CommandInput[] = []
  readonly story: Story
  connection = $state<'connecting' | 'live' | 'offline'>('live')
  #state = $state.raw() as WorkshopState
  #presence = $state.raw<ReadonlySet<ParticipantId>>(new Set())
  #now = $state(0)

  constructor(story: Story) {
    this.story = story
    this.catchUp()
  }

  get state() {
    return this.#state
  }

  get presence() {
    return this.#presence
  }

  get phase() {
    return this.#state.agenda.current === null ? null : this.story.phase
  }

  get clock() {
    return { now: () => this.#now, tick: this.#now, rate: 1 }
  }

  /** Shows what the story has come to. */
  catchUp(): void {
    const { state, present, now } = this.story
    this.#state = withNames(
      state,
      Object.fromEntries(state.participants.map(({ id }) => [id, this.personName(id)])),
    )
    this.#presence = new Set(present)
    this.#now = now
  }

  personName(id: string): string {
    return id
  }

  newId(): string {
    return crypto.randomUUID()
  }

  async send(command: CommandInput): Promise<CommandReply> {
    this.sent.push(command)
    const decision = this.story.ask(FACILITATOR, command)
    if (!decision.ok) {
      const { error } = decision
      return { ok: false, error: { ...error, message: errorText(error, language.current) } }
    }
    this.story.happened(...decision.value)
    this.catchUp()
    return { ok: true, seq: this.story.events.length }
  }
}

function open(story: Story) {
  const workshop = new ToldWorkshop(story)
  const toasts = new ToastList()
  const Page = ConsolePage as Component
  const page: Component = (anchor, props) => {
    provideWorkshop(workshop as unknown as LiveWorkshop)
    provideToasts(toasts)
    return Page(anchor, props)
  }
  // giving a context makes Svelte open one around the page, into which the page's own can be put
  render(page, { context: new Map() })
  const said = () => toasts.all.map((toast) => toast.text)
  const told = (act: () => void) => {
    act()
    workshop.catchUp()
    flushSync()
  }
  return { workshop, said, told, toasts }
}

const user = userEvent.setup()
const button = (name: string | RegExp) => screen.getByRole('button', { name })
/** By keyboard, as those do who cannot drag. Without a layout a menu is never put in its place, and counts as hidden. */
async function chooseFromMenu(name: string, entry: string): Promise<void> {
  button(name).focus()
  await user.keyboard('{Enter}')
  const menu = await screen.findByRole('menu', { hidden: true })
  within(menu).getByText(entry).closest<HTMLElement>('[role]')?.focus()
  await user.keyboard('{Enter}')
}

const kindNow = (workshop: ToldWorkshop) => workshop.story.phase.kind

beforeEach(() => {
  language.set('ja')
})

// it comes after the page, and a busy machine takes long to read it
beforeAll(async () => void (await menuList()), 60_000)

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

describe('moving everyone', () => {
  it('is one labelled button; while planning it opens the agenda', async () => {
    const { workshop } = open(Story.planning().seats('aoi', 'ren').teams(2))
    await user.click(button('はじめる'))
    expect(workshop.story.state.status).toBe('live')
    expect(button('次へ: 自己紹介')).toBeTruthy()
  })

  it('goes on at once when the gate is open', async () => {
    const { workshop } = open(Story.inPhase('list-ideals').posts('aoi', 'c1').posts('ren', 'c2'))
    expect(screen.getAllByText('全員そろいました').length).toBeGreaterThan(0)
    await user.click(button('次へ: 理想の深堀り・まとめ'))
    expect(kindNow(workshop)).toBe('deepen-ideals')
  })

  it('names who is missing beside the button and asks when the gate is closed', async () => {
    const { workshop } = open(Story.inPhase('list-ideals').posts('aoi', 'c1'))
    expect(screen.getByText('まだ: ren')).toBeTruthy()
    await user.click(button('次へ: 理想の深堀り・まとめ'))
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByText('renさんを待っています。')).toBeTruthy()
    expect(kindNow(workshop)).toBe('list-ideals')
  })

  it('opens a closed gate only with a reason, which goes along', async () => {
    const { workshop } = open(Story.inPhase('list-ideals').posts('aoi', 'c1'))
    await user.click(button('次へ: 理想の深堀り・まとめ'))
    const dialog = within(await screen.findByRole('dialog'))
    await user.click(dialog.getByRole('button', { name: '理由を書いて進める' }))
    expect(dialog.getByText('理由をひとこと書いてください。')).toBeTruthy()
    expect(kindNow(workshop)).toBe('list-ideals')
    await user.type(dialog.getByRole('textbox'), '口頭で聞きました')
    await user.click(dialog.getByRole('button', { name: '理由を書いて進める' }))
    expect(workshop.sent.at(-1)).toMatchObject({
      type: 'agenda.advance',
      force: true,
      reason: '口頭で聞きました',
    })
    expect(kindNow(workshop)).toBe('deepen-ideals')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('offers the way on when the last card comes while the facilitator is asked', async () => {
    const { workshop, told } = open(Story.inPhase('list-ideals').posts('aoi', 'c1'))
    await user.click(button('次へ: 理想の深堀り・まとめ'))
    const dialog = within(await screen.findByRole('dialog'))
    told(() => workshop.story.posts('ren', 'c2'))
    expect(dialog.queryByRole('textbox')).toBeNull()
    await user.click(dialog.getByRole('button', { name: '次へ: 理想の深堀り・まとめ' }))
    expect(workshop.sent.at(-1)).toEqual({ type: 'agenda.advance', expectedPhaseId: expect.any(String) })
    expect(kindNow(workshop)).toBe('deepen-ideals')
  })

  it('tells which teams have no summary yet, and moves on all the same', async () => {
    const { workshop, told } = open(Story.inPhase('deepen-ideals', ['aoi', 'ren', 'kei', 'sora']))
    const on = () => button('次へ: 課題の羅列')
    told(() => {
      workshop.pulse = { bucketMs: 30_000, teams: {}, unsummed: [teamId('team1'), teamId('team2')] }
      workshop.story.away('kei', 'sora')
    })
    expect(screen.getByText('まとめがまだ: チーム1')).toBeTruthy()
    await user.click(on())
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByText('チーム1のまとめがまだです。')).toBeTruthy()
    expect(dialog.queryByRole('textbox')).toBeNull()
    await user.click(dialog.getByRole('button', { name: '書記に声をかける' }))
    // a team of two has no scribe: its lead is asked
    expect(workshop.sent.at(-1)).toEqual({ type: 'nudge', participantIds: [person('aoi')] })
    await user.click(on())
    await user.click(
      within(await screen.findByRole('dialog')).getByRole('button', { name: 'このまま進める' }),
    )
    expect(workshop.sent.at(-1)).toEqual({ type: 'agenda.advance', expectedPhaseId: expect.any(String) })
    expect(kindNow(workshop)).toBe('list-challenges')
  })

  it('asks for a reason where the gate of the phase waits for summaries too', async () => {
    const story = Story.planning().facilitated({
      type: 'agenda.edit',
      phases: [
        { kind: 'deepen-ideals', minutes: 10, gate: true },
        { kind: 'close', minutes: 4 },
      ],
    })
    story.seats('aoi', 'ren').teams(2).open().posts('aoi', 'c1').posts('ren', 'c2')
    const { workshop, told } = open(story)
    told(() => (workshop.pulse = { bucketMs: 30_000, teams: {}, unsummed: [teamId('team1')] }))
    await user.click(button('次へ: おわり'))
    const dialog = within(await screen.findByRole('dialog'))
    await user.type(dialog.getByRole('textbox'), '口頭で聞きました')
    await user.click(dialog.getByRole('button', { name: '理由を書いて進める' }))
    expect(workshop.sent.at(-1)).toMatchObject({ type: 'agenda.advance', force: true })
    expect(kindNow(workshop)).toBe('close')
  })

  it('tells it kindly when another facilitator was faster', async () => {
    const { workshop, said } = open(Story.inPhase('check-in'))
    workshop.story.advance() // not shown here yet
    await user.click(button('次へ: 理想の羅列'))
    expect(said()).toEqual(['ほかのファシリテーターが進めました。'])
    expect(kindNow(workshop)).toBe('list-ideals')
  })

  it('can be taken back for ten seconds', async () => {
    const { workshop, told } = open(Story.inPhase('check-in'))
    await user.click(button('次へ: 理想の羅列'))
    await user.click(button(/取り消す/))
    expect(kindNow(workshop)).toBe('check-in')
    await user.click(button('次へ: 理想の羅列'))
    told(() => workshop.story.later(10_000))
    expect(screen.queryByRole('button', { name: /取り消す/ })).toBeNull()
  })

  it('ends only after asking, and then leads to the outcome', async () => {
    const { workshop } = open(Story.inPhase('close'))
    await user.click(button('終了する'))
    expect(workshop.story.state.status).toBe('live')
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '終了する' }))
    expect(workshop.story.state.status).toBe('ended')
    const link = await screen.findByRole('link', { name: '成果のページを見る', hidden: true })
    expect(link.getAttribute('href')).toBe('/w/w1/outcome')
  })

  it('waits while the connection is lost', () => {
    const { workshop } = open(Story.inPhase('check-in'))
    workshop.connection = 'offline'
    flushSync()
    expect(button('次へ: 理想の羅列').hasAttribute('disabled')).toBe(true)
    expect(button('一時停止').hasAttribute('disabled')).toBe(true)
  })
})

describe('the agenda', () => {
  it('is only looked at by a click; nothing moves', async () => {
    const { workshop } = open(Story.inPhase('check-in'))
    await user.click(button(/課題の羅列/))
    expect(screen.getByText('あなただけが見ています。進行は動きません。')).toBeTruthy()
    expect(workshop.sent).toEqual([])
  })

  it('is edited for what is to come', async () => {
    const { workshop } = open(Story.inPhase('solutions'))
    await user.click(button('直す'))
    const dialog = within(await screen.findByRole('dialog'))
    const minutes = dialog.getByRole('spinbutton', { name: '「共有」の分数' })
    await user.clear(minutes)
    expect(dialog.getByRole('button', { name: '保存する' }).hasAttribute('disabled')).toBe(true)
    await user.type(minutes, '12')
    await user.click(dialog.getByRole('button', { name: '「共有」を上へ' }))
    await chooseFromMenu('「まとめ」のメニュー', '外す')
    await user.click(dialog.getByRole('button', { name: '保存する' }))
    const { phases } = workshop.story.state.agenda
    const after = phases.slice(phases.findIndex((phase) => phase.kind === 'solutions') + 1)
    expect(after.map((phase) => phase.kind)).toEqual(['share', 'next-topics', 'close'])
    expect(after[0]?.minutes).toBe(12)
  })
})

describe('telling and waiting', () => {
  it('sends a word to everyone with Ctrl+Enter, but never while an input method converts', async () => {
    const { workshop, said } = open(Story.inPhase('list-ideals'))
    const field = screen.getByRole('textbox', { name: '全員へ伝える' })
    await user.type(field, 'あと4分です')
    for (const key of [{ isComposing: true }, { keyCode: 229 }]) {
      field.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, ...key }),
      )
    }
    expect(workshop.sent).toEqual([])
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(workshop.sent).toEqual([{ type: 'announce', text: 'あと4分です' }])
    expect(said()).toEqual(['全員に伝えました。'])
    expect((field as HTMLTextAreaElement).value).toBe('')
  })

  it('does not send more than the limit, counted as people count', async () => {
    const { workshop } = open(Story.inPhase('list-ideals'))
    const field = screen.getByRole('textbox', { name: '全員へ伝える' })
    await user.click(field)
    await user.paste('👨‍👩‍👧'.repeat(300))
    expect(button('送る').hasAttribute('disabled')).toBe(false)
    await user.paste('あ')
    expect(button('送る').hasAttribute('disabled')).toBe(true)
    expect(screen.getByText('300文字までにしてください(いま301文字)')).toBeTruthy()
    expect(workshop.sent).toEqual([])
  })

  it('nudges exactly those who have not posted', async () => {
    const { workshop } = open(Story.inPhase('list-ideals', ['aoi', 'ren', 'kei']).posts('aoi', 'c1'))
    expect(screen.getByText('ren(チーム1)')).toBeTruthy()
    await user.click(button('そっと声をかける'))
    expect(workshop.sent).toEqual([{ type: 'nudge', participantIds: ['ren', 'kei'] }])
    expect(button('もう一度声をかける')).toBeTruthy()
  })
})

describe('teams', () => {
  it('are formed of those present', async () => {
    const { workshop, said } = open(Story.planning().seats('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h').away('h'))
    await user.click(screen.getByRole('radio', { name: '4名' }))
    await user.click(button('チームを分ける'))
    expect(workshop.sent).toEqual([{ type: 'team.form', by: 'headcount', size: 4 }])
    expect(workshop.story.state.teams.flatMap((team) => team.members)).toHaveLength(7)
    expect(said()).toEqual(['2チームに分けました。'])
  })

  it('cannot be formed of nobody, and say so', () => {
    open(Story.planning().seats('a').away('a'))
    const form = button('チームを分ける')
    expect(form.hasAttribute('disabled')).toBe(true)
    expect(form.getAttribute('aria-describedby')).toBe(screen.getByText(/まだ分けられません/).id)
  })

  it('are changed by a menu for each person, without dragging', async () => {
    const { workshop } = open(Story.planning().seats('aoi', 'ren', 'kei', 'sora').teams(2))
    await chooseFromMenu('aoiさんのメニュー', 'チーム2へ移す')
    expect(workshop.sent).toEqual([{ type: 'team.move', participantId: 'aoi', teamId: 'team2' }])
  })

  it('refuse a mentor as presenter with a sentence', async () => {
    const story = Story.planning().seats('aoi', 'ren').teams(2)
    story.facilitated({ type: 'team.role', participantId: person('aoi'), role: 'mentor' })
    const { workshop, said } = open(story)
    await chooseFromMenu('aoiさんのメニュー', '役: 発表')
    expect(said()).toEqual([errorText({ code: 'mentor_never_presents' }, 'ja')])
    expect(workshop.story.role('aoi')).toBe('mentor')
  })

  it('that call are marked, and the call is cleared', async () => {
    const { workshop } = open(Story.inPhase('list-ideals').by('ren', { type: 'call.raise' }))
    const tile = within(screen.getByRole('listitem', { name: 'チーム1' }))
    expect(tile.getByText('呼んでいます')).toBeTruthy()
    await user.click(tile.getByRole('button', { name: '対応しました' }))
    expect(workshop.story.state.calls).toEqual([])
  })

  it('keep what the hand did until the server has answered', async () => {
    let answer = () => {}
    const moves: unknown[] = []
    const drag = new TeamDrag((move) => {
      moves.push(move)
      return new Promise<void>((resolve) => (answer = resolve))
    })
    const [a, b] = [person('a'), person('b')]
    const item = (id: ParticipantId) => ({ id, participantId: id })
    const dropped = drag.drop(teamId('t2'), [item(b), item(a)], [b])
    void drag.drop(teamId('t1'), [], [a])
    expect(moves).toEqual([{ participantId: 'a', teamId: 't2' }])
    expect(drag.items(teamId('t1'), [a])).toEqual([])
    expect(drag.items(teamId('t2'), [b])).toEqual([item(b), item(a)])
    answer()
    await dropped
    expect(drag.items(teamId('t1'), [a])).toEqual([item(a)])
  })
})

describe('the page', () => {
  it.each([
    ['planning', () => Story.planning().seats('aoi', 'ren').teams(2)],
    ['live', () => Story.inPhase('list-ideals').posts('aoi', 'c1').by('ren', { type: 'call.raise' })],
    ['sharing', () => Story.inPhase('share')],
    ['ended', () => Story.inPhase('close').facilitated({ type: 'agenda.end' })],
  ])('has nothing in the way of assistive technology: %s', async (_, story) => {
    open(story())
    const { violations } = await axe.run(document.body, {
      // colours need a browser; the region rule is about the whole document
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    })
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual(
      [],
    )
  })

  it('speaks English when asked to', () => {
    language.set('en')
    open(Story.inPhase('list-ideals').posts('aoi', 'c1'))
    expect(button('Next: Deepen ideals')).toBeTruthy()
    expect(screen.getByText('Waiting for ren')).toBeTruthy()
  })
})
