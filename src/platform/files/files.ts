import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Keyring } from '../crypto/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { asSystem, newId } from '../db/index.ts'
import type { FileStore } from './file-store.ts'
import { mediaTypeOf } from './media-type.ts'
import { openStream, sealStream } from './sealing.ts'

export type FileParts = { readonly store: FileStore; readonly keyring: Keyring }

/** A file to keep, with the place of the object that it belongs to: who sees that place sees the file. */
export type NewFile = {
  readonly district: string
  readonly township?: string
  readonly village?: string
  readonly object: string
  readonly objectId?: string
  readonly name: string
  readonly account: string
  readonly content: AsyncIterable<Uint8Array>
  /** Bytes; above it FileTooLarge is thrown and nothing is kept. 64 MB unless told. */
  readonly most?: number
}

export type StoredFile = { id: string; district: string; name: string; mediaType: string; size: number; sha256: string }

export class FileTooLarge extends Error {
  override name = 'FileTooLarge'
}

const MOST = 64 * 1024 * 1024
const GRACE_HOURS = 24

/** Keeps a file: the bytes first, then the row in the caller's transaction. Bytes without a row are swept a day later. */
export async function saveFile(tx: Tx, { store, keyring }: FileParts, file: NewFile): Promise<StoredFile> {
  const key = randomBytes(32)
  const hash = createHash('sha256')
  let size = 0
  let first: Uint8Array = new Uint8Array()
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of file.content) {
      if (size === 0) first = chunk
      size += chunk.length
      if (size > (file.most ?? MOST)) throw new FileTooLarge(`more than ${file.most ?? MOST} bytes`)
      hash.update(chunk)
      yield chunk
    }
  }
  const storedAs = await store.put(sealStream(key, watched()))
  const sha256 = hash.digest()
  const id = newId()
  const mediaType = mediaTypeOf(first)
  const name = file.name.replaceAll(/[\p{Cc}/\\]/gu, '_').slice(-255) || '未命名'
  await sql`
    insert into platform.file (district, id, township, village, object, object_id, name, media_type, size, sha256, stored_as,
                               key_cipher, account)
    values (${file.district}, ${id}, ${file.township ?? null}, ${file.village ?? null}, ${file.object},
            ${file.objectId ?? null}, ${name}, ${mediaType}, ${size}, ${sha256}, ${Buffer.from(storedAs, 'hex')},
            ${keyring.seal(key.toString('base64'))}, ${file.account})`.execute(tx)
  return { id, district: file.district, name, mediaType, size, sha256: sha256.toString('hex') }
}

type Row = Omit<StoredFile, 'sha256'> & { sha256: Buffer; storedAs: Buffer; keyCipher: Buffer }

/** A file that the transaction's scope may see, with its content; undefined where there is none. */
export async function openFile(
  tx: Tx,
  { store, keyring }: FileParts,
  id: string,
): Promise<{ file: StoredFile; content: Readable } | undefined> {
  const { rows } = await sql<Row>`
    select id, district, name, media_type as "mediaType", size, sha256, stored_as as "storedAs", key_cipher as "keyCipher"
      from platform.file where id = ${id} and removed_at is null`.execute(tx)
  const row = rows[0]
  if (row === undefined) return undefined
  const key = Buffer.from(keyring.open(row.keyCipher), 'base64')
  const { storedAs, keyCipher: _, ...rest } = row
  const sealed = await store.open(storedAs.toString('hex'))
  return { file: { ...rest, sha256: row.sha256.toString('hex') }, content: Readable.from(openStream(key, sealed)) }
}

/** Takes a file out of sight; its bytes go a day later, so that a mistake can be undone from a backup of the database alone. */
export async function removeFile(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update platform.file set removed_at = statement_timestamp() where id = ${id} and removed_at is null returning id`.execute(
    tx,
  )
  return rows.length > 0
}

/** Takes out of sight what was kept for one short use (`object`) and is older than `before`: its use was cancelled. */
export async function removeForgotten(tx: Tx, object: string, before: Date): Promise<void> {
  await sql`
    update platform.file set removed_at = clock_timestamp()
     where object = ${object} and created_at < ${before} and removed_at is null`.execute(tx)
}

/** Removes rows and bytes that nobody needs: removed files, and bytes whose transaction never committed. Returns bytes' count. */
export async function sweepFiles(db: Db, store: FileStore, now: Date): Promise<number> {
  const before = new Date(now.getTime() - GRACE_HOURS * 3_600_000)
  await asSystem(db, (tx) => sql`delete from platform.file where removed_at < ${before}`.execute(tx))
  let swept = 0
  for await (const { digest, storedAt } of store.list()) {
    if (storedAt > before) continue
    const { rows } = await asSystem(db, (tx) =>
      sql`select 1 from platform.file where stored_as = ${Buffer.from(digest, 'hex')} limit 1`.execute(tx),
    )
    if (rows.length > 0) continue
    await store.remove(digest)
    swept++
  }
  return swept
}
