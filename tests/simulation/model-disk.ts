import type { Millis } from '#shared/time.ts'
import { MemoryStorage, type MemoryDisk } from '../../server/storage/memory/memory-storage.ts'
import { StorageError, type Storage } from '../../server/storage/ports.ts'
import type { ModelTime, ServerTime } from './model-time.ts'

/** How the disk behaves now; the world turns these knobs. */
export interface DiskMood {
  /** how long a write takes */
  latency: () => Millis
  /** writes fail; half of them after they have happened, which nobody can tell */
  failing: boolean
}

export function calmDisk(): DiskMood {
  return { latency: () => 0, failing: false }
}

/** A disk that takes its time and may fail. When the process dies, what was not committed has never been. */
export class ModelStorage implements Storage {
  readonly journal: Storage['journal']
  readonly snapshots: Storage['snapshots']
  readonly workshops: Storage['workshops']
  readonly communities: Storage['communities']
  readonly tokens: Storage['tokens']
  readonly people: Storage['people']
  readonly generation: Storage['generation']
  readonly uptime: Storage['uptime']
  readonly #inner: MemoryStorage
  readonly #time: ModelTime
  readonly #process: ServerTime
  readonly #mood: DiskMood
  #freeAt: Millis = 0

  constructor(disk: MemoryDisk, time: ModelTime, process: ServerTime, mood: DiskMood) {
    const inner = new MemoryStorage(disk)
    this.#inner = inner
    this.#time = time
    this.#process = process
    this.#mood = mood
    this.journal = {
      append: (entry) => {
        const records = entry.records.map((bytes) => new Uint8Array(bytes))
        return this.#write(() => inner.journal.append({ ...entry, records }))
      },
      read: (stream, afterSeq) => this.#read(() => inner.journal.read(stream, afterSeq)),
      trim: (stream, upToSeq) => this.#write(() => inner.journal.trim(stream, upToSeq)),
      quarantine: (stream, seq, reason) => inner.journal.quarantine(stream, seq, reason),
    }
    this.snapshots = {
      save: (stream, seq, bytes) => {
        const kept = new Uint8Array(bytes)
        return this.#write(() => inner.snapshots.save(stream, seq, kept))
      },
      latest: (stream, below) => this.#read(() => inner.snapshots.latest(stream, below)),
      quarantine: (stream, seq, reason) => inner.snapshots.quarantine(stream, seq, reason),
    }
    this.workshops = {
      create: (record) => this.#write(() => inner.workshops.create(record)),
      get: (id) => this.#read(() => inner.workshops.get(id)),
      byCode: (code) => this.#read(() => inner.workshops.byCode(code)),
      ofCommunity: (id, most) => this.#read(() => inner.workshops.ofCommunity(id, most)),
      list: (id, listing) => this.#write(() => inner.workshops.list(id, listing)),
      changeCode: (id, code) => this.#write(() => inner.workshops.changeCode(id, code)),
    }
    this.communities = inner.communities
    this.tokens = {
      add: (hash, grant) => this.#write(() => inner.tokens.add(hash, grant)),
      find: (hash) => this.#read(() => inner.tokens.find(hash)),
      revokeFacilitation: (id, keepHash) => this.#write(() => inner.tokens.revokeFacilitation(id, keepHash)),
      revokeKeeping: (id, keepHash) => this.#write(() => inner.tokens.revokeKeeping(id, keepHash)),
      revokeSeat: (id, participantId) => this.#write(() => inner.tokens.revokeSeat(id, participantId)),
    }
    this.generation = inner.generation
    this.uptime = inner.uptime
    this.people = {
      of: (id) => this.#read(() => inner.people.of(id)),
      answers: (id) => this.#read(() => inner.people.answers(id)),
      erase: (id, participantId) => this.#write(() => inner.people.erase(id, participantId)),
      unite: (seats, fresh) => inner.people.unite(seats, fresh),
      elsewhere: (id) => this.#read(() => inner.people.elsewhere(id)),
      confirm: (here, there) => inner.people.confirm(here, there),
      unconfirm: (here) => inner.people.unconfirm(here),
      confirmed: (here) => this.#read(() => inner.people.confirmed(here)),
    }
  }

  async health(): ReturnType<Storage['health']> {
    return { ...(await this.#inner.health()), saving: !this.#mood.failing }
  }

  quarantined(): ReturnType<Storage['quarantined']> {
    return this.#inner.quarantined()
  }

  close(): Promise<void> {
    return this.#inner.close()
  }

  /** Never settles once the process is dead: nobody is there to hear it. */
  async #read<T>(work: () => Promise<T>): Promise<T> {
    this.#time.stir()
    const value = await work()
    if (this.#process.dead) return never()
    this.#time.stir()
    return value
  }

  #write(work: () => Promise<void>): Promise<void> {
    if (this.#process.dead) return never()
    const now = this.#time.now()
    this.#freeAt = Math.max(this.#freeAt, now) + this.#mood.latency()
    return new Promise((resolve, reject) => {
      const act = async () => {
        const { failing } = this.#mood
        try {
          if (!failing || this.#time.chance(0.5)) await work()
          if (failing) throw new StorageError('The disk fails.')
          if (!this.#process.dead) resolve()
        } catch (error) {
          if (!this.#process.dead) reject(error as Error)
        }
        this.#time.stir()
      }
      if (this.#freeAt <= now) void act()
      else this.#process.after(this.#freeAt - now, () => void act())
    })
  }
}

function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined)
}
