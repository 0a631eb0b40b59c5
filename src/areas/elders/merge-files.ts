import { type RawBuilder, sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { elevated, inScope, newId, type Tx } from '../../platform/db/index.ts'
import { once, Refused } from '../../platform/http/index.ts'
import type { MergeView, ProposeMerge } from './contract.ts'
import { announce } from './events.ts'
import { findPerson, type Person } from './find-person.ts'
import { countMoves, moveRows, readHanging } from './hanging.ts'
import type { Surroundings } from './list-elders.ts'
import { lockElder, shareDistricts } from './locks.ts'
import { mergeFacts } from './merge-facts.ts'
import { refusals } from './refusals.ts'
import { settlePlaces } from './set-facts.ts'

export const SPLIT_DAYS = 30

/** The columns of the person's row behind each choice of the side-by-side screen. */
const FIELD_COLUMNS: Record<string, readonly string[]> = {
  name: ['name', 'name_pinyin', 'name_initials'],
  sex: ['sex'],
  birthDate: ['birth_date'],
  identity: ['id_kind', 'id_cipher', 'id_blind', 'id_last4_blind'],
  address: ['address', 'lng', 'lat'],
}

export type MergeRow = {
  district: string
  id: string
  kept: string
  gone: string
  choices: Record<string, 'kept' | 'gone'>
  state: MergeView['state']
  proposedBy: string
  splitUntil: string | null
  isLate: boolean
  moved: Moved | null
}
/** What a merge did, as far as it must be undone. Sealed values stay sealed in it. */
export type Moved = {
  tables: Record<string, unknown[]>
  fields: string[]
  before: unknown
  after: unknown
  formerAdded: string[]
  facts: { ended: string[]; added: string[] }
}

/** Proposes that two files are one person's. Nothing moves yet: another person confirms. */
export async function proposeMerge(
  around: Surroundings,
  given: ProposeMerge,
  key: string | undefined,
): Promise<MergeView> {
  const { platform, principal } = around
  if (given.kept === given.gone) throw new Refused(refusals.sameTwice())
  return inScope(platform.db, principal.scope, (tx) =>
    once(tx, { account: principal.account, route: 'elders.merges', key, body: given }, async () => {
      const kept = await findPerson(tx, principal.scope, given.kept)
      const gone = await findPerson(tx, principal.scope, given.gone)
      if (kept === undefined || gone === undefined) throw new Refused(refusals.notFound())
      if (kept.district !== gone.district) throw new Refused(refusals.differentDistricts())
      if (kept.mergedInto !== null || gone.mergedInto !== null) throw new Refused(refusals.mergeOpen())
      const { district } = kept
      const id = newId()
      const { rows } = await sql`
        insert into elders.merge (district, id, kept, gone, choices, reason, proposed_by, kept_township, kept_village, gone_township,
               gone_village)
        select ${district}, ${id}, ${given.kept}::uuid, ${given.gone}::uuid, ${JSON.stringify(given.choices)}::jsonb, ${given.reason},
               ${principal.account}, ${kept.township}, ${kept.village}, ${gone.township}, ${gone.village}
         where not exists (select 1 from elders.merge m where m.district = ${district} and m.state = 'proposed'
             and (m.kept in (${given.kept}::uuid, ${given.gone}::uuid) or m.gone in (${given.kept}::uuid, ${given.gone}::uuid)))
        on conflict do nothing returning id`.execute(tx)
      if (rows.length === 0) throw new Refused(refusals.mergeOpen())
      await markPair(tx, district, given.kept, given.gone, 'proposed', principal.account)
      await record(tx, {
        district,
        account: principal.account,
        action: 'elder.proposeMerge',
        object: 'elder',
        objectId: given.kept,
        after: { merge: id, gone: given.gone, choices: given.choices, reason: given.reason },
      })
      return readMerge(tx, id)
    }),
  )
}

/** Confirms a proposal of somebody else: what hangs on the one file moves to the other, in one transaction. */
export async function confirmMerge(around: Surroundings, id: string): Promise<MergeView> {
  const { platform, principal } = around
  return inScope(platform.db, principal.scope, async (tx) => {
    const merge = await findMerge(tx, id)
    if (merge === undefined) throw new Refused(refusals.notFound())
    if (merge.proposedBy === principal.account) throw new Refused(refusals.secondPerson())
    const { district } = merge
    await shareDistricts(tx, [district])
    for (const elder of [merge.kept, merge.gone].sort()) await lockElder(tx, district, elder)
    const kept = await findPerson(tx, principal.scope, merge.kept)
    const gone = await findPerson(tx, principal.scope, merge.gone)
    if (kept === undefined || gone === undefined) throw new Refused(refusals.notFound())
    if ((await findMerge(tx, id, true))?.state !== 'proposed') throw new Refused(refusals.mergeState())
    if (kept.mergedInto !== null || gone.mergedInto !== null) throw new Refused(refusals.mergeOpen())
    const moved = await elevated(tx, () => applyMerge(tx, around, kept, gone, merge.choices))
    await sql`
      update elders.merge set state = 'confirmed', decided_by = ${principal.account}, decided_at = statement_timestamp(),
             split_until = statement_timestamp() + make_interval(days => ${SPLIT_DAYS}), moved = ${JSON.stringify(moved)}::jsonb
       where district = ${district} and id = ${id}::uuid`.execute(tx)
    await markPair(tx, district, merge.kept, merge.gone, 'merged', principal.account)
    await announce(tx, district, { kind: 'elder.merged', elderId: merge.kept, gone: merge.gone, merge: id })
    const entry = { district, account: principal.account, action: 'elder.confirmMerge', object: 'elder' }
    await record(tx, [
      { ...entry, objectId: merge.kept, after: { merge: id, gone: merge.gone, choices: merge.choices } },
      { ...entry, objectId: merge.gone, after: { merge: id, kept: merge.kept } },
    ])
    return readMerge(tx, id)
  })
}

async function applyMerge(
  tx: Tx,
  around: Surroundings,
  kept: Person,
  gone: Person,
  choices: MergeRow['choices'],
): Promise<Moved> {
  const { district } = kept
  const tables: Moved['tables'] = {}
  for (const each of await readHanging(tx)) {
    if (each.onMerge !== 'move') continue
    const keys = await moveRows(tx, each, district, gone.id, kept.id)
    if (keys.length > 0) tables[each.table] = keys
  }
  const fields = Object.keys(FIELD_COLUMNS).filter((field) => choices[field] === 'gone')
  const columns = fields.flatMap((field) => FIELD_COLUMNS[field] ?? [])
  const before = await imageOf(tx, kept)
  if (columns.length > 0)
    await sql`update elders.elder k set ${sql.join(columns.map((c) => sql`${sql.ref(c)} = g.${sql.ref(c)}`))}
      from elders.elder g where k.district = ${district} and k.id = ${kept.id}::uuid and g.district = ${district} and g.id = ${gone.id}::uuid`.execute(
      tx,
    )
  // The number that was not chosen stays with the file as a former one, so that an old list still finds the person.
  const other = choices.identity === 'gone' ? kept : gone
  const chosen = choices.identity === 'gone' ? gone : kept
  const formerAdded: string[] = []
  if (other.idBlind !== null && other.idCipher !== null && !(chosen.idBlind?.equals(other.idBlind) ?? false)) {
    const { rows } = await sql<{ id_blind: Buffer }>`
      insert into elders.former_identity (district, elder_id, id_blind, id_cipher, reason)
      values (${district}, ${kept.id}::uuid, ${other.idBlind}, ${other.idCipher}, 'merge') on conflict do nothing returning id_blind`.execute(
      tx,
    )
    formerAdded.push(...rows.map((row) => row.id_blind.toString('hex')))
  }
  const facts = await mergeFacts(tx, district, kept.id, gone.id, choices)
  await settlePlaces(tx, district, [kept.id], around.platform.today())
  await sql`update elders.elder set merged_into = ${kept.id}::uuid where district = ${district} and id = ${gone.id}::uuid`.execute(
    tx,
  )
  return { tables, fields, before, after: await imageOf(tx, kept), formerAdded, facts }
}

/** The row of a person as JSON, sealed columns sealed. */
export async function imageOf(tx: Tx, { district, id }: { district: string; id: string }): Promise<unknown> {
  const { rows } = await sql<{ image: unknown }>`
    select to_jsonb(e) as image from elders.elder e where district = ${district} and id = ${id}::uuid`.execute(tx)
  return rows[0]?.image
}

export const columnsOfField = (field: string): readonly string[] => FIELD_COLUMNS[field] ?? []

/** Says no to a proposal; the pair goes back to the work list. */
export async function rejectMerge(around: Surroundings, id: string): Promise<MergeView> {
  const { platform, principal } = around
  return inScope(platform.db, principal.scope, async (tx) => {
    const { rows } = await sql<{ district: string; kept: string; gone: string }>`
      update elders.merge set state = 'rejected', decided_by = ${principal.account}, decided_at = statement_timestamp()
       where id = ${id}::uuid and state = 'proposed' returning district, kept::text, gone::text`.execute(tx)
    const merge = rows[0]
    if (merge === undefined) throw new Refused(refusals.mergeState())
    await markPair(tx, merge.district, merge.kept, merge.gone, 'open', principal.account)
    await record(tx, {
      district: merge.district,
      account: principal.account,
      action: 'elder.rejectMerge',
      object: 'elder',
      objectId: merge.kept,
      after: { merge: id },
    })
    return readMerge(tx, id)
  })
}

export async function findMerge(tx: Tx, id: string, lock = false): Promise<MergeRow | undefined> {
  const read = async (how: RawBuilder<unknown>) =>
    (
      await sql<MergeRow>`
    select district, id::text, kept::text, gone::text, choices, state, proposed_by as "proposedBy", split_until::text as "splitUntil",
           coalesce(split_until < statement_timestamp(), false) as "isLate", moved
      from elders.merge where id = ${id}::uuid ${how}`.execute(tx)
    ).rows[0]
  const found = await read(sql``)
  // A row is locked by its whole key: a sharded table locks on one node only.
  return lock && found !== undefined ? read(sql`and district = ${found.district} for update`) : found
}

export async function markPair(
  tx: Tx,
  district: string,
  one: string,
  other: string,
  state: string,
  by: string,
): Promise<void> {
  await sql`
    update elders.probable_duplicate set state = ${state}, decided_at = statement_timestamp(), decided_by = ${by}
     where district = ${district} and low = least(${one}::uuid, ${other}::uuid) and high = greatest(${one}::uuid, ${other}::uuid)`.execute(
    tx,
  )
}

/** A merge as its screen shows it, with what moves (before) or moved (after). */
export async function readMerge(tx: Tx, id: string): Promise<MergeView> {
  const { rows } = await sql<Omit<MergeView, 'moves'> & { district: string; moved: Moved | null }>`
    select m.district, m.id::text, m.kept::text, m.gone::text, k.name as "keptName", g.name as "goneName", m.choices, m.reason, m.state,
           m.proposed_by as "proposedBy", m.proposed_at::text as "proposedAt", m.decided_by as "decidedBy",
           m.decided_at::text as "decidedAt", m.split_until::text as "splitUntil", m.moved
      from elders.merge m
      join elders.elder k on k.district = m.district and k.id = m.kept
      join elders.elder g on g.district = m.district and g.id = m.gone
     where m.id = ${id}::uuid`.execute(tx)
  const row = rows[0]
  if (row === undefined) throw new Refused(refusals.notFound())
  const { district, moved, ...view } = row
  const moves =
    moved === null
      ? await countMoves(tx, district, view.gone)
      : Object.entries(moved.tables).map(([table, keys]) => ({ table, rows: keys.length }))
  return { ...view, moves }
}
