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
  /** The person on whose account it is kept: it follows them. */
  readonly subjectId?: string
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

/** Bytes that lie in the store already, and what a row needs to name them. */
export type KeptBytes = {
  readonly key: Buffer
  readonly storedAs: string
  readonly sha256: Buffer
  readonly size: number
  readonly mediaType: string
}

/**
 * Seals bytes and keeps them in the store. Outside any transaction: somebody's slow network must hold neither a connection nor a lock. Bytes that
 * no row comes to name are swept a day later.
 * @param most bytes; above it FileTooLarge is thrown and nothing is kept
 */
export async function keepBytes(
  store: FileStore,
  content: AsyncIterable<Uint8Array>,
  most: number = MOST,
): Promise<KeptBytes> {
  const key = randomBytes(32)
  const hash = createHash('sha256')
  let size = 0
  let first: Uint8Array = new Uint8Array()
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      if (size === 0) first = chunk
      size += chunk.length
      if (size > most) throw new FileTooLarge(`more than ${most} bytes`)
      hash.update(chunk)
      yield chunk
    }
  }
  const storedAs = await store.put(sealStream(key, watched()))
  return { key, storedAs, sha256: hash.digest(), size, mediaType: mediaTypeOf(first) }
}

/** Names kept bytes in the caller's transaction: from here on they are a file. */
export async function nameFile(
  tx: Tx,
  keyring: Keyring,
  file: Omit<NewFile, 'content' | 'most'>,
  { key, storedAs, sha256, size, mediaType }: KeptBytes,
): Promise<StoredFile> {
  const id = newId()
  const name = file.name.replaceAll(/[\p{Cc}/\\]/gu, '_').slice(-255) || '未命名'
  await sql`
    insert into platform.file (district, id, township, village, subject_id, object, object_id, name, media_type, size, sha256, stored_as,
                               key_cipher, account)
    values (${file.district}, ${id}, ${file.township ?? null}, ${file.village ?? null}, ${file.subjectId ?? null}::uuid, ${file.object},
            ${file.objectId ?? null}, ${name}, ${mediaType}, ${size}, ${sha256}, ${Buffer.from(storedAs, 'hex')},
            ${keyring.seal(key.toString('base64'))}, ${file.account})`.execute(tx)
  return { id, district: file.district, name, mediaType, size, sha256: sha256.toString('hex') }
}

/** Keeps and names in one step, for content that is at hand already. */
export async function saveFile(tx: Tx, { store, keyring }: FileParts, file: NewFile): Promise<StoredFile> {
  return nameFile(tx, keyring, file, await keepBytes(store, file.content, file.most))
}

/** The same bytes as a second file, of another object: what was handed in once counts for both. Undefined where there is no such file. */
export async function copyFile(
  tx: Tx,
  id: string,
  to: Pick<NewFile, 'district' | 'township' | 'village' | 'subjectId' | 'object' | 'objectId'>,
): Promise<string | undefined> {
  const made = newId()
  const { rows } = await sql`
    insert into platform.file (district, id, township, village, subject_id, object, object_id, name, media_type, size, sha256, stored_as,
                               key_cipher, account)
    select ${to.district}, ${made}, ${to.township ?? null}, ${to.village ?? null}, ${to.subjectId ?? null}::uuid, ${to.object},
           ${to.objectId ?? null}, name, media_type, size, sha256, stored_as, key_cipher, account
      from platform.file where id = ${id}::uuid and removed_at is null returning 1`.execute(tx)
  return rows.length === 0 ? undefined : made
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
