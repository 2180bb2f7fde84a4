/** Bare ws: whatever one says goes to everybody, the speaker included. */
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const http = createServer()
const server = new WebSocketServer({ server: http, perMessageDeflate: false })
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    for (const one of server.clients) one.send(data, { binary: isBinary })
  })
  socket.on('error', () => socket.terminate())
})
http.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening'))
