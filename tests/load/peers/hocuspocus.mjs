/** Hocuspocus as shipped: its own debounce (2 s, at most 10 s), SQLite in a file. */
import { SQLite } from '@hocuspocus/extension-sqlite'
import { Server } from '@hocuspocus/server'

const server = new Server({
  port: Number(process.env.PORT),
  address: '127.0.0.1',
  quiet: true,
  extensions: [new SQLite({ database: `${process.env.DATA_DIR}/boards.sqlite` })],
})
await server.listen()
console.log('listening')
