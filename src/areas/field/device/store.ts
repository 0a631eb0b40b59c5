import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { open, type Sealed, seal, type Vault } from './vault.ts'

/** What stands in the open: nothing about persons, only what is needed to unlock and to ask whether the store is to be emptied. */
export type Plain = {
  readonly device: string
  readonly district: string
  readonly name: string
  readonly who: string
  readonly vault: Vault
}

interface Schema extends DBSchema {
  plain: { key: 'plain'; value: Plain }
  sealed: { key: string; value: Sealed }
}

const NAME = 'yiyang-field'

/** The store of a device: one line in the open, everything else sealed under its own place. */
export class FieldStore {
  readonly #db: IDBPDatabase<Schema>

  private constructor(db: IDBPDatabase<Schema>) {
    this.#db = db
  }

  static async open(): Promise<FieldStore> {
    const db = await openDB<Schema>(NAME, 1, {
      upgrade: (fresh) => {
        fresh.createObjectStore('plain')
        fresh.createObjectStore('sealed')
      },
    })
    return new FieldStore(db)
  }

  plain(): Promise<Plain | undefined> {
    return this.#db.get('plain', 'plain')
  }

  async setPlain(plain: Plain): Promise<void> {
    await this.#db.put('plain', plain, 'plain')
  }

  /** Writes some values and removes others in one transaction: after a kill either all of it is there or nothing. */
  async write(key: CryptoKey, put: ReadonlyMap<string, unknown>, remove: readonly string[] = []): Promise<void> {
    const sealed: [string, Sealed][] = []
    for (const [place, value] of put) sealed.push([place, await seal(key, place, bytesOf(value))])
    const tx = this.#db.transaction('sealed', 'readwrite', { durability: 'strict' })
    for (const [place, value] of sealed) void tx.store.put(value, place)
    for (const place of remove) void tx.store.delete(place)
    await tx.done
  }

  /** Every value whose place begins with a word. @throws where one cannot be opened */
  async readAll<T>(key: CryptoKey, prefix: string): Promise<Map<string, T>> {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`)
    const [places, values] = await Promise.all([this.#db.getAllKeys('sealed', range), this.#db.getAll('sealed', range)])
    const opened = await Promise.all(
      values.map(async (value, at) => jsonOf<T>(await open(key, places[at] ?? '', value))),
    )
    return new Map(places.map((place, at) => [place.slice(prefix.length), opened[at] as T]))
  }

  async read<T>(key: CryptoKey, place: string): Promise<T | undefined> {
    const sealed = await this.#db.get('sealed', place)
    return sealed === undefined ? undefined : jsonOf<T>(await open(key, place, sealed))
  }

  async readBytes(key: CryptoKey, place: string): Promise<ArrayBuffer | undefined> {
    const sealed = await this.#db.get('sealed', place)
    return sealed === undefined ? undefined : open(key, place, sealed)
  }

  /** Empties the store: keys first, since what they sealed is then unreadable wherever a copy of it remains. */
  async wipe(): Promise<void> {
    await this.#db.clear('plain')
    await this.#db.clear('sealed')
  }

  close(): void {
    this.#db.close()
  }
}

const bytesOf = (value: unknown): BufferSource =>
  value instanceof ArrayBuffer ? value : new TextEncoder().encode(JSON.stringify(value))
const jsonOf = <T>(bytes: ArrayBuffer): T => JSON.parse(new TextDecoder().decode(bytes)) as T
