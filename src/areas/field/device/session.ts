import {
  answered,
  correct,
  type Device,
  decide,
  type Entry,
  learnHeads,
  newDevice,
  nextUpload,
  notAnswered,
  save,
  tidy,
  unsent,
} from '../protocol/device.ts'
import { ask, type Bucket, cursorOf, type Held, headsOf, type Item, take } from '../protocol/download.ts'
import { type FileEntry, nextPiece, PIECE_BYTES, pieceAnswered } from '../protocol/pieces.ts'
import type { Choice } from '../protocol/record.ts'
import type { FieldStore } from './store.ts'
import { NotTaken, Transport } from './transport.ts'

const DAY_MS = 86_400_000
/** What is over stays for a week (J7.1), so that F06 can still show it. */
const KEEP_MS = 7 * DAY_MS

/** What the store keeps of a device beside its entries. */
type Head = Omit<Device, 'entries'> & {
  readonly transportKey: string
  readonly today: string
  readonly lastSync: number
  readonly leftOut: number
  readonly turn: number
}

export type Snapshot = {
  readonly device: Device
  readonly files: readonly FileEntry[]
  readonly items: readonly Item[]
  readonly lastSync: number
  readonly leftOut: number
}

/** A file to go with a record: already small, hashed, and kept by `keepBytes`. */
export type NewFile = { readonly id: string; readonly name: string; readonly size: number; readonly sha256: string }

/**
 * An unlocked device: its journal, what it holds, and how both go to the server. Every change is on the disk before it is shown; changes
 * follow each other, so that two taps never write over one another.
 */
export class FieldSession {
  readonly #store: FieldStore
  readonly #key: CryptoKey
  readonly #now: () => number
  readonly #transport: Transport
  #head: Head
  #device: Device
  #files: FileEntry[]
  #held: Held
  #queue: Promise<unknown> = Promise.resolve()
  #writing: Promise<void> = Promise.resolve()
  readonly #drafts = new Map<string, unknown>()
  #listeners = new Set<() => void>()
  #shown: Snapshot | undefined

  private constructor(
    store: FieldStore,
    key: CryptoKey,
    now: () => number,
    head: Head,
    device: Device,
    files: FileEntry[],
    held: Held,
  ) {
    this.#store = store
    this.#key = key
    this.#now = now
    this.#head = head
    this.#device = device
    this.#files = files
    this.#held = held
    this.#transport = new Transport(head.transportKey)
  }

  /** Writes the first line of a store that was just made. */
  static async begin(store: FieldStore, key: CryptoKey, device: string, transportKey: string): Promise<void> {
    const { entries: _, ...fresh } = newDevice(device)
    const head: Head = { ...fresh, transportKey, today: '', lastSync: 0, leftOut: 0, turn: 0 }
    await store.write(key, new Map([['head', head]]))
  }

  /** The device signed in again: its key is another one, its journal the same. */
  static async rekey(store: FieldStore, key: CryptoKey, transportKey: string): Promise<void> {
    const head = await store.read<Head>(key, 'head')
    if (head !== undefined) await store.write(key, new Map([['head', { ...head, transportKey }]]))
  }

