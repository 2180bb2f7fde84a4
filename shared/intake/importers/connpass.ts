import { SEMICOLON, COMMAS } from '../several.ts'
import type { Importer } from './importer.ts'

/** connpass, 参加者のCSV: UTF-8 today, Shift_JIS in old files and after Excel. Headings of 2018 and of today. */
export const connpass: Importer = {
  source: 'connpass',
  signs: [
    ['参加枠名', '表示名'],
    ['ユーザー名', '表示名', '参加ステータス'],
    ['表示名', '受付番号'],
  ],
  headings: {
    name: { is: ['表示名'] },
    status: { is: ['参加ステータス'] },
    freeText: { is: ['コメント'] },
  },
  ignores: ['参加枠名', 'ユーザー名', '利用開始日', '出欠ステータス', '出席日時', '更新日時', '受付番号'],
  joiners: [SEMICOLON, COMMAS],
  nobody: /^[(（]退会ユーザー[)）]$/,
}
