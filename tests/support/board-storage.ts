import { MemoryDisk, MemoryStorage } from '../../server/storage/memory/memory-storage.ts'
import { StorageError, type JournalEntry, type Storage } from '../../server/storage/ports.ts'

type Part = 'append' | 'read' | 'save'

/** A memory storage whose disk can be held open in the middle of a commit, or break. */
export class HeldStorage implements Storage {
  readonly disk: MemoryDisk
  readonly journal: Storage['journal']
  readonly snapshots: Storage['snapshots']
  readonly workshops: Storage['workshops']
  readonly communities: Storage['communities']
  readonly tokens: Storage['tokens']
  readonly people: Storage['people']
  readonly generation: string
  readonly uptime: Storage['uptime']
  /** every append that has reached the disk */
  readonly commits: JournalEntry[] = []
  /** how often a journal was read, that is, how often boards were opened */
  reads = 0
  /** what is left on the disk */
  freeBytes: number | null = null
  /** seqs that read as damaged */
  readonly damaged = new Set<number>()
  readonly #inner: MemoryStorage
  #gate: Promise<void> | null = null
  #open: () => void = () => undefined
  readonly #broken = new Set<Part>()

  constructor(disk = new MemoryDisk()) {
    this.disk = disk
    const inner = new MemoryStorage(disk)
    this.#inner = inner
    this.journal = {
      append: async (entry) => {
        await this.#gate
        this.#check('append')
        await inner.journal.append(entry)
        this.commits.push(entry)
      },
      read: async (stream, afterSeq) => {
        this.reads++
        this.#check('read')
        const { records, quarantined } = await inner.journal.read(stream, afterSeq)
        return {
          records: records.filter(({ seq }) => !this.damaged.has(seq)),
          quarantined,
          damaged: records.map(({ seq }) => seq).filter((seq) => this.damaged.has(seq)),
        }
      },
      trim: (stream, upToSeq) => inner.journal.trim(stream, upToSeq),
      quarantine: (stream, seq, reason) => inner.journal.quarantine(stream, seq, reason),
    }
    this.snapshots = {
      save: async (stream, seq, bytes) => {
        this.#check('save')
        await inner.snapshots.save(stream, seq, bytes)
      },
      latest: (stream, below) => inner.snapshots.latest(stream, below),
      quarantine: (stream, seq, reason) => inner.snapshots.quarantine(stream, seq, reason),
    }
    this.workshops = inner.workshops
    this.communities = inner.communities
    this.tokens = inner.tokens
    this.people = inner.people
    this.generation = inner.generation
    this.uptime = inner.uptime
  }

  /** Appends wait from now on. */
  hold(): void {
    this.#gate = new Promise((resolve) => (this.#open = resolve))
  }

  release(): void {
    this.#gate = null
    this.#open()
  }

  /** That part of the disk fails from now on. */
  break(part: Part): void {
    this.#broken.add(part)
  }

  mend(part: Part): void {
    this.#broken.delete(part)
  }

  async health(): ReturnType<Storage['health']> {
    const health = await this.#inner.health()
    return { ...health, freeBytes: this.freeBytes, saving: !this.#broken.has('append') }
  }

  quarantined(): ReturnType<Storage['quarantined']> {
    return this.#inner.quarantined()
  }

  close(): Promise<void> {
    return this.#inner.close()
  }

  #check(part: Part): void {
    if (this.#broken.has(part)) throw new StorageError(`The disk fails: ${part}.`)
  }
}
