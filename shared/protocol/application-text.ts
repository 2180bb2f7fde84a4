import type { PublishNeed } from '../domain/application.ts'
import type { Locale } from '../domain/state.ts'

interface Facts {
  readonly limit?: number
  readonly lacking?: readonly PublishNeed[]
}

const NEEDS = {
  ja: { title: 'テーマ', goal: 'ゴール', inScope: '今日話すこと', outOfScope: '今日は話さないこと' },
  en: { title: 'a theme', goal: 'a goal', inScope: 'what is in scope', outOfScope: 'what is not' },
} as const satisfies Readonly<Record<Locale, Readonly<Record<PublishNeed, string>>>>

/** What a plan lacks, in a row. */
function lackingIn(locale: Locale, { lacking = ['title', 'goal'] }: Facts): string {
  const names = lacking.map((need) => NEEDS[locale][need])
  return locale === 'ja' ? names.map((name) => `「${name}」`).join('') : names.join(', ')
}

/** What is said to people who apply, and to those they apply to. */
export const applicationTexts = {
  plan_incomplete: {
    ja: (facts: Facts) => `募集を始めるには、${lackingIn('ja', facts)}を書いてください。`,
    en: (facts: Facts) => `Before people can apply, please write ${lackingIn('en', facts)}.`,
  },
  form_invalid: {
    ja: (facts: Facts) =>
      `申し込みフォームの項目が多いようです。${facts.limit === undefined ? '' : `${facts.limit}個までに`}減らしてください。`,
    en: (facts: Facts) =>
      `The form asks for more than it may. Please keep${facts.limit === undefined ? '' : ` ${facts.limit} of them`} and take the rest out.`,
  },
  form_closed: {
    ja: 'いまは申し込みを受け付けていません。主催の方に聞いてみてください。',
    en: 'Applications are not open now. Please ask the organisers.',
  },
  answer_missing: {
    ja: '答えがまだの質問があります。ひとつ選ぶか、ひとこと書いてください。',
    en: 'One question still needs an answer. Please choose one or write a word or two.',
  },
  answer_invalid: {
    ja: 'その答えは、いまの選択肢にありません。もう一度選んでください。',
    en: 'That answer is no longer among the choices. Please choose again.',
  },
  consent_missing: {
    ja: '必要な同意がまだです。読んで、チェックを入れてください。',
    en: 'A consent is still needed. Please read it and tick its box.',
  },
  not_waiting: {
    ja: 'この方は、もうキャンセル待ちにいません。画面を読み込み直してください。',
    en: 'This person is no longer on the waiting list. Please reload the page.',
  },
} as const
