import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { TestApp } from '../support/server-app.ts'

let app: TestApp
beforeEach(async () => {
  app = await TestApp.start()
})
afterEach(() => app.close())

describe('the door to the boards', () => {
  it('S-09 F-58 builds nothing for a board that one may not see, however many are named', async () => {
    const { workshopId } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木')
    const closed = await Promise.all(
      Array.from({ length: 40 }, async (_, count) => {
        const path = `/boards/${workshopId}/nowhere${count}/ideals?w=${workshopId}&token=${seatToken}`
        const board = new WebSocket(`${app.url.replace(/^http/, 'ws')}${path}`)
        const [code] = (await once(board, 'close')) as [number]
        return code
      }),
    )
    expect(closed).toEqual(Array(40).fill(4403))
    expect(app.app.boards.size).toBe(0)
  })
})
