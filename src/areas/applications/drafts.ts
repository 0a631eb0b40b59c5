import { sql } from 'kysely'
import type { Keyring } from '../../platform/crypto/index.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { refusals } from './refusals.ts'

const KEEP_DAYS = 30

export type Draft = {
  readonly id: string
  readonly title: string
  readonly content: unknown
  readonly version: number
  readonly savedAt: string
}

type Owner = { readonly keyring: Keyring; readonly owner: string; readonly now: Date }

/**
 * Saves what somebody has filled in so far, sealed; it goes away after thirty days. Saving again under the same id replaces
 * it; what has expired of this owner's is removed on the way.
 */
export async function saveDraft(
  tx: Tx,
  draft: { readonly id?: string; readonly title: string; readonly content: unknown },
  { keyring, owner, now }: Owner,
): Promise<Result<{ id: string; version: number }>> {
  const id = draft.id ?? newId()
  const until = new Date(now.getTime() + KEEP_DAYS * 86_400_000)
  await sql`delete from applications.draft where owner = ${owner} and expires_at <= ${now}`.execute(tx)
  const { rows } = await sql<{ version: number }>`
    insert into applications.draft as d (id, owner, title, cipher, saved_at, expires_at)
    values (${id}::uuid, ${owner}, ${draft.title}, ${keyring.seal(JSON.stringify(draft.content))}, ${now}, ${until})
    on conflict (district, id) do update set title = excluded.title, cipher = excluded.cipher, saved_at = excluded.saved_at,
           expires_at = excluded.expires_at, version = d.version + 1 where d.owner = ${owner}
    returning version`.execute(tx)
  const version = rows[0]?.version
  return version === undefined ? refuse(refusals.draftGone()) : ok({ id, version })
}

/** A draft of its owner; refused when it is not theirs or has gone. */
export async function readDraft(tx: Tx, id: string, { keyring, owner, now }: Owner): Promise<Result<Draft>> {
  const { rows } = await sql<Omit<Draft, 'content'> & { cipher: Buffer }>`
    select id::text as id, title, cipher, version, to_json(saved_at)#>>'{}' as "savedAt" from applications.draft
     where district = '' and id = ${id}::uuid and owner = ${owner} and expires_at > ${now}`.execute(tx)
  const row = rows[0]
  if (row === undefined) return refuse(refusals.draftGone())
  const { cipher, ...rest } = row
  return ok({ ...rest, content: JSON.parse(keyring.open(cipher)) as unknown })
}

export async function removeDraft(tx: Tx, id: string, { owner }: Owner): Promise<void> {
  await sql`delete from applications.draft where district = '' and id = ${id}::uuid and owner = ${owner}`.execute(tx)
}
