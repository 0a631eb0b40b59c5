import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type FileParts, saveFile } from '../../platform/files/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { refusals } from './refusals.ts'

const NAMES = { photo: '评估照片', signature: '签名', file: '评估附件' } as const

type Kept = { id: string; state: 'stored' | 'again'; wanted: string[] }

/** Keeps the bytes of an attachment that the record told of; bytes with another hash are not kept. Again, it changes nothing. */
export async function keepFile(
  tx: Tx,
  parts: FileParts,
  account: string,
  key: { district: string; id: string; file: string },
  bytes: Uint8Array,
): Promise<Result<Kept>> {
  const { rows } = await sql<{
    kind: keyof typeof NAMES
    township: string
    village: string | null
    sha256: Buffer
    fileId: string | null
  }>`
    select kind, township, village, sha256, file_id as "fileId" from assessment.evidence
     where district = ${key.district} and id = ${key.file}::uuid and assessment_id = ${key.id}::uuid
       and (first_account = ${account} or second_account = ${account}) for update`.execute(tx)
  const told = rows[0]
  if (told === undefined) return refuse(refusals.fileUnknown())
  if (told.fileId !== null) return ok({ id: key.file, state: 'again', wanted: await wantedOf(tx, key) })
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))
  if (!told.sha256.equals(Buffer.from(digest))) return refuse(refusals.fileDiffers())
  const stored = await saveFile(tx, parts, {
    district: key.district,
    township: told.township,
    ...(told.village === null ? {} : { village: told.village }),
    object: 'assessment',
    objectId: key.id,
    name: NAMES[told.kind],
    account,
    content: (async function* () {
      yield bytes
    })(),
    most: 8_000_000,
  })
  await sql`update assessment.evidence set file_id = ${stored.id}::uuid where district = ${key.district} and id = ${key.file}::uuid`.execute(
    tx,
  )
  await record(tx, {
    district: key.district,
    account,
    action: 'assessment.file',
    object: 'assessment',
    objectId: key.id,
    after: { file: key.file, bytes: stored.size },
  })
  return ok({ id: key.file, state: 'stored', wanted: await wantedOf(tx, key) })
}

async function wantedOf(tx: Tx, key: { district: string; id: string }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id::text from assessment.evidence
     where district = ${key.district} and assessment_id = ${key.id}::uuid and file_id is null order by id`.execute(tx)
  return rows.map((row) => row.id)
}
