import { sql } from 'kysely'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { type FileParts, FileTooLarge, removeFile, saveFile } from '../../platform/files/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { followPlan } from './keep-record.ts'
import { refusals } from './refusals.ts'

type Named = {
  sha256: string
  arrived: boolean
  kind: 'photo' | 'voice'
  township: string
  village: string | null
  planId: string | null
}

const MOST_BYTES = 8_000_000

/** Takes the bytes of an attachment that a record named; repeated, it answers the same. The hash must be the one that the record told. */
export async function takeFile(
  tx: Tx,
  parts: FileParts,
  key: { readonly district: string; readonly id: string; readonly file: string },
  by: { readonly account: string; readonly content: AsyncIterable<Uint8Array> },
): Promise<Result<{ id: string; state: 'stored' | 'again'; wanted: string[] }>> {
  return elevated(tx, async () => {
    const { rows } = await sql<Named>`
      select encode(a.sha256, 'hex') as sha256, a.arrived_at is not null as arrived, a.kind, a.township, a.village, r.plan_id::text as "planId"
        from visits.attachment a join visits.record r on r.district = a.district and r.id = a.record_id
       where a.district = ${key.district} and a.record_id = ${key.id}::uuid and a.id = ${key.file}::uuid and r.account = ${by.account}
         for update of a`.execute(tx)
    const [named] = rows
    if (named === undefined)
      return refuse((await isKept(tx, key, by.account)) ? refusals.fileNotNamed() : refusals.recordUnknown())
    if (named.arrived) return ok({ id: key.file, state: 'again' as const, wanted: await wanted(tx, key) })
    const saved = await save(tx, parts, key, by, named)
    if (saved === undefined) return refuse(refusals.fileTooLarge())
    if (saved.sha256 !== named.sha256) {
      await removeFile(tx, saved.id)
      return refuse(refusals.fileDiffers())
    }
    await sql`
      update visits.attachment set file_id = ${saved.id}, arrived_at = clock_timestamp()
       where district = ${key.district} and id = ${key.file}::uuid`.execute(tx)
    await sql`
      update visits.record set evidence = true
       where district = ${key.district} and id = ${key.id}::uuid and way = 'home' and outcome = 'seen' and not evidence`.execute(
      tx,
    )
    if (named.planId !== null) await followPlan(tx, key.district, named.planId)
    return ok({ id: key.file, state: 'stored' as const, wanted: await wanted(tx, key) })
  })
}

async function save(
  tx: Tx,
  parts: FileParts,
  key: { readonly district: string; readonly id: string },
  { account, content }: { readonly account: string; readonly content: AsyncIterable<Uint8Array> },
  named: Named,
) {
  try {
    return await saveFile(tx, parts, {
      district: key.district,
      township: named.township,
      ...(named.village === null ? {} : { village: named.village }),
      object: 'visits.record',
      objectId: key.id,
      name: named.kind === 'photo' ? '巡访照片' : '巡访录音',
      account,
      content,
      most: MOST_BYTES,
    })
  } catch (error) {
    if (error instanceof FileTooLarge) return undefined
    throw error
  }
}

async function isKept(
  tx: Tx,
  key: { readonly district: string; readonly id: string },
  account: string,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from visits.record where district = ${key.district} and id = ${key.id}::uuid and account = ${account}`.execute(
    tx,
  )
  return rows.length > 0
}

async function wanted(tx: Tx, key: { readonly district: string; readonly id: string }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id::text as id from visits.attachment
     where district = ${key.district} and record_id = ${key.id}::uuid and arrived_at is null order by id`.execute(tx)
  return rows.map((row) => row.id)
}
