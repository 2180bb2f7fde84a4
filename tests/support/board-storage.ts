import { MemoryDisk, MemoryStorage } from '../../server/storage/memory/memory-storage.ts'
import { StorageError, type Journal, type JournalEntry, type Storage } from '../../server/storage/ports.ts'

/** A memory storage whose disk can be held open in the middle of a commit, or break. */
export class HeldStorage implements Storage {
  readonly disk: MemoryDisk
  readonly journal: Journal
  readonly snapshots: Storage['snapshots']
  readonly workshops: Storage['workshops']
  readonly tokens: Storage['tokens']
  readonly people: Storage['people']
  /** every append that has reached the disk */
  readonly commits: JournalEntry[] = []
  /** how often a journal was read, that is, how often boards were opened */
  reads = 0
  /** seqs that read as damaged */
  readonly damaged = new Set<number>()
  readonly #inner: MemoryStorage
  #gate: Promise<void> | null = null
  #open: () => void = () => undefined
  #failing = false

  constructor(disk = new MemoryDisk()) {
    this.disk = disk
    const inner = new MemoryStorage(disk)
    this.#inner = inner
    this.journal = {
      append: async (entry) => {
        await this.#gate
        if (this.#failing) throw new StorageError('The disk is full.')
        await inner.journal.append(entry)
        this.commits.push(entry)
      },
      read: async (stream, afterSeq) => {
        this.reads++
        const { records } = await inner.journal.read(stream, afterSeq)
        return {
          records: records.filter(({ seq }) => !this.damaged.has(seq)),
          damaged: records.map(({ seq }) => seq).filter((seq) => this.damaged.has(seq)),
        }
      },
      trim: (stream, upToSeq) => inner.journal.trim(stream, upToSeq),
    }
    this.snapshots = inner.snapshots
    this.workshops = inner.workshops
    this.tokens = inner.tokens
    this.people = inner.people
  }

  /** Appends wait from now on. */
  hold(): void {
    this.#gate = new Promise((resolve) => (this.#open = resolve))
  }

  release(): void {
    this.#gate = null
    this.#open()
  }

  fail(failing = true): void {
    this.#failing = failing
  }

  close(): Promise<void> {
    return this.#inner.close()
  }
}
