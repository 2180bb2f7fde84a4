import { SEMICOLON, COMMA_SPACE, COMMAS } from '../several.ts'
import type { Importer } from './importer.ts'

/**
 * Peatix, 参加者管理 → CSV: UTF-16LE with tabs under the name .csv. The headings are from a published fixture and the
 * organisers' help; the exact ones differ by event, so several sets are known.
 */
export const peatix: Importer = {
  source: 'peatix',
  signs: [
    ['販売ID'],
    ['Sales ID'],
    ['注文ID', '参加者名'],
    ['Order ID', 'Attendee name'],
    ['参加者名', '支払状況'],
    ['参加者名', 'チケット名', 'ステータス'],
  ],
  headings: {
    name: { is: ['参加者名', 'Attendee name', 'お名前', '氏名'] },
    reading: { is: ['参加者名(カナ)', '参加者名カナ'] },
    status: { is: ['ステータス', '支払状況', 'Status', 'Payment status'] },
    tickets: { is: ['枚数', 'チケット枚数', 'Quantity', 'Number of tickets'] },
  },
  ignores: [
    '販売ID',
    'Sales ID',
    '注文ID',
    'Order ID',
    'ユーザーID',
    'アカウント名',
    'Account name',
    '注文日時',
    '購入日時',
    '申込日',
    'Order date',
    'チケット名',
    'Ticket name',
    'チケットID',
    '割引コード',
    '支払金額',
  ],
  joiners: [SEMICOLON, COMMA_SPACE, COMMAS],
}
