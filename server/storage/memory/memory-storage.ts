import type { IntakeAnswers } from '#shared/domain/answers.ts'
import type { Community } from '#shared/domain/community.ts'
import type { People } from '#shared/domain/people.ts'
import type { CommunityId, ParticipantId, PersonId, WorkshopId } from '#shared/ids.ts'
import { SequenceError, SNAPSHOTS_KEPT, StorageError, TakenError } from '../ports.ts'
import type {
  Communities,
  Grant,
  Journal,
  JournalEntry,
  JournalRecord,
  Listing,
  PeopleTable,
  Quarantined,
  Seat,
  Snapshots,
  Storage,
  StorageHealth,
  StreamName,
  Tokens,
  Uptime,
  Workshops,
  WorkshopRecord,
} from '../ports.ts'
import { acquaintanceOn, type Confirmation } from './acquaintance.ts'

interface Stream {
  last: number
  records: JournalRecord[]
}

/** What outlives a `MemoryStorage`, as a disk outlives a server: open another one on it to play a restart. */
export class MemoryDisk {
  readonly streams = new Map<StreamName, Stream>()
  /** oldest first */
  readonly snapshots = new Map<StreamName, JournalRecord[]>()
  readonly workshops = new Map<WorkshopId, WorkshopRecord>()
  readonly listings = new Map<WorkshopId, Listing>()
  readonly communities = new Map<CommunityId, Community>()
  readonly tokens = new Map<string, Grant>()
  readonly people = new Map<WorkshopId, People>()
  readonly answers = new Map<WorkshopId, IntakeAnswers>()
  /** who somebody is across workshops */
  readonly persons = new Map<WorkshopId, Readonly<Record<ParticipantId, PersonId>>>()
  /** what facilitators confirmed */
  readonly confirmations: Confirmation[] = []
  readonly quarantined: Quarantined[] = []
  uptime: Uptime | null = null
  readonly generation: string

  constructor(generation = 'memory') {
    this.generation = generation
  }
}

/** Storage without a disk: the reference for the others, and quick enough for every test. Survives nothing. */
export class MemoryStorage implements Storage {
  readonly journal: Journal
  readonly snapshots: Snapshots
  readonly workshops: Workshops
  readonly communities: Communities
  readonly tokens: Tokens
  readonly people: PeopleTable
  readonly generation: string
  readonly uptime: Storage['uptime']
  readonly #disk: MemoryDisk
  #closed = false

