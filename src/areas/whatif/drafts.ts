import { sql } from 'kysely'
import type { z } from 'zod'
import { record } from '../../platform/audit/index.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Draft, DraftBody } from './contract.ts'
import { refusals } from './refusals.ts'

const MOST_DRAFTS = 50
const COLUMNS = sql`id::text, name, division, to_char(valid_from, 'YYYY-MM-DD') as "from", to_char(month, 'YYYY-MM') as month, changes,
  changed_at::text as "changedAt"`

/** The drafts of their maker, the latest first. */
export async function listDrafts(tx: Tx, owner: string): Promise<Draft[]> {
  const { rows } = await sql<Draft>`
    select ${COLUMNS} from whatif.draft where owner = ${owner} order by changed_at desc, id limit ${MOST_DRAFTS}`.execute(
    tx,
  )
  return rows
}

/** Keeps a draft under its name; a draft of that name is replaced. It counts for nothing but its maker's own trials. */
export async function saveDraft(tx: Tx, owner: string, draft: z.infer<typeof DraftBody>): Promise<Result<Draft>> {
  const held = await listDrafts(tx, owner)
  if (held.length >= MOST_DRAFTS && !held.some((each) => each.name === draft.name))
    return refuse(refusals.tooManyDrafts(MOST_DRAFTS))
  const { rows } = await sql<Draft>`
    insert into whatif.draft (id, owner, name, division, valid_from, month, changes)
    values (${newId()}, ${owner}, ${draft.name}, ${draft.division}, ${draft.from}::date, ${`${draft.month}-01`}::date, ${JSON.stringify(draft.changes)}::jsonb)
    on conflict (owner, name) do update set division = excluded.division, valid_from = excluded.valid_from, month = excluded.month,
      changes = excluded.changes, changed_at = statement_timestamp()
    returning ${COLUMNS}`.execute(tx)
  const saved = rows[0]!
  await record(tx, {
    district: draft.division,
    account: owner,
    action: 'whatif.save',
    object: 'whatif.draft',
    objectId: saved.id,
    after: draft,
  })
  return ok(saved)
}

export async function removeDraft(tx: Tx, owner: string, id: string): Promise<Result<{ id: string }>> {
  const { rows } = await sql<{ division: string; name: string }>`
    delete from whatif.draft where id = ${id}::uuid and owner = ${owner} returning division, name`.execute(tx)
  const gone = rows[0]
  if (gone === undefined) return refuse(refusals.draftNotFound())
  await record(tx, {
    district: gone.division,
    account: owner,
    action: 'whatif.remove',
    object: 'whatif.draft',
    objectId: id,
    before: { name: gone.name },
  })
  return ok({ id })
}
