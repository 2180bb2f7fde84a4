import type { ParticipantId, WorkshopId } from '#shared/ids.ts'
import type { KnocksMessage } from '#shared/protocol/knocks.ts'
import type { PulseMessage } from '#shared/protocol/socket.ts'
import type { Runtime } from '../runtime.ts'
import type { KnockBook } from '../rooms/knock-book.ts'
import type { Commit, Room, RoomListener } from '../rooms/room.ts'
import { channelOf, channelsOf } from './channels.ts'
import { missedBy, runsOf, snapshotFor, type Seen } from './envelopes.ts'
import type { Connection, RealtimeNamespace } from './socket-types.ts'

/** Carries what is committed to those who may hear it, in order; brings newcomers up to date. */
export class Outbox {
  readonly #connections: RealtimeNamespace
  readonly #runtime: Runtime
  readonly #knocks: Pick<KnockBook, 'waiting'>
  /** how far each live workshop has been told, across reopenings of its room */
  readonly #told = new Map<WorkshopId, number>()
  /** the last pulse of each, for a facilitator who comes in between two */
  readonly #pulses = new Map<WorkshopId, PulseMessage>()

  constructor(connections: RealtimeNamespace, runtime: Runtime, knocks: Pick<KnockBook, 'waiting'>) {
    this.#connections = connections
    this.#runtime = runtime
    this.#knocks = knocks
  }

  /**
   * The first listener of a room. A room that failed may have reached the disk without telling anyone: whoever is
   * connected when it opens again is told what they missed.
   */
  listen(room: Room): RoomListener {
    const { workshopId } = room
    const told = this.#told.get(workshopId)
    if (told !== undefined && told !== room.seq)
      for (const connection of this.#at(channelOf(workshopId, { to: 'everyone' })))
        this.#bringUpToDate(connection, room, { since: told })
    this.#told.set(workshopId, room.seq)
    return {
      committed: (commit) => this.#publish(room, commit),
      recalled: () =>
        this.#connections.to(channelOf(workshopId, { to: 'facilitators' })).emit('workshop:past', room.past),
      close: () => {
        this.#pulses.delete(workshopId)
        if (this.#at(channelOf(workshopId, { to: 'everyone' })).length === 0) this.#told.delete(workshopId)
      },
    }
  }

  /**
   * Gives a connection its channels and what it lacks: the events after those seen, or a snapshot. In one turn of the loop, so
   * nothing is committed in between. `false`: its seat is gone.
   */
  admit(connection: Connection, room: Room, seen: Seen): boolean {
    const viewer = room.viewer(connection.data.key.grant)
    if (viewer === null) return false
    void connection.join([...channelsOf(room.workshopId, viewer)])
    this.#bringUpToDate(connection, room, seen)
    const pulse = this.#pulses.get(room.workshopId)
    if (pulse && viewer.role === 'facilitator') connection.emit('workshop:pulse', pulse)
    if (viewer.role === 'facilitator') connection.emit('workshop:knocks', this.#knocksOf(room.workshopId))
    return true
  }

  /** To the facilitators of a workshop; may be lost. */
  sendPulse(workshopId: WorkshopId, message: PulseMessage): void {
    this.#pulses.set(workshopId, message)
    this.#connections
      .to(channelOf(workshopId, { to: 'facilitators' }))
      .volatile.emit('workshop:pulse', message)
  }

  /** To the facilitators of a workshop: who waits at its door. */
  sendKnocks(workshopId: WorkshopId): void {
    this.#connections
      .to(channelOf(workshopId, { to: 'facilitators' }))
      .emit('workshop:knocks', this.#knocksOf(workshopId))
  }

  #knocksOf(workshopId: WorkshopId): KnocksMessage {
    return { waiting: this.#knocks.waiting(workshopId).map(({ id, name, since }) => ({ id, name, since })) }
  }

  #publish(room: Room, { entries }: Commit): void {
    const { workshopId } = room
    for (const { audience, message } of runsOf(entries, room))
      this.#connections.to(channelOf(workshopId, audience)).emit('workshop:events', message)
    this.#told.set(workshopId, room.seq)
    for (const { event } of entries) {
      if (event.type === 'facilitator.granted') this.#promote(room, event.participantId)
      if (event.type === 'seat.left' || event.type === 'seat.removed') this.#seeOff(room, event.participantId)
    }
  }

  /** A new facilitator hears the facilitators' channel from now on, and learns what was said there before. */
  #promote(room: Room, participantId: ParticipantId): void {
    for (const connection of this.#of(room, participantId)) this.admit(connection, room, {})
  }

  /** Closes the connections of a seat that is gone; a moment later, so that the answer to `seat.leave` arrives. */
  #seeOff(room: Room, participantId: ParticipantId): void {
    const connections = this.#of(room, participantId)
    this.#runtime.timers.after(0, () => {
      for (const connection of connections) connection.disconnect(true)
    })
  }

  #bringUpToDate(connection: Connection, room: Room, seen: Seen): void {
    const viewer = room.viewer(connection.data.key.grant)
    if (viewer === null) return
    const missed = missedBy(viewer, seen, room)
    if (missed === null) return void connection.emit('workshop:snapshot', snapshotFor(viewer, room))
    connection.emit('workshop:events', missed)
    if (viewer.role === 'facilitator') connection.emit('workshop:past', room.past)
  }

  #of(room: Room, participantId: ParticipantId): readonly Connection[] {
    return this.#at(channelOf(room.workshopId, { to: 'person', participantId }))
  }

  /** The connections of this process in a channel; asked of memory, never of a cluster (reliability.md F-26). */
  #at(channel: string): readonly Connection[] {
    const ids = this.#connections.adapter.rooms.get(channel) ?? []
    return [...ids].flatMap((id) => this.#connections.sockets.get(id) ?? [])
  }
}