  constructor(disk = new MemoryDisk()) {
    this.#disk = disk
    this.generation = disk.generation
    this.uptime = {
      read: () => this.#soon(() => disk.uptime),
      write: (uptime) => this.#soon(() => void (disk.uptime = uptime)),
    }
    this.journal = {
      append: (entry) => {
        // Copied at the call, as sending them to another thread would: the caller may use its buffer again.
        const records = entry.records.map(copy)
        return this.#soon(() => this.#append({ ...entry, records }))
      },
      read: (stream, afterSeq) =>
        this.#soon(() => {
          const after = (disk.streams.get(stream)?.records ?? []).filter(({ seq }) => seq > afterSeq)
          const isAside = ({ seq }: JournalRecord) => this.#isAside(stream, 'record', seq)
          return {
            records: after.filter((record) => !isAside(record)).map(copyRecord),
            damaged: [],
            quarantined: after.filter(isAside).map(({ seq }) => seq),
          }
        }),
      trim: (stream, upToSeq) => this.#soon(() => this.#trim(stream, upToSeq)),
      quarantine: (stream, seq, reason) =>
        this.#soon(() => {
          const record = disk.streams.get(stream)?.records.find((one) => one.seq === seq)
          return this.#putAside(stream, 'record', seq, reason, record)
        }),
    }
    this.snapshots = {
      save: (stream, seq, bytes) => {
        const snapshot = { seq, bytes: copy(bytes) }
        return this.#soon(() => this.#saveSnapshot(stream, snapshot))
      },
      latest: (stream, below = Infinity) =>
        this.#soon(() => {
          const newest = disk.snapshots.get(stream)?.findLast(({ seq }) => seq < below)
          return newest ? copyRecord(newest) : null
        }),
      quarantine: (stream, seq, reason) =>
        this.#soon(() => {
          const all = disk.snapshots.get(stream) ?? []
          const snapshot = all.find((one) => one.seq === seq)
          if (!snapshot) return false
          disk.snapshots.set(
            stream,
            all.filter((one) => one !== snapshot),
          )
          return this.#putAside(stream, 'snapshot', seq, reason, snapshot)
        }),
    }
    this.workshops = {
      create: (record) => this.#soon(() => this.#create(record)),
      get: (id) => this.#soon(() => disk.workshops.get(id) ?? null),
      byCode: (code) => this.#soon(() => this.#byCode(code)),
      ofCommunity: (id, most) =>
        this.#soon(() => {
          const own = [...disk.workshops.values()].filter(({ communityId }) => communityId === id)
          const latest = own.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)).slice(-most)
          return latest.map((one) => ({ ...one, listing: disk.listings.get(one.id) ?? null }))
        }),
      list: (id, listing) =>
        this.#soon(() => {
          if (disk.workshops.has(id) && !disk.listings.has(id)) disk.listings.set(id, listing)
        }),
      changeCode: (id, code) => this.#soon(() => this.#changeCode(id, code)),
    }
    this.communities = communitiesOn(disk, (work) => this.#soon(work))
    this.tokens = {
      add: (hash, grant) =>
        this.#soon(() => {
          if (disk.tokens.has(hash)) throw new StorageError('This secret opens something already.')
          disk.tokens.set(hash, { ...grant })
        }),
      find: (hash) => this.#soon(() => disk.tokens.get(hash) ?? null),
      revokeSeat: (workshopId, participantId) =>
        this.#soon(() => {
          for (const [hash, grant] of disk.tokens) {
            if (grant.role !== 'participant' || grant.workshopId !== workshopId) continue
            if (grant.participantId === participantId) disk.tokens.delete(hash)
          }
        }),
      revokeFacilitation: (workshopId, keepHash) =>
        this.#soon(() => {
          for (const [hash, grant] of disk.tokens)
            if (grant.role === 'facilitator' && grant.workshopId === workshopId && hash !== keepHash)
              disk.tokens.delete(hash)
        }),
      revokeKeeping: (communityId, keepHash) =>
        this.#soon(() => {
          for (const [hash, grant] of disk.tokens)
            if (grant.role === 'keeper' && grant.communityId === communityId && hash !== keepHash)
              disk.tokens.delete(hash)
        }),
    }
    this.people = {
      of: (workshopId) => this.#soon(() => ({ ...disk.people.get(workshopId) })),
      answers: (workshopId) => this.#soon(() => ({ ...disk.answers.get(workshopId) })),
      erase: (workshopId, participantId) =>
        this.#soon(() => this.#writeNames(workshopId, { [participantId]: null } as People)),
      ...acquaintanceOn(disk, (work) => this.#soon(work)),
    }
  }

  health(): Promise<StorageHealth> {
    return this.#soon(() => ({
      saving: true,
      freeBytes: null,
      bytes: 0,
      quarantined: this.#disk.quarantined.length,
    }))
  }

  quarantined(): Promise<readonly Quarantined[]> {
    return this.#soon(() => this.#disk.quarantined.map((one) => ({ ...one, bytes: copy(one.bytes) })))
  }

  close(): Promise<void> {
    this.#closed = true
    // What was accepted runs in the microtasks before this one.
    return Promise.resolve()
  }

  /** In the order of the calls, and never before the caller has gone on: code that relies on either is found here. */
  #soon<T>(work: () => T): Promise<T> {
    if (this.#closed) return Promise.reject(new StorageError('The storage is closed.'))
    return Promise.resolve().then(work)
  }

  #append({ stream: name, expectedSeq, records, people, listed }: JournalEntry): void {
    const stream = this.#disk.streams.get(name) ?? { last: 0, records: [] }
    if (stream.last !== expectedSeq) {
      throw new SequenceError(`${name} is at ${stream.last}, but the append expected ${expectedSeq}.`)
    }
    for (const bytes of records) stream.records.push({ seq: ++stream.last, bytes })
    this.#disk.streams.set(name, stream)
    if (people) this.#writeNames(people.workshopId, people.names, people.answers)
    if (listed) this.#disk.listings.set(listed.workshopId, listed.listing)
  }

  #trim(name: StreamName, upToSeq: number): void {
    const stream = this.#disk.streams.get(name)
    const snapshots = this.#disk.snapshots.get(name) ?? []
    const oldest = snapshots[0]
    if (!stream || !oldest || snapshots.length < SNAPSHOTS_KEPT) return
    const upTo = Math.min(upToSeq, oldest.seq)
    stream.records = stream.records.filter(({ seq }) => seq > upTo)
  }

  #isAside(stream: StreamName, kind: Quarantined['kind'], seq: number): boolean {
    return this.#disk.quarantined.some((one) => one.stream === stream && one.kind === kind && one.seq === seq)
  }

  #putAside(
    stream: StreamName,
    kind: Quarantined['kind'],
    seq: number,
    reason: string,
    what: JournalRecord | undefined,
  ): boolean {
    if (this.#isAside(stream, kind, seq)) return false
    const bytes = copy(what?.bytes ?? new Uint8Array(0))
    this.#disk.quarantined.push({ stream, kind, seq, reason, at: 0, bytes })
    return true
  }

  #saveSnapshot(stream: StreamName, snapshot: JournalRecord): void {
    const others = (this.#disk.snapshots.get(stream) ?? []).filter(({ seq }) => seq !== snapshot.seq)
    const kept = [...others, snapshot].sort((a, b) => a.seq - b.seq).slice(-SNAPSHOTS_KEPT)
    this.#disk.snapshots.set(stream, kept)
  }

  #create(record: WorkshopRecord): void {
    if (this.#byCode(record.code)) throw new TakenError(`The room code ${record.code} is in use.`)
    if (this.#disk.workshops.has(record.id))
      throw new StorageError(`The workshop ${record.id} exists already.`)
    this.#disk.workshops.set(record.id, { ...record })
  }

  #changeCode(id: WorkshopId, code: string): void {
    const record = this.#disk.workshops.get(id)
    if (!record) throw new StorageError(`There is no workshop ${id}.`)
    if (this.#byCode(code)) throw new TakenError(`The room code ${code} is in use.`)
    this.#disk.workshops.set(id, { ...record, code })
  }

  #byCode(code: string): WorkshopRecord | null {
    return [...this.#disk.workshops.values()].find((record) => record.code === code) ?? null
  }

  #writeNames(workshopId: WorkshopId, names: People, answers: IntakeAnswers = {}): void {
    const all = Object.entries({ ...this.#disk.people.get(workshopId), ...names })
    const people = Object.fromEntries(all.filter(([, name]) => name !== null)) as People
    const given = Object.entries({ ...this.#disk.answers.get(workshopId), ...answers })
    this.#disk.people.set(workshopId, people)
    this.#disk.answers.set(workshopId, Object.fromEntries(given.filter(([id]) => id in people)))
    const persons = Object.entries(this.#disk.persons.get(workshopId) ?? {})
    this.#disk.persons.set(workshopId, Object.fromEntries(persons.filter(([id]) => id in people)))
    const gone = (seat: Seat) => seat.workshopId === workshopId && !(seat.participantId in people)
    const { confirmations } = this.#disk
    const kept = confirmations.filter(({ here, there }) => !gone(here) && !gone(there))
    confirmations.splice(0, Infinity, ...kept)
  }
}

function communitiesOn({ communities }: MemoryDisk, soon: <T>(work: () => T) => Promise<T>): Communities {
  return {
    create: (community) =>
      soon(() => {
        if (communities.has(community.id))
          throw new StorageError(`The community ${community.id} exists already.`)
        communities.set(community.id, structuredClone(community))
      }),
    get: (id) => soon(() => structuredClone(communities.get(id)) ?? null),
    replace: (community) =>
      soon(() => {
        const before = communities.get(community.id)
        if (before?.edition !== community.edition - 1) return false
        communities.set(community.id, structuredClone({ ...community, createdAt: before.createdAt }))
        return true
      }),
  }
}

function copy(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}

function copyRecord({ seq, bytes }: JournalRecord): JournalRecord {
  return { seq, bytes: copy(bytes) }
}
