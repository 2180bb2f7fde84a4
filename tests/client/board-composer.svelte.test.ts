import axe from 'axe-core'
import { cleanup, render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addCluster } from '#shared/boards/edit-board.ts'
import BoardView from '../../client/board/BoardView.svelte'
import DrawerPanel from '../../client/board/DrawerPanel.svelte'
import { sendKey } from '../../client/board/send-key.svelte.ts'
import { UnsentTexts } from '../../client/board/unsent.svelte.ts'
import { boardText } from '../../client/i18n/board.ts'
import { card, Story } from '../support/domain-builder.ts'
import { sitDown, type Table } from './board-kit.svelte.ts'

const t = boardText.ja

let table: Table

beforeEach(() => {
  localStorage.clear()
  sendKey.set(false)
})

afterEach(() => {
  cleanup()
  table.desk.close()
  table.toasts.close()
})

function show(told: Table): HTMLTextAreaElement {
  table = told
  render(BoardView, { desk: told.desk })
  return field()
}

const field = () =>
  screen.getByRole<HTMLTextAreaElement>('textbox', { name: t.composer.label[table.desk.board] })
const addButton = () => screen.getByRole<HTMLButtonElement>('button', { name: t.composer.add })
const added = () => table.seat.sent.flatMap((one) => (one.type === 'card.add' ? [one.text] : []))
const press = (target: HTMLElement, init: KeyboardEventInit & { keyCode?: number }) => {
  const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...init })
  Object.defineProperty(event, 'keyCode', { value: init.keyCode ?? 13 })
  target.dispatchEvent(event)
  return event
}

describe('the composer', () => {
  it('posts with the button and with Ctrl + Enter, and is empty and focused afterwards', async () => {
    const user = userEvent.setup()
    const composer = show(sitDown(Story.inPhase('list-ideals'), 'aoi'))
    await user.type(composer, '履歴が1本')
    await user.click(addButton())
    expect(composer.value).toBe('')
    expect(document.activeElement).toBe(composer)
    await user.type(composer, '探さない{Control>}{Enter}{/Control}')
    expect(added()).toEqual(['履歴が1本', '探さない'])
    await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(2))
  })

  it('keeps plain Enter for new lines until the person wants it otherwise', async () => {
    const user = userEvent.setup()
    const composer = show(sitDown(Story.inPhase('list-ideals'), 'aoi'))
    await user.type(composer, '一行目{Enter}二行目')
    expect(composer.value).toBe('一行目\n二行目')
    expect(added()).toEqual([])
    sendKey.set(true)
    flushSync()
    await user.type(composer, '{Shift>}{Enter}{/Shift}三行目{Enter}')
    expect(added()).toEqual(['一行目\n二行目\n三行目'])
  })

  it('never posts with the Enter that confirms a conversion, in any browser', async () => {
    const composer = show(sitDown(Story.inPhase('list-ideals'), 'aoi'))
    sendKey.set(true)
    composer.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
    composer.value = '理想'
    composer.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }))
    // Chrome and Firefox say so, old keyboards only give the code
    press(composer, { isComposing: true, keyCode: 229 })
    press(composer, { keyCode: 229, ctrlKey: true })
    // Safari: the composition has ended when its Enter arrives
    composer.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))
    expect(press(composer, {}).defaultPrevented).toBe(false)
    expect(added()).toEqual([])
    await new Promise((resolve) => setTimeout(resolve))
    expect(press(composer, {}).defaultPrevented).toBe(true)
    expect(added()).toEqual(['理想'])
  })

  it('gets a refused text back, before what was typed since', async () => {
    const user = userEvent.setup()
    const story = Story.inPhase('list-ideals')
    const composer = show(sitDown(story, 'aoi'))
    table.seat.connection = 'offline'
    await user.type(composer, '先に書いた')
    await user.click(addButton())
    await user.type(composer, '次の')
    // meanwhile somebody moved the person out of their team
    story.facilitated({ type: 'team.move', participantId: table.seat.me!.id, teamId: null })
    table.seat.reconnect()
    await waitFor(() => expect(composer.value).toBe('先に書いた\n次の'))
    expect(table.unsent.of('ideals')).toBe('先に書いた\n次の')
    expect(table.toasts.all.map(({ tone }) => tone)).toEqual(['warn'])
  })

  it('F-09 leaves what waited for a server that was set back to the drawer: the screen is another one now', async () => {
    const user = userEvent.setup()
    const composer = show(sitDown(Story.inPhase('list-ideals'), 'aoi'))
    table.seat.connection = 'offline'
    for (const text of ['一枚目', '二枚目']) {
      await user.type(composer, text)
      await user.click(addButton())
    }
    await user.type(composer, '書きかけ')
    table.seat.isSetBack = true
    table.seat.reconnect()
    await waitFor(() => expect(table.drawer.entries.map(({ text }) => text)).toEqual(['一枚目', '二枚目']))
    expect(composer.value).toBe('書きかけ')
  })

  it('waits with giving back until a composition is over', async () => {
    const user = userEvent.setup()
    const story = Story.inPhase('list-ideals')
    const composer = show(sitDown(story, 'aoi'))
    table.seat.connection = 'offline'
    await user.type(composer, '先に書いた')
    await user.click(addButton())
    composer.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
    composer.value = 'にほ'
    composer.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }))
    story.facilitated({ type: 'team.move', participantId: table.seat.me!.id, teamId: null })
    table.seat.reconnect()
    await waitFor(() => expect(table.toasts.all).toHaveLength(1))
    expect(composer.value).toBe('にほ')
    composer.value = '日本'
    composer.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))
    await waitFor(() => expect(composer.value).toBe('先に書いた\n日本'))
  })

  it('keeps what is not posted through a reload, by board', async () => {
    const user = userEvent.setup()
    const composer = show(sitDown(Story.inPhase('list-ideals'), 'aoi'))
    await user.type(composer, '書きかけ')
    const reloaded = new UnsentTexts(table.seat.id)
    expect(reloaded.of('ideals')).toBe('書きかけ')
    expect(reloaded.of('challenges')).toBe('')
    expect(reloaded.besides('challenges')).toEqual([{ board: 'ideals', text: '書きかけ' }])
  })

  it('counts what a person sees as one letter, and does not post too much', async () => {
    const user = userEvent.setup()
    const composer = show(sitDown(Story.inPhase('list-ideals'), 'aoi'))
    composer.value = '👨‍👩‍👧'.repeat(490)
    composer.dispatchEvent(new InputEvent('input', { bubbles: true }))
    expect(await screen.findByText(t.composer.left(10))).toBeTruthy()
    await user.type(composer, 'あ'.repeat(12))
    expect(await screen.findByText(t.composer.over(2))).toBeTruthy()
    expect(addButton().disabled).toBe(true)
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(added()).toEqual([])
  })

  it('offers to make cards of pasted lines, and leaves it to the person', async () => {
    const user = userEvent.setup()
    const composer = show(sitDown(Story.inPhase('list-ideals'), 'aoi'))
    await user.click(composer)
    await user.paste('・履歴が1本\n・約束がわかる\n・探さない')
    await user.click(screen.getByRole('button', { name: t.composer.splitYes(3) }))
    expect(added()).toEqual(['履歴が1本', '約束がわかる', '探さない'])
    await user.paste('一行目\n二行目')
    await user.click(screen.getByRole('button', { name: t.composer.splitNo }))
    expect(added().at(-1)).toBe('一行目\n二行目')
  })

  it('asks for the part of a solution and posts it with the text', async () => {
    const user = userEvent.setup()
    const composer = show(sitDown(Story.inPhase('solutions'), 'aoi'))
    await user.click(screen.getByRole('radio', { name: t.part.tip }))
    await user.type(composer, '朝に3行')
    await user.click(addButton())
    expect(table.seat.sent.at(-1)).toMatchObject({ type: 'card.add', board: 'solutions', part: 'tip' })
  })
})

