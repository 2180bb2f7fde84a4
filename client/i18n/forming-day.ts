import { catalogue } from './catalogue.ts'
import { andMore, peopleCount, san, sans } from './people-names.ts'

/** The last minutes before the start, on the screen where teams are formed. */
export const formingDayText = catalogue({
  ja: {
    absent: (names: readonly string[], more: number, here: number) =>
      `${here}名が来ています。まだ来ていない人: ${sans(names, more)}`,
    reflect: '欠席を反映',
    title: '欠席を反映した案',
    set: (n: number) => `${n}名を外しました。`,
    nobodyMoves: 'ほかの人は動きません。',
    moves: (n: number) => `動く人は${n}名です。`,
    move: (name: string, from: string, to: string) => `${san(name)}: ${from} → ${to}`,
    why: { merged: '3名に足りないチームを合わせたため', better: '人数や課題の偏りをならすため' },
    stepsIn: (team: string, gone: string, name: string) =>
      `${team}: ${san(gone)}のかわりに、課題を解決済みの${san(name)}が先生になります。`,
    noMentor: (team: string, gone: string) => `${team}: 先生の${san(gone)}が来ていません。`,
    visitors: (names: readonly string[], more: number) => `巡回をお願いできる先生: ${sans(names, more)}`,
    onlyYou: 'チームの人には、このお知らせは見えません。',
    back: '欠席の反映をやめる',
  },
  en: {
    absent: (names, more, here) => `${peopleCount(here)} here. Not here yet: ${andMore(names, more)}`,
    reflect: 'Form without them',
    title: 'Without the absent',
    set: (n) => `${peopleCount(n)} set aside.`,
    nobodyMoves: 'Nobody else moves.',
    moves: (n) => (n === 1 ? '1 person moves.' : `${n} people move.`),
    move: (name, from, to) => `${name}: ${from} → ${to}`,
    why: { merged: 'their team had fewer than three', better: 'evens out sizes and challenges' },
    stepsIn: (team, gone, name) =>
      `${team}: ${name}, who has solved its challenge, steps in as mentor for ${gone}.`,
    noMentor: (team, gone) => `${team}: its mentor ${gone} is not here.`,
    visitors: (names, more) => `Mentors who may visit: ${andMore(names, more)}`,
    onlyYou: 'The team does not see this.',
    back: 'Take that back',
  },
})
