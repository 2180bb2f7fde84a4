/** The floor: every frame goes unread to everybody else under the same path. Remembers nothing. */
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const boards = new Map()
const http = createServer()
const server = new WebSocketServer({ server: http, perMessageDeflate: false })

server.on('connection', (socket, request) => {
  const board = boards.get(request.url) ?? new Set()
  boards.set(request.url, board)
  board.add(socket)
  socket.on('message', (data, isBinary) => {
    for (const other of board) if (other !== socket) other.send(data, { binary: isBinary })
  })
  socket.on('close', () => board.delete(socket))
  socket.on('error', () => socket.terminate())
})

http.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening'))