describe('the board', () => {
  function deepening() {
    const story = Story.inPhase('list-challenges')
      .posts('aoi', 'c1', '窓口が分かれる')
      .posts('ren', 'c2', '返事が食い違う')
      .goTo('deepen-challenges')
    const told = sitDown(story, 'aoi', {
      names: { aoi: 'はる', ren: 'みお' },
      linkable: [{ id: card('i1'), board: 'ideals', text: '履歴が1本' }],
    })
    told.client.write(story, 'challenges', { c1: '窓口が分かれる', c2: '返事が食い違う' })
    return told
  }
  const cardOf = (text: string) => {
    const found = screen.getAllByRole('article').find((one) => one.textContent.includes(text))
    if (!found) throw new Error(`no card ${text}`)
    return found
  }
  /** An open menu takes the pointer from the page, and gives it back a little after it has closed. */
  const pointerIsBack = () => waitFor(() => expect(document.body.style.pointerEvents).not.toBe('none'))
  /** jsdom lays nothing out, so the menu stands "outside" and is hidden: it is found without asking for that. */
  const openMenu = async (user: ReturnType<typeof userEvent.setup>, text: string) => {
    await pointerIsBack()
    await user.click(within(cardOf(text)).getByRole('button', { name: t.card.menu(text) }))
    return within(await screen.findByRole('menu', { hidden: true }))
  }
  const choose = async (user: ReturnType<typeof userEvent.setup>, text: string, item: string) => {
    await user.click((await openMenu(user, text)).getByText(item))
  }

  it('has nothing for axe to say, empty, hidden and full', async () => {
    const check = async () => {
      const { violations } = await axe.run(document.body, {
        // jsdom neither lays out nor paints; a page has its landmarks from the room
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      })
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    }
    show(sitDown(Story.inPhase('list-ideals').posts('aoi', 'a1').posts('ren', 'r1'), 'aoi'))
    await check()
    cleanup()
    const told = deepening()
    addCluster(told.client.board, 'k1', '窓口', ['c1'])
    show(told)
    await check()
  })

  it('moves a card into a new cluster without dragging, and tells screen readers', async () => {
    const user = userEvent.setup()
    show(deepening())
    await choose(user, '窓口が分かれる', t.card.move)
    await user.click(await screen.findByRole('button', { name: t.move.newCluster }))
    const name = await screen.findByRole('textbox', { name: t.clusterName })
    expect(table.desk.wall.lanes[0]?.cards.map(({ id }) => id)).toEqual(['c1'])
    expect(screen.getByText(t.move.grouped(1))).toBeTruthy()
    await user.type(name, '窓口{Enter}')
    await waitFor(() => expect(table.desk.wall.lanes[0]?.title).toBe('窓口'))
  })

  it('rewords a team-mate’s card together: shared text, and where one’s caret is', async () => {
    const user = userEvent.setup()
    show(deepening())
    await choose(user, '返事が食い違う', t.card.edit)
    const text = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: t.card.editing })
    await pointerIsBack()
    await user.type(text, '。毎週')
    await waitFor(() => {
      expect(table.client.content.cards.find(({ id }) => id === 'c2')?.text).toBe('返事が食い違う。毎週')
      expect(table.client.editing.at(-1)).toEqual({ cardId: 'c2', anchor: 10, head: 10 })
    })
    await user.keyboard('{Home}今、')
    expect(text.value).toBe('今、返事が食い違う。毎週')
    expect(text.selectionStart).toBe(2)
    await user.keyboard('{Escape}')
    await waitFor(() => {
      expect(table.client.editing.at(-1)).toBeNull()
      expect(cardOf('今、返事が食い違う。毎週')).toBeTruthy()
    })
  })

  it('shows who is typing where', async () => {
    show(deepening())
    table.client.peers = [
      {
        clientId: 9,
        person: { id: 'ren', name: 'みお', hue: 2 },
        editing: { cardId: 'c1', anchor: 2, head: 2 },
        holding: [],
      },
    ]
    expect(await within(cardOf('窓口')).findByText('みおさんが入力中')).toBeTruthy()
  })

  it('links a challenge to an ideal by a menu and shows the link on the card', async () => {
    const user = userEvent.setup()
    show(deepening())
    await choose(user, '窓口が分かれる', t.card.link)
    await user.click(await screen.findByRole('checkbox', { name: '履歴が1本' }))
    expect(table.client.content.links).toEqual([{ from: 'c1', to: 'i1' }])
  })

  it('gives at most two votes a card, within the budget, and takes them back', async () => {
    const user = userEvent.setup()
    show(deepening())
    const more = () =>
      within(cardOf('窓口が分かれる')).getByRole<HTMLButtonElement>('button', { name: t.vote.more })
    await user.click(more())
    await user.click(more())
    await waitFor(() => expect(more().disabled).toBe(true))
    await user.click(within(cardOf('窓口が分かれる')).getByRole('button', { name: t.vote.less }))
    await waitFor(() => expect(table.seat.pending).toEqual([]))
    expect(table.seat.state.votes).toMatchObject([{ cardId: 'c1', count: 1 }])
  })

  it('lets one withdraw one’s own card alone, after asking', async () => {
    const user = userEvent.setup()
    show(deepening())
    expect((await openMenu(user, '返事が食い違う')).queryByText(t.card.withdraw)).toBeNull()
    await user.keyboard('{Escape}')
    await choose(user, '窓口が分かれる', t.card.withdraw)
    await user.click(await screen.findByRole('button', { name: t.card.withdraw }))
    await waitFor(() => expect(table.seat.state.cards.map(({ id }) => id)).toEqual(['c2']))
  })

  it('can only be read when its time is over', () => {
    const told = deepening()
    const { story } = told.seat
    show(told)
    story.goTo('solutions')
    told.seat.catchUp()
    flushSync()
    expect(screen.queryByRole('textbox')).toBeNull()
    expect(screen.queryByRole('button', { name: /の操作$/ })).toBeNull()
    expect(cardOf('窓口が分かれる')).toBeTruthy()
  })
})

describe('the drawer', () => {
  it('offers text that came too late: to add it while its board is open, or to copy it', async () => {
    const user = userEvent.setup()
    table = sitDown(Story.inPhase('list-ideals'), 'aoi')
    table.drawer.add('遅れた理想', 'ideals')
    table.drawer.add('早すぎた課題', 'challenges')
    table.unsent.keep('solutions', '書きかけの打ち手')
    render(DrawerPanel, {
      workshopId: table.seat.id,
      desk: table.desk,
      unsent: table.unsent,
      ended: false,
    })
    expect(screen.getAllByRole('listitem')).toHaveLength(3)
    expect(screen.getAllByRole('button', { name: t.drawer.add })).toHaveLength(1)
    await user.click(screen.getByRole('button', { name: t.drawer.add }))
    await waitFor(() => expect(table.seat.state.cards).toHaveLength(1))
    expect(screen.queryByText('遅れた理想')).toBeNull()
    expect(screen.getByText('書きかけの打ち手')).toBeTruthy()
  })
})
