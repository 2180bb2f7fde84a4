import type { PublishNeed } from '../domain/application.ts'
import type { RejectionCode } from '../domain/rejection.ts'
import type { Locale } from '../domain/state.ts'
import { applicationTexts } from './application-text.ts'
import { communityTexts, communityWireTexts } from './community-text.ts'
import type { WireErrorCode } from './errors.ts'

/** What the sentences may mention; everything is optional, because a program may pass less. */
export interface ErrorFacts {
  readonly limit?: number
  readonly missing?: readonly unknown[]
  readonly summaries?: readonly unknown[]
  readonly lacking?: readonly PublishNeed[]
}

type Sentence = (facts: ErrorFacts) => string
type Text = Readonly<Record<Locale, string | Sentence>>

/** The part of a sentence that names a bound; left out when the bound is not known. */
const bound = (facts: ErrorFacts, say: (limit: number) => string): string =>
  facts.limit === undefined ? '' : say(facts.limit)

const rejectionTexts = {
  not_allowed: {
    ja: 'この操作は、いまの役割ではできません。ファシリテーターに声をかけてください。',
    en: 'Your part does not include this. Please ask a facilitator.',
  },
  participant_unknown: {
    ja: '席が見つかりません。参加リンクから、もう一度入ってください。',
    en: 'There is no such seat. Please come in again by the link you joined with.',
  },
  team_unknown: {
    ja: 'チームが見つかりません。画面を読み込み直してください。',
    en: 'There is no such team. Please reload the page.',
  },
  phase_unknown: {
    ja: 'この場面は、もう進行表にありません。画面を読み込み直してください。',
    en: 'This phase is no longer on the agenda. Please reload the page.',
  },
  card_unknown: {
    ja: 'このカードは、もうボードにありません。別のカードを選んでください。',
    en: 'This card is no longer on the board. Please choose another one.',
  },
  name_invalid: {
    ja: (facts) => `名前を${bound(facts, (limit) => `1〜${limit}文字で`)}入れてください。`,
    en: (facts) => `Please enter a name${bound(facts, (limit) => ` of 1 to ${limit} characters`)}.`,
  },
  title_missing: { ja: 'テーマを入れてください。', en: 'Please enter a theme.' },
  title_too_long: {
    ja: (facts) => `少し長いようです。${bound(facts, (limit) => `${limit}文字までに`)}短くしてください。`,
    en: (facts) =>
      `This is a little long. Please shorten it${bound(facts, (limit) => ` to ${limit} characters`)}.`,
  },
  goal_missing: {
    ja: 'ゴールを入れてください。ひとことで大丈夫です。',
    en: 'Please enter a goal. A few words are enough.',
  },
  call_link_invalid: {
    ja: '通話のリンクは https:// ではじまるアドレスを、そのまま貼ってください。',
    en: 'Please paste the whole address of the call; it begins with https://.',
  },
  ...applicationTexts,
  ...communityTexts,
  text_empty: {
    ja: 'まだ何も書かれていません。ひとこと書いてください。',
    en: 'Please write a word or two first.',
  },
  text_too_long: {
    ja: (facts) =>
      `少し長いようです。${bound(facts, (limit) => `${limit}文字までに`)}短くするか、分けてください。`,
    en: (facts) =>
      `This is a little long. Please shorten it${bound(facts, (limit) => ` to ${limit} characters`)} or split it.`,
  },
  reason_missing: {
    ja: '待たずに進む理由を、ひとこと書いてください。',
    en: 'Please say in a few words why you go on without waiting.',
  },
  room_full: {
    ja: (facts) =>
      `満席です${bound(facts, (limit) => `(${limit}名まで)`)}。席が空いていないか、ファシリテーターに聞いてください。`,
    en: (facts) =>
      `The room is full${bound(facts, (limit) => ` (${limit} people)`)}. Please ask a facilitator for a seat.`,
  },
  door_closed: {
    ja: 'いまは新しく入れません。ファシリテーターに声をかけてください。',
    en: 'The room takes nobody new right now. Please ask a facilitator.',
  },
  door_guarded: {
    ja: 'いまはファシリテーターが一人ずつ入室を確認しています。参加リンクを開き直し、入室をお願いしてください。',
    en: 'A facilitator lets people in one by one right now. Open the link to the room again and ask to come in.',
  },
  frozen: {
    ja: 'ファシリテーターが書き込みを止めています。再開まで少しお待ちください。',
    en: 'A facilitator has stopped the writing. Please wait a little.',
  },
  board_full: {
    ja: (facts) =>
      `このボードはいっぱいです${bound(facts, (limit) => `(${limit}枚まで)`)}。似たカードをまとめてください。`,
    en: (facts) =>
      `This board is full${bound(facts, (limit) => ` (${limit} cards)`)}. Please merge similar cards first.`,
  },
  lot_closed: {
    ja: '駐車場は、打ち手の前の、書く場面で使えます。このままボードに出せます。',
    en: 'The parking lot is for phases of writing before the solutions. You can post it as it is.',
  },
  lot_full: {
    ja: (facts) =>
      `駐車場がいっぱいです${bound(facts, (limit) => `(${limit}件まで)`)}。このままボードに出してください。`,
    en: (facts) =>
      `The parking lot is full${bound(facts, (limit) => ` (${limit} cards)`)}. Please post it as it is.`,
  },
  tools_invalid: {
    ja: (facts) =>
      `ツール名は1行に1つ、短い名前で${bound(facts, (limit) => `${limit}件までに`)}してください。`,
    en: (facts) =>
      `Please give short tool names, one a line${bound(facts, (limit) => `, ${limit} at most`)}.`,
  },
  not_open_yet: {
    ja: 'まだ始まっていません。ファシリテーターが始めるまで、お待ちください。',
    en: 'The workshop has not begun. Please wait until a facilitator opens it.',
  },
  already_open: {
    ja: 'もう始まっています。このまま進められます。',
    en: 'It is already open. You can go on.',
  },
  ended: {
    ja: 'ワークショップは終わりました。内容は成果のページで読めます。',
    en: 'The workshop has ended. You can read it on the outcome page.',
  },
  nobody_here: {
    ja: 'まだどなたもいません。参加リンクを送って、来るのを待ちましょう。',
    en: 'Nobody is here yet. Send the link for joining, then try again.',
  },
  teams_missing: {
    ja: '次はチームの時間です。先にチームを作ってください。',
    en: 'The next phase needs teams. Please form teams first.',
  },
  plan_outdated: {
    ja: 'この案を作ったあとで、参加者かチームが変わりました。もう一度チーム分けをしてください。',
    en: 'People or teams have changed since this plan was made. Please form the teams again.',
  },
  team_too_large: {
    ja: (facts) => `チームが大きすぎます${bound(facts, (limit) => `(${limit}名まで)`)}。人を移してください。`,
    en: (facts) =>
      `A team is too large${bound(facts, (limit) => ` (up to ${limit} people)`)}. Please move somebody.`,
  },
  stale_phase: {
    ja: '場面がもう変わっています。画面を確かめて、もう一度どうぞ。',
    en: 'The phase has already changed. Have a look, then try again.',
  },
  gate_closed: {
    ja: (facts) =>
      summariesAlone(facts)
        ? `まとめがまだのチームが${facts.summaries?.length}つあります。少し待つか、理由を書いて進めます。`
        : `あと${facts.missing === undefined ? '何' : facts.missing.length}名が書いています。少し待つか、理由を書いて進めます。`,
    en: (facts) =>
      summariesAlone(facts)
        ? `Teams without a summary: ${facts.summaries?.length}. Wait a little, or go on with a reason.`
        : `${waitedFor(facts)} still writing. Wait a little, or go on with a reason.`,
  },
  last_phase: {
    ja: 'これが最後の場面です。「終了する」で締めくくってください。',
    en: 'This is the last phase. You can end the workshop now.',
  },
  first_phase: {
    ja: 'これが最初の場面です。時間を足すことはできます。',
    en: 'This is the first phase. You can add time instead.',
  },
  nothing_to_undo: {
    ja: '取り消せる時間を過ぎました。「戻る」で前の場面に戻れます。',
    en: 'It is too late to take this back. You can still go back a phase.',
  },
  phase_over: {
    ja: '始まった場面は変えられません。これからの場面を直してください。',
    en: 'A phase that has begun stays as it is. Please edit a coming one.',
  },
  agenda_invalid: {
    ja: '進行表のどこかが範囲の外です。場面の数と分数を確かめてください。',
    en: 'Something on the agenda is out of bounds. Please check the phases and their minutes.',
  },
  already_paused: {
    ja: '時計はもう止まっています。「再開」でまた動きます。',
    en: 'The clock is already paused. Resume to start it again.',
  },
  not_paused: {
    ja: '時計は動いています。このまま進められます。',
    en: 'The clock is running. You can go on.',
  },
  board_closed: {
    ja: 'このボードは、いまは書けません。書いたものは手もとに残しておけます。',
    en: 'This board is closed right now. Keep your text, and add it when the board is open.',
  },
  no_team: {
    ja: 'まだチームに入っていません。ファシリテーターに声をかけてください。',
    en: 'You are not in a team yet. Please ask a facilitator.',
  },
  card_exists: {
    ja: 'このカードは、もう貼られています。ボードを確かめてください。',
    en: 'This card is already on the board. Have a look there.',
  },
  not_author: {
    ja: 'ほかの方のカードです。書いたご本人にお願いしてください。',
    en: 'Somebody else wrote this card. Please ask its author.',
  },
  already_revealed: {
    ja: 'カードはもう公開されています。ボードの上で直せます。',
    en: 'The card has been revealed. You can edit it on the board.',
  },
  nothing_to_reveal: {
    ja: '公開するものがまだありません。カードが出るのを待ちましょう。',
    en: 'There is nothing to show yet. Wait for the first cards.',
  },
  votes_closed: {
    ja: 'いまは投票の時間ではありません。次の投票をお待ちください。',
    en: 'Voting is closed right now. Please wait for the next vote.',
  },
  votes_spent: {
    ja: (facts) =>
      `票を使い切りました${bound(facts, (limit) => `(ひとり${limit}票)`)}。ほかのカードから票を戻すと入れられます。`,
    en: (facts) =>
      `You have no votes left${bound(facts, (limit) => ` (${limit} each)`)}. Take one back from another card first.`,
  },
  mentor_never_presents: {
    ja: '先生は発表役になれません。ほかの方を選んでください。',
    en: 'A mentor never presents. Please choose somebody else.',
  },
  not_sharing: {
    ja: 'いまは共有の時間ではありません。共有の場面で使えます。',
    en: 'This works in the share phase. Please move there first.',
  },
  replies_full: {
    ja: (facts) =>
      `返信がいっぱいです${bound(facts, (limit) => `(${limit}件まで)`)}。続きは新しいカードにしましょう。`,
    en: (facts) =>
      `There are enough replies here${bound(facts, (limit) => ` (up to ${limit})`)}. Please write a new card.`,
  },
  rules_first: {
    ja: '先にハウスルールをご確認ください。メニューの「ハウスルール」で同意すると、そのまま投稿できます。',
    en: 'Please read the house rules first. Agree to them in the menu under “House rules”, then post.',
  },
  rules_changed: {
    ja: 'ハウスルールが変わりました。もう一度読んで、同意してください。',
    en: 'The house rules have changed. Please read them once more, then agree.',
  },
  rules_too_many: {
    ja: (facts) => `ルールは${bound(facts, (limit) => `${limit}行までです。`)}似たものをまとめてください。`,
    en: (facts) => `Please join some rules${bound(facts, (limit) => `: there is room for ${limit}`)}.`,
  },
  why_first: {
    ja: 'ひとつめの「なぜ?」の答えが、まだありません。先にそちらを書いてください。',
    en: 'The first “why?” has no answer yet. Please write that one first.',
  },
  why_elsewhere: {
    ja: '「なぜ?」は課題のボードで使えます。ここでは返信を書いてください。',
    en: '“Why?” belongs on the challenges board. Please write a reply here.',
  },
  pledge_elsewhere: {
    ja: '「試してみたい」「教えられる」は打ち手のカードで使えます。',
    en: '“Want to try” and “can teach” are for cards on the solutions board.',
  },
  own_card: {
    ja: '「助かった」は、ほかの人のカードに伝えられます。',
    en: '“That helped” is for cards that others wrote.',
  },
} satisfies Record<RejectionCode, Text>

