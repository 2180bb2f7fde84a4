/** A word under which every team understands something else, and three narrower themes that hold it. */
export interface WideWord {
  /** as texts read when folded (`search-key.ts`): NFKC, lower case, katakana as hiragana */
  readonly pattern: RegExp
  readonly rewrites: readonly [string, string, string]
}

const wide = (pattern: string, ...rewrites: [string, string, string]): WideWord => ({
  pattern: new RegExp(pattern, 'u'),
  rewrites,
})

/**
 * Words that have split teams (needs 6: 「ツール」という広義の言葉のまま始めた) and their neighbours. The rewrites name two or three
 * of purpose, users, and flow or stock; they are examples to go on from, not proposals about anybody's workshop.
 */
export const WIDE_WORDS: readonly WideWord[] = [
  wide(
    'つーる',
    '新しいメンバーが迷わず質問できるチャットツールの使い方',
    '既存のお客さまとのやりとりを取りこぼさないツールの選び方',
    '決まったことを社内に残して探せるツールの運用',
  ),
  wide(
    '(?<![a-z])dx(?![a-z])|でじたる化',
    '店舗の紙の日報をなくして本部と共有するDX',
    '営業と事務が二度打ちしないための申込書のデジタル化',
    '現場の手順書を探せるようにするDXの一歩目',
  ),
  wide(
    '情報共有',
    '部署をまたぐ決定事項を、あとから探せるように残す情報共有',
    '朝会に出られないメンバーにも届く、チャットでの情報共有',
    '新人が一人で調べられるマニュアルの情報共有',
  ),
  wide(
    'こみゅにけーしょん',
    'リモートの同僚に相談しやすくなるチャットのコミュニケーション',
    '初参加の人が話しはじめられる会議のコミュニケーション',
    'お客さまからの連絡を担当以外にも伝わるようにするコミュニケーション',
  ),
  wide(
    '組織(?:づくり|作り|改革|風土|文化|開発)?',
    '部署の間で仕事が落ちないようにする引き継ぎの記録',
    '10人のチームで決めたことが続く組織の会議の開き方',
    '新しく入った人が3か月で動けるようになる組織の手順書',
  ),
  wide(
    '業務(?:改善|効率化?)|生産性',
    '月末の請求を2日早く終えるための、経理と営業のやりとり',
    '会議を減らすために、メンバーが文書で済ませられる業務改善',
    'メンバーの同じ質問をFAQで減らす業務改善',
  ),
  wide(
    '働き方(?:改革)?',
    '子育て中のメンバーが夕方の会議なしで回せる働き方',
    '在宅と出社が混ざるチームの連絡の働き方',
    '休みの人の仕事が記録だけでわかるようにする働き方',
  ),
  wide(
    '(?<![a-z])ai(?![a-z])|人工知能',
    '議事録をAIで残して、欠席したメンバーが追いつけるようにする',
    '問い合わせの返信の下書きにAIを使うための、サポートチームの決まり',
    '社内文書をAIで探せるようにするための、最初の整理',
  ),
  wide(
    'でーた(?:活用|分析)?',
    '営業の日報のデータを、次の提案に使えるように残す',
    '参加者アンケートのデータから、次回を決めるための会議',
    '店舗の在庫データを、毎朝チャットで伝えるための決まり',
  ),
  wide(
    '(?:人材|人財)?育成|教育|研修',
    '新人が最初の1か月で一人で調べられるようにするための育成',
    '先輩が毎週10分で教えられるようにする、チームの会議',
    '店舗のアルバイトが迷わないための、動画マニュアルの研修',
  ),
  wide(
    'なれっじ|知見',
    '退職する人の知見を、部署に残して探せるようにする',
    'チャットに流れるナレッジを、メンバーが拾って残すための当番',
    'サポートの回答をFAQに蓄積して、新人が使えるようにするナレッジ',
  ),
  wide(
    'こみゅにてぃ(?:運営|づくり|作り)?',
    '初参加の人が2回目も来たくなる、コミュニティの案内の連絡',
    '運営の5人が疲れずに続けるための、コミュニティの記録',
    '常連と初参加が一緒に話せるようにする、コミュニティの会議の進め方',
  ),
  wide(
    '\\b(?:it )?tools?\\b',
    'Chat tools with which new members dare to ask',
    'Tools so that no message from a customer gets lost',
    'Keeping decisions in a tool so that the whole team can search them',
  ),
  wide(
    '\\bdigiti[sz]ation\\b|\\bdigital transformation\\b',
    'Digitisation of shop reports to save staff a second typing',
    'Digitisation of the manual so that staff can search it',
    'A first digital transformation: volunteers apply without paper',
  ),
  wide(
    '\\b(?:information|knowledge)[ -](?:sharing|management)\\b',
    'Information sharing by chat for members who miss the meeting',
    'Knowledge sharing so that newcomers can search the manual',
    'Information sharing between departments: records of what was decided',
  ),
  wide(
    '\\bcommunications?\\b|\\bcollaboration\\b',
    'Communication by chat so that remote members dare to ask',
    'Communication with customers: to answer every mail within a day',
    'Collaboration of two departments without another meeting',
  ),
  wide(
    '\\borgani[sz]ations?\\b|\\bculture\\b|\\bteam ?work\\b',
    'Meetings in which a team of ten decides, so that it sticks',
    'A culture of records, so that newcomers understand why',
    'Hand-overs between departments: to lose nothing on the way',
  ),
  wide(
    '\\bproductivity\\b|\\befficiency\\b|\\bprocess improvement\\b',
    'Productivity of the sales team: to replace one meeting by a document',
    'Efficiency in support: to answer members’ repeated questions by an FAQ',
    'To send invoices two days earlier: messages between sales and accounting',
  ),
  wide(
    '\\bai\\b|\\bdata\\b',
    'AI minutes so that members who were absent catch up',
    'Data from our participants’ survey, to decide the next meeting',
    'AI search in our team’s documents, to find what was decided',
  ),
  wide(
    '\\bcommunity(?: building| management)?\\b',
    'Messages after which newcomers come to our community a second time',
    'Records with which five organisers keep a community going without burning out',
    'Community meetings in which regulars and newcomers talk with each other',
  ),
]
