import { catalogue } from './catalogue.ts'
import { san } from './people-names.ts'

/** The plan page's list of people who applied. */
export const applicantsText = catalogue({
  ja: {
    heading: '申し込んだ人',
    none: {
      draft: '募集をはじめると、申し込んだ人がここに並びます。',
      published:
        'まだ申し込みはありません。申し込みページのリンクを知らせると、申し込んだ人がここに並びます。',
      closed: '申し込みはありませんでした。',
    },
    seated: '席がある人',
    count: (people: number, capacity: number | null) =>
      capacity === null ? `${people}名` : `${people}名(定員${capacity}名)`,
    waiting: 'キャンセル待ち',
    waitingHint: {
      planning: '席が空くと、上から順に席になります。定員をこえて席にすることもできます。',
      live: 'はじまったあとは、席が空いても自動では席になりません。',
    },
    since: (time: string) => `席あり ${time}`,
    applied: (time: string) => `申し込み ${time}`,
    items: '同意の内容',
    names: '結果のページに、名前をのせてよい',
    given: (given: number, all: number) => `${all}名中${given}名`,
    earlier: '前の文言',
    agreed: (places: readonly number[]) => (places.length === 0 ? '同意なし' : `同意 ${places.join('・')}`),
    admit: '席にする',
    admitOf: (name: string) => `${san(name)}を席にする`,
    withdraw: '取り消す',
    withdrawOf: (name: string) => `${san(name)}の申し込みを取り消す`,
    more: (count: number) => `さらに${count}名を表示`,
    sure: {
      title: (name: string) => `${san(name)}の申し込みを取り消しますか`,
      seated: '席がなくなり、本人のリンクでは入れなくなります。書いたカードは残ります。',
      waiting: 'キャンセル待ちからはずれ、名前と答えも消えます。',
      movesUp: (name: string) => `空いた席は、次に待っている${san(name)}のものになります。`,
      final: '元には戻せません。本人には自動で知らせないので、必要なら連絡してください。',
      confirm: '取り消す',
    },
    withdrawn: (name: string) => `${san(name)}の申し込みを取り消しました。`,
    moved: (gone: string, next: string) =>
      `${san(gone)}の申し込みを取り消しました。${san(next)}が席につきました。`,
    admitted: (name: string) => `${san(name)}を席にしました。`,
  },
  en: {
    heading: 'Who applied',
    none: {
      draft: 'Once people may apply, those who did are listed here.',
      published: 'Nobody has applied yet. Pass on the link to the form; whoever applies is listed here.',
      closed: 'Nobody applied.',
    },
    seated: 'With a seat',
    count: (people, capacity) => (capacity === null ? `${people}` : `${people} of ${capacity}`),
    waiting: 'Waiting list',
    waitingHint: {
      planning: 'Whoever is first gets the next free seat. You may also give a seat beyond the capacity.',
      live: 'Now that it has begun, a free seat goes to nobody by itself.',
    },
    since: (time) => `seat since ${time}`,
    applied: (time) => `applied ${time}`,
    items: 'What people agreed to',
    names: 'My name may appear on the page of results',
    given: (given, all) => `${given} of ${all}`,
    earlier: 'earlier words',
    agreed: (places) => (places.length === 0 ? 'agreed to nothing' : `agreed to ${places.join(', ')}`),
    admit: 'Give a seat',
    admitOf: (name) => `Give a seat to ${name}`,
    withdraw: 'Withdraw',
    withdrawOf: (name) => `Withdraw the application of ${name}`,
    more: (count) => `Show ${count} more`,
    sure: {
      title: (name) => `Withdraw the application of ${name}?`,
      seated: 'They lose the seat, and their link no longer lets them in. Cards they wrote stay.',
      waiting: 'They leave the waiting list, and their name and answers are erased.',
      movesUp: (name) => `The free seat goes to ${name}, who waits next.`,
      final: 'This cannot be undone. They are not told by us, so write to them if they should know.',
      confirm: 'Withdraw',
    },
    withdrawn: (name) => `The application of ${name} is withdrawn.`,
    moved: (gone, next) => `The application of ${gone} is withdrawn, and ${next} has a seat.`,
    admitted: (name) => `${name} has a seat.`,
  },
})
