/** Bare Socket.IO, set up as ours is: one emit to everybody for each `say`. */
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer()
const io = new Server(http, {
  serveClient: false,
  perMessageDeflate: false,
  pingInterval: 15_000,
  pingTimeout: 20_000,
})
io.on('connection', (socket) => {
  socket.on('say', (message) => io.emit('workshop:events', message))
})
http.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening'))