  static async load(store: FieldStore, key: CryptoKey, now: () => number = Date.now): Promise<FieldSession> {
    const head = await store.read<Head>(key, 'head')
    if (head === undefined) throw new Error('the store has no device')
    const [entries, files, buckets] = await Promise.all([
      store.readAll<Entry>(key, 'entry:'),
      store.readAll<FileEntry>(key, 'file:'),
      store.readAll<Bucket>(key, 'bucket:'),
    ])
    const device = { ...newDevice(head.id), ...deviceOf(head), entries: [...entries.values()] }
    const held: Held = { turn: head.turn, buckets: Object.fromEntries(buckets) }
    return new FieldSession(store, key, now, head, notAnswered(device), [...files.values()], held)
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  snapshot = (): Snapshot => {
    this.#shown ??= {
      device: this.#device,
      files: this.#files,
      items: Object.values(this.#held.buckets).flatMap((bucket) => bucket.items),
      lastSync: this.#head.lastSync,
      leftOut: this.#head.leftOut,
    }
    return this.#shown
  }

  /** Writes a record and its photos down; when the promise ends they outlive the battery. */
  save(
    made: { kind: string; subject: string; content: unknown; id?: string },
    files: readonly NewFile[] = [],
    draft?: string,
  ): Promise<string> {
    return this.#inOrder(async () => {
      const id = made.id ?? crypto.randomUUID()
      const entries = files.map((file): FileEntry => ({ ...file, record: id, sent: 0, done: false }))
      const put = new Map<string, unknown>(entries.map((each) => [`file:${each.id}`, each]))
      const { kind, subject, content } = made
      await this.#become(
        save(this.#device, { id, kind, subject, content, now: this.#now() }),
        put,
        draft === undefined ? [] : [`draft:${draft}`],
      )
      this.#files = [...this.#files, ...entries]
      this.#tell()
      return id
    })
  }

  decide(about: string, choice: Choice): Promise<void> {
    return this.#inOrder(() =>
      this.#become(decide(this.#device, about, choice, { id: crypto.randomUUID(), now: this.#now() })),
    )
  }

  /** A record in the place of a refused one, with its own photos; those of the refused one go nowhere any more. */
  correct(refused: string, content: unknown, files: readonly NewFile[], draft: string): Promise<void> {
    return this.#inOrder(async () => {
      const id = crypto.randomUUID()
      const entries = files.map((file): FileEntry => ({ ...file, record: id, sent: 0, done: false }))
      await this.#become(
        correct(this.#device, refused, { id, content, now: this.#now() }),
        new Map(entries.map((each) => [`file:${each.id}`, each])),
        [`draft:${draft}`],
      )
      this.#files = [...this.#files, ...entries]
      this.#tell()
    })
  }

  /** A photo as soon as it was taken, before its record is there. */
  keepBytes(id: string, bytes: ArrayBuffer): Promise<void> {
    return this.#inOrder(() => this.#store.write(this.#key, new Map([[`bytes:${id}`, bytes]])))
  }

  readDraft<T>(name: string): Promise<T | undefined> {
    return this.#store.read<T>(this.#key, `draft:${name}`)
  }

  /** Called at each tap. Taps that come while the disk is busy are written together: the newest counts, and none waits in a row. */
  saveDraft(name: string, draft: unknown): Promise<void> {
    const isWaiting = this.#drafts.size > 0
    this.#drafts.set(`draft:${name}`, draft)
    if (!isWaiting)
      this.#writing = this.#inOrder(() => {
        const put = new Map(this.#drafts)
        this.#drafts.clear()
        return this.#store.write(this.#key, put)
      })
    return this.#writing
  }

  /**
   * Sends what waits and fetches what differs. @throws SignedOut, NoAnswer; what was not answered is sent again next time
   * @returns whether the store is to be emptied now
   */
  async sync(): Promise<boolean> {
    try {
      await this.#sendRecords()
      await this.#sendPhotos()
      await this.#fetch()
    } finally {
      await this.#inOrder(() => this.#become(notAnswered(this.#device)))
    }
    await this.#inOrder(() => this.#dropPhotos())
    await this.#inOrder(() => this.#become(tidy(this.#device, this.#now(), KEEP_MS)))
    const { wipe } = this.#device
    return wipe === 'atOnce' || (wipe === 'afterUpload' && unsent(this.#device) === 0)
  }

  /** Tells the server that the store is empty, when it is. */
  wiped(): Promise<void> {
    return this.#transport.wiped()
  }

  async #sendRecords(): Promise<void> {
    // Each round ends with fewer records, or with records for which the server asked again: those wait for the next time.
    for (let left = Number.POSITIVE_INFINITY; unsent(this.#device) < left; ) {
      left = unsent(this.#device)
      const next = nextUpload(this.#device, this.#now())
      if (next === undefined) return
      await this.#inOrder(() => this.#become(next.device))
      const waiting = unsent(next.device) - next.upload.records.length
      const answer = await this.#transport.upload({ ...next.upload, sentAt: this.#now() }, waiting)
      await this.#inOrder(() => this.#become(answered(this.#device, answer, this.#now())))
    }
  }

  async #sendPhotos(): Promise<void> {
    // Only of a record that took effect: what was refused, stands aside or was withdrawn has nothing to which a photo could belong.
    const isThere = (record: string) =>
      this.#device.entries.every(({ record: { id }, state }) => id !== record || state === 'accepted')
    // One photo that is not taken holds up neither the others nor the download; it is tried again in the next round.
    const left = new Set<string>()
    const next = () =>
      nextPiece(
        this.#files.filter((each) => !left.has(each.id)),
        isThere,
      )
    for (let piece = next(); piece !== undefined; piece = next()) {
      const { file, at } = piece
      const bytes = await this.#store.readBytes(this.#key, `bytes:${file.id}`)
      const answer =
        bytes === undefined
          ? undefined
          : await this.#transport
              .piece(file, at, bytes.slice(at * PIECE_BYTES, (at + 1) * PIECE_BYTES))
              .catch((error: unknown) => {
                if (error instanceof NotTaken) return undefined
                throw error
              })
      if (answer === undefined) {
        left.add(file.id)
        continue
      }
      await this.#inOrder(async () => {
        this.#files = pieceAnswered(this.#files, answer)
        const now = this.#files.find((each) => each.id === file.id)
        await this.#store.write(this.#key, new Map([[`file:${file.id}`, now]]), now?.done ? [`bytes:${file.id}`] : [])
        this.#tell()
      })
      // The whole did not fit its hash and begins anew; not in this round, for it may happen again.
      if (answer.pieces <= at && !answer.done) left.add(file.id)
    }
  }

  /** Photos of records that were filled in anew or withdrawn go nowhere any more, and must not look as if they waited. */
  async #dropPhotos(): Promise<void> {
    const over = new Set(
      this.#device.entries.flatMap(({ record, state }) =>
        state === 'replaced' || state === 'withdrawn' ? [record.id] : [],
      ),
    )
    const kept = this.#files.filter(({ done, record }) => done || !over.has(record))
    if (kept.length === this.#files.length) return
    const ids = this.#files.map(({ id }) => id).filter((id) => kept.every((each) => each.id !== id))
    await this.#store.write(
      this.#key,
      new Map(),
      ids.flatMap((id) => [`file:${id}`, `bytes:${id}`]),
    )
    this.#files = kept
    this.#tell()
  }

  async #fetch(): Promise<void> {
    for (let more = true; more; ) {
      this.#held = ask(this.#held)
      const answer = await this.#transport.download(this.#held.turn, cursorOf(this.#held))
      await this.#inOrder(async () => {
        const before = this.#held
        this.#held = take(this.#held, answer)
        if (this.#held === before) return
        const put = new Map<string, unknown>(answer.buckets.map((bucket) => [`bucket:${bucket.key}`, bucket]))
        const { leftOut, today } = answer
        this.#head = { ...this.#head, leftOut, today, turn: this.#held.turn, lastSync: this.#now() }
        const learnt = learnHeads(
          { ...this.#device, wipe: answer.wipe, clockOffset: answer.serverTime - this.#now() },
          headsOf(answer.buckets),
        )
        await this.#become(
          learnt,
          put,
          answer.gone.map((key) => `bucket:${key}`),
        )
        this.#tell()
      })
      more = answer.more
    }
  }

  /** The next state of the journal, on the disk first. */
  async #become(
    next: Device,
    also: ReadonlyMap<string, unknown> = new Map(),
    remove: readonly string[] = [],
  ): Promise<void> {
    const before = new Map(this.#device.entries.map((each) => [each.record.id, each]))
    const put = new Map(also)
    for (const entry of next.entries) {
      if (before.get(entry.record.id) !== entry) put.set(placeOf(entry), entry)
      before.delete(entry.record.id)
    }
    const gone = [...before.values()].map(placeOf)
    if (next === this.#device && put.size === 0 && remove.length === 0) return
    const { entries: _, ...rest } = next
    const head: Head = { ...this.#head, ...rest }
    put.set('head', head)
    await this.#store.write(this.#key, put, [...gone, ...remove])
    this.#head = head
    this.#device = next
    this.#tell()
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work)
    this.#queue = done.catch(() => undefined)
    return done
  }

  #tell(): void {
    this.#shown = undefined
    for (const listener of this.#listeners) listener()
  }
}

/** In the order of the journal, which the store then keeps by itself. */
const placeOf = ({ record }: Entry): string => `entry:${String(record.seq).padStart(9, '0')}`

const deviceOf = ({
  transportKey: _k,
  today: _t,
  lastSync: _l,
  leftOut: _o,
  turn: _n,
  ...device
}: Head): Omit<Device, 'entries'> => device