const wireTexts = {
  malformed: {
    ja: '内容を読み取れませんでした。画面を読み込み直してください。',
    en: 'We could not read this. Please reload the page.',
  },
  too_large: {
    ja: '一度に送るには大きすぎます。分けて送ってください。',
    en: 'This is too much at once. Please send it in parts.',
  },
  too_fast: {
    ja: '少し速すぎるようです。ひと呼吸おいて、もう一度どうぞ。',
    en: 'That was a little fast. Take a breath, then try again.',
  },
  unauthorised: {
    ja: 'どなたかを確かめられません。参加リンクから、もう一度入ってください。',
    en: 'We cannot tell who you are. Please come in again by your link.',
  },
  knocks_full: {
    ja: 'いま入室を待っている方が多く、まだお願いを送れていません。このままお待ちください。場所が空きしだい送ります。',
    en: 'Very many people wait to come in. Please stay here; you are announced as soon as there is room.',
  },
  forbidden: {
    ja: 'このリンクでは開けません。ファシリテーターにリンクを確かめてください。',
    en: 'Your link does not open this. Please check the link with a facilitator.',
  },
  elsewhere: {
    ja: 'ほかの画面で開いたので、この画面は閉じました。読み込み直すと使えます。',
    en: 'You opened this on other screens, so this one was closed. Reload to use it.',
  },
  workshop_unknown: {
    ja: 'ワークショップが見つかりません。リンクを確かめてください。',
    en: 'There is no such workshop. Please check the link.',
  },
  code_unknown: {
    ja: 'このコードの部屋はありません。6文字を確かめてください。',
    en: 'There is no room with this code. Please check its six characters.',
  },
  ...communityWireTexts,
  not_found: {
    ja: 'ページが見つかりません。リンクを確かめてください。',
    en: 'There is no such page. Please check the link.',
  },
  generation_changed: {
    ja: 'サーバーが前の状態に戻されたため、反映されませんでした。画面を確かめて、もう一度どうぞ。',
    en: 'The server was set back to an earlier state, so this was not taken. Have a look, then try again.',
  },
  unavailable: {
    ja: 'いま保存できません。書いたものは残っています。少し待ってください。',
    en: 'Saving does not work right now. Your text is kept; please wait a little.',
  },
  damaged: {
    ja: '記録の一部が壊れているため、いまは見るだけです。運営の方に、バックアップから戻せるか聞いてください。',
    en: 'Part of the record is damaged, so this can only be read. Please ask the operator to restore a backup.',
  },
  disk_full: {
    ja: 'サーバーの空きが足りず、新しいワークショップを開けません。運営の方に、空きを増やすよう頼んでください。',
    en: 'The server has too little space left to open a workshop. Please ask its operator to free some space.',
  },
  internal: {
    ja: 'こちらの不具合です。少し待って、もう一度お試しください。',
    en: 'Something broke on our side. Please wait a little and try again.',
  },
} satisfies Record<WireErrorCode, Text>

const texts: Readonly<Record<RejectionCode | WireErrorCode, Text>> = { ...rejectionTexts, ...wireTexts }

/** Everybody has posted, and the gate waits for summaries only. */
function summariesAlone({ missing, summaries }: ErrorFacts): boolean {
  return missing?.length === 0 && summaries !== undefined
}

function waitedFor({ missing }: ErrorFacts): string {
  if (missing === undefined) return 'Some people are'
  return missing.length === 1 ? 'One person is' : `${missing.length} people are`
}

/** The sentence for people: what is the matter and what to do about it. Complete in both languages. */
export function errorText(
  error: ErrorFacts & { readonly code: RejectionCode | WireErrorCode },
  locale: Locale,
): string {
  const text = texts[error.code][locale]
  return typeof text === 'function' ? text(error) : text
}
