import { describe, expect, it } from 'vitest'
import { strays, type CommunityAim } from '#shared/domain/hints/purpose.ts'

const MOVING: CommunityAim = {
  name: '引っ越しの会',
  purpose: '荷造りと引き継ぎの知恵を、地域で分けあう',
  forWhom: 'はじめて一人で暮らす学生',
}
const SUPPORT: CommunityAim = {
  name: 'Answering well',
  purpose: 'Better answers for customers of small shops',
  forWhom: 'People who answer the phone and the mail',
}

describe('what a plan has to do with its community', () => {
  it.each([
    ['議事録が読まれない', MOVING],
    ['チャットツールの選び方', MOVING],
    [
      'ワークショップの参加者と課題を共有する',
      { ...MOVING, purpose: 'コミュニティの課題を解決する方法と家電' },
    ],
    ['Growing tomatoes on a balcony', SUPPORT],
    ['How people learn tennis in a workshop', SUPPORT],
  ])('HNT-9 %s strays', (theme, aim) => {
    expect(strays([theme], aim)).toBe(true)
  })

  it.each([
    ['荷造りの順番', MOVING],
    ['仕事の引継ぎと、引き継ぎノート', MOVING],
    ['大学生の台所', { ...MOVING, forWhom: '大学の近くで暮らす学生' }],
    ['引っ越しの日', { ...MOVING, purpose: '知恵を分けあう' }],
    ['ﾁｬｯﾄの使い方', { ...MOVING, purpose: 'チャットで助けあう' }],
    ['Answer a customer within a day', SUPPORT],
    ['The shop window', SUPPORT],
  ])('HNT-9 %s has a word in common', (theme, aim) => {
    expect(strays([theme], aim)).toBe(false)
  })

  it('HNT-9 whatever is written on the plan counts, and who says too little is told nothing', () => {
    expect(strays(['議事録が読まれない', '学生の会'], MOVING)).toBe(false)
    expect(strays(['', ''], MOVING)).toBe(false)
    expect(strays(['あれこれ'], MOVING)).toBe(false)
    expect(strays(['How people learn in a workshop'], SUPPORT)).toBe(false)
    expect(strays(['議事録が読まれない'], { ...MOVING, purpose: '', forWhom: '' })).toBe(false)
    expect(strays(['議事録が読まれない'], { ...MOVING, purpose: 'みんなで', forWhom: '人' })).toBe(false)
  })
})
