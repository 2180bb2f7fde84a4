import type { QuestionKey } from '../domain/application.ts'
import type { Locale } from '../domain/state.ts'

interface QuestionText {
  readonly label: string
  readonly hint: string
}

const sizes = {
  ja: ['1〜10人', '11〜50人', '51〜300人', '301〜1,000人', '1,001〜5,000人', '5,001人以上'],
  en: ['1 to 10', '11 to 50', '51 to 300', '301 to 1,000', '1,001 to 5,000', 'more than 5,000'],
} as const

/** The questions of an application as people read them, and the answers that are the same in every workshop. */
export const questionText = {
  ja: {
    questions: {
      challenge: { label: 'いちばん困っていること', hint: '' },
      alsoChallenges: { label: 'ほかに困っていること', hint: '' },
      solved: { label: 'もう解決できたこと', hint: '同じことで困っている人の助けになります' },
      mentor: { label: 'チームで相談にのれますか', hint: '解決した経験を、問いかけで伝える役です' },
      size: { label: '会社や団体の規模', hint: '' },
      industry: { label: '業界', hint: '' },
      job: { label: '職種', hint: '' },
      company: { label: '会社や団体の名前', hint: '同じところの人と別のチームになります' },
      firstTime: { label: '参加は初めてですか', hint: '' },
      onSite: { label: 'どこから参加しますか', hint: '' },
      wish: { label: '持ち帰りたいこと', hint: '終わりに、もう一度見返します' },
      freeText: { label: 'ほかに伝えたいこと', hint: '' },
    },
    sizes: sizes.ja,
    yesNo: {
      mentor: { yes: 'のれます', no: '今回は見送ります' },
      firstTime: { yes: '初めて', no: '2回目以上' },
      onSite: { yes: '会場', no: 'オンライン' },
    },
  },
  en: {
    questions: {
      challenge: { label: 'Your main challenge', hint: '' },
      alsoChallenges: { label: 'Other challenges', hint: '' },
      solved: { label: 'What you have solved already', hint: 'it helps those who struggle with it now' },
      mentor: { label: 'Could you be a mentor in your team?', hint: 'you help by asking questions' },
      size: { label: 'Size of your organisation', hint: '' },
      industry: { label: 'Industry', hint: '' },
      job: { label: 'Your work', hint: '' },
      company: { label: 'Company or organisation', hint: 'colleagues are put in different teams' },
      firstTime: { label: 'Is this your first time?', hint: '' },
      onSite: { label: 'Where will you join from?', hint: '' },
      wish: { label: 'What you want to take home', hint: 'we come back to it at the end' },
      freeText: { label: 'Anything else', hint: '' },
    },
    sizes: sizes.en,
    yesNo: {
      mentor: { yes: 'Yes, gladly', no: 'Not this time' },
      firstTime: { yes: 'First time', no: 'I have been before' },
      onSite: { yes: 'On site', no: 'Online' },
    },
  },
} as const satisfies Readonly<
  Record<
    Locale,
    {
      readonly questions: Readonly<Record<QuestionKey, QuestionText>>
      readonly sizes: readonly string[]
      readonly yesNo: Readonly<
        Record<'mentor' | 'firstTime' | 'onSite', { readonly yes: string; readonly no: string }>
      >
    }
  >
>
