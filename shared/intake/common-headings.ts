import type { Field } from './fields.ts'
import type { Headings } from './importers/importer.ts'

/**
 * How forms ask for things. What is found by the longer words wins; between equals the field further up does, so the
 * narrow ones come first: 会社規模 is a size and no company, 解決した課題 is no open challenge.
 */
export const commonHeadings: Readonly<Record<Field, Headings>> = {
  status: { has: ['参加ステータス', '支払状況', '申込状況', 'ステータス', '状態', 'status'] },
  tickets: { has: ['チケット枚数', '枚数', 'quantity'] },
  email: { has: ['メールアドレス', 'メール', 'email', 'mail'] },
  reading: {
    is: ['かな'],
    has: ['ふりがな', 'フリガナ', 'よみがな', 'ヨミガナ', 'カナ', 'furigana', 'reading'],
  },
  solved: { has: ['解決済み', '解決した', '解決できた', '乗り越えた', 'solved'] },
  alsoChallenges: {
    has: ['課題(他)', 'その他の課題', '他の課題', 'ほかの課題', 'ほかに気になる', 'other challenge'],
  },
  mentor: { has: ['先生役', '先生', 'メンター', 'mentor'] },
  firstTime: { has: ['初参加', '初めて', 'はじめて', '参加回数', '参加経験', 'first time', 'newcomer'] },
  onSite: { has: ['会場参加', '現地参加', '参加方法', '参加形式', '参加形態', 'on site', 'in person'] },
  size: {
    is: ['size'],
    has: ['会社規模', '企業規模', '従業員', '社員数', '規模', 'company size', 'employees', 'headcount'],
  },
  companyGroup: { has: ['企業グループ', 'グループ会社', '親会社', 'company group', 'parent company'] },
  industry: { has: ['業界', '業種', 'industry', 'sector'] },
  job: { is: ['job', 'role'], has: ['職種', '領域', '職業', '部署', '役職', 'job title', 'occupation'] },
  challenge: { has: ['主な課題', '一番の課題', '抱えている課題', '課題', 'challenge', 'problem'] },
  wish: { has: ['持ち帰りたい', '得たい', '期待', 'take home', 'take away', 'expect'] },
  company: {
    is: ['企業'],
    has: ['会社名', '企業名', '会社', '勤務先', '所属', 'company', 'organization', 'organisation'],
  },
  name: {
    is: ['name', 'なまえ'],
    has: [
      '参加者名',
      '表示名',
      '氏名',
      'お名前',
      '名前',
      'ニックネーム',
      'full name',
      'display name',
      'your name',
    ],
  },
  freeText: { has: ['自由記述', '自由記入', 'ひとこと', 'コメント', '備考', 'comment', 'anything else'] },
}
