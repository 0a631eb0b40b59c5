import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { elevated, inScope, type Tx } from '../../platform/db/index.ts'
import { Refused } from '../../platform/http/index.ts'
import type { MergeView } from './contract.ts'
import { announce } from './events.ts'
import { readHanging, returnRows } from './hanging.ts'
import type { Surroundings } from './list-elders.ts'
import { lockElder, shareDistricts } from './locks.ts'
import { splitFacts } from './merge-facts.ts'
import { columnsOfField, findMerge, type MergeRow, type Moved, markPair, readMerge } from './merge-files.ts'
import { refusals } from './refusals.ts'
import { settlePlaces } from './set-facts.ts'

/** Takes a merge back within its thirty days: what it moved returns; what was changed since stays with the kept file. */
export async function splitBack(around: Surroundings, id: string): Promise<MergeView> {
  const { platform, principal } = around
  return inScope(platform.db, principal.scope, async (tx) => {
    const seen = await findMerge(tx, id)
    if (seen === undefined) throw new Refused(refusals.notFound())
    const { district } = seen
    await shareDistricts(tx, [district])
    for (const elder of [seen.kept, seen.gone].sort()) await lockElder(tx, district, elder)
    const merge = await findMerge(tx, id, true)
    if (merge?.state !== 'confirmed' || merge.moved === null) throw new Refused(refusals.mergeState())
    if (merge.isLate) throw new Refused(refusals.splitTooLate((merge.splitUntil ?? '').slice(0, 10)))
    const { moved } = merge
    await elevated(tx, () => undo(tx, around, merge, moved))
    await sql`update elders.merge set state = 'splitBack', split_by = ${principal.account}, split_at = statement_timestamp()
      where district = ${district} and id = ${id}::uuid`.execute(tx)
    await markPair(tx, district, merge.kept, merge.gone, 'dismissed', principal.account)
    await announce(tx, district, { kind: 'elder.splitBack', elderId: merge.kept, gone: merge.gone, merge: id })
    const entry = { district, account: principal.account, action: 'elder.splitBack', object: 'elder' }
    await record(tx, [
      { ...entry, objectId: merge.kept, after: { merge: id, gone: merge.gone } },
      { ...entry, objectId: merge.gone, after: { merge: id, kept: merge.kept } },
    ])
    return readMerge(tx, id)
  })
}

async function undo(tx: Tx, around: Surroundings, merge: MergeRow, moved: Moved): Promise<void> {
  const { district, kept, gone } = merge
  for (const each of await readHanging(tx)) {
    const keys = moved.tables[each.table]
    if (keys !== undefined) await returnRows(tx, each, district, keys, kept, gone)
  }
  if (moved.formerAdded.length > 0)
    await sql`delete from elders.former_identity where district = ${district} and elder_id = ${kept}::uuid
      and encode(id_blind, 'hex') = any (${moved.formerAdded}::text[])`.execute(tx)
  const columns = moved.fields.flatMap((field) => columnsOfField(field))
  if (columns.length > 0)
    // A column goes back only where it still holds what the merge put there.
    await sql`
      update elders.elder e set ${sql.join(
        columns.map((c) => {
          const column = sql.ref(c)
          return sql`${column} = case when e.${column} is not distinct from a.${column} then b.${column} else e.${column} end`
        }),
      )}
        from jsonb_populate_record(null::elders.elder, ${JSON.stringify(moved.before)}::jsonb) b,
             jsonb_populate_record(null::elders.elder, ${JSON.stringify(moved.after)}::jsonb) a
       where e.district = ${district} and e.id = ${kept}::uuid`.execute(tx)
  await splitFacts(tx, district, kept, moved.facts)
  await settlePlaces(tx, district, [kept], around.platform.today())
  await sql`update elders.elder set merged_into = null where district = ${district} and id = ${gone}::uuid`.execute(tx)
}
