import { expect, it } from 'vitest'
import { FaultJournal } from '../support/fault-journal.ts'
import { seedOf, sound } from './dose.ts'
import { killUnderLoad } from './kill.ts'

it(
  'G-01 30 kills under load: no acknowledged edit or command lost, no ghosts',
  { timeout: 240_000 },
  async () => {
    sound(killUnderLoad, await killUnderLoad.run({ count: 30, seed: seedOf('kill-under-load') }))
  },
)

it('has an oracle that finds each kind of loss', () => {
  const journal = new FaultJournal()
  const word = (text: string) => journal.typed(text, 'board', 'card')
  word('a0.1;').acknowledged = true
  journal.saw(word('a0.2;').text)
  word('a0.3;').erased = 'acknowledged'
  journal.sawGone(word('a0.4;').text)
  word('a0.5;').refused = true
  word('a0.6;')
  expect(journal.judge('board', new Map([['card', '札:a0.3;a0.4;a0.5;a0.6;a0.6;a0.9;']]))).toEqual([
    'a0.6; is there twice',
    'a0.9; was never written there',
    'a0.1; was acknowledged and is lost',
    'a0.2; was a ghost: others saw it, and it is not there',
    'the erasure of a0.3; was acknowledged and is lost',
    'the erasure of a0.4; was a ghost: others saw it go, and it is there',
    'a0.5; was refused and is there',
  ])
})
