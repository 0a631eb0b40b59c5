import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/problem.ts'
import { columnOf, type Entry, type List } from './list.ts'
import { refusals } from './refusals.ts'
import { columns, type EntryRow, sameEntry, table, valueSql } from './rows.ts'
import { rewrite } from './versions.ts'

/** Who writes, on what ground. `source` is what the entry rests on: a paper, a visit, a sheet. */
export type Hand = {
  readonly account: string
  readonly source: string
  readonly example?: boolean
  readonly requestId?: string
}

export type EntryKey = { readonly district: string; readonly entry: string }

/** Adds an entry that holds from a day on. Its values have been read by `readValues`. @returns the id of the entry */
export async function addEntry(
  tx: Tx,
  list: List,
  { district, ...entry }: Entry & { district: string },
  from: Day,
  hand: Hand,
): Promise<string> {
  const id = newId()
  await insert(tx, list, { district, entry: id }, { from, to: null, holds: entry }, hand)
  await note(tx, list, { district, entry: id }, 'add', hand, { from, ...entry })
  return id
}

/**
 * Lets something else hold from a day on; null ends the entry on that day. What is on file is superseded, never changed. `expected` is the version that the
 * writer saw: had somebody else written meanwhile, it is refused. Answers false where nothing differs.
 */
export async function changeEntry(
  tx: Tx,
  list: List,
  key: EntryKey,
  change: { readonly from: Day; readonly holds: Entry | null; readonly expected?: string | undefined },
  hand: Hand,
): Promise<Result<boolean>> {
  const versions = await lockVersions(tx, list, key)
  const first = versions[0]
  if (first === undefined) return refuse(refusals.notFound(list))
  if (change.expected !== undefined && !versions.some((each) => each.id === change.expected))
    return refuse(refusals.changedMeanwhile())
  if (change.holds === null && change.from <= first.from) return refuse(refusals.endsBeforeItBegan(first.from))
  const { supersede, insert: fresh } = rewrite(
    versions.map((row) => ({ id: row.id, from: row.from, to: row.to, holds: row as Entry })),
    change.from,
    change.holds,
    sameEntry,
  )
  if (supersede.length === 0 && fresh.length === 0) return ok(false)
  await sql`update ${table(list)} set superseded_at = clock_timestamp()
             where district = ${key.district} and id = any (${supersede}::uuid[])`.execute(tx)
  for (const each of fresh) await insert(tx, list, key, each, { ...hand, example: first.example })
  const { from, holds } = change
  await note(tx, list, key, holds === null ? 'end' : 'change', hand, { from, ...holds })
  return ok(true)
}

/** The versions of an entry that stand, oldest first, locked against a second writer. */
async function lockVersions(tx: Tx, list: List, { district, entry }: EntryKey): Promise<EntryRow[]> {
  // Rows that another writer supersedes leave the result of this lock; the entry as a whole is what must be held.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${list.id} ${district} ${entry}`}, 0))`.execute(tx)
  const { rows } = await sql<EntryRow>`
    select ${columns(list)} from ${table(list)} p
     where p.district = ${district} and p.entry = ${entry}::uuid and p.superseded_at is null order by p.valid_from`.execute(
    tx,
  )
  return rows
}

type Period = { readonly from: Day; readonly to: Day | null; readonly holds: Entry }

async function insert(tx: Tx, list: List, key: EntryKey, { from, to, holds }: Period, hand: Hand): Promise<void> {
  const own = list.fields.map((field) => sql.ref(columnOf(field)))
  const values = list.fields.map((field) => valueSql(field, holds.values[field.name]))
  await sql`
    insert into ${table(list)} (district, entry, id, name, township, village, facility_id, organisation, valid_from, valid_to,
                                recorded_by, source, example, ${sql.join(own)})
    values (${key.district}, ${key.entry}::uuid, ${newId()}::uuid, ${holds.name}, ${holds.township}, ${holds.village}, ${holds.facility}::uuid,
            ${holds.organisation}, ${from}::date, ${to}::date, ${hand.account}, ${hand.source}, ${hand.example ?? false},
            ${sql.join(values)})`.execute(tx)
}

const note = (tx: Tx, list: List, key: EntryKey, act: string, hand: Hand, after: Readonly<Record<string, unknown>>) =>
  record(tx, {
    district: key.district,
    account: hand.account,
    action: `list.${act}`,
    object: `lists.${list.id}`,
    objectId: key.entry,
    purpose: hand.source,
    after: { name: after.name, from: after.from, facility: after.facility, values: after.values },
    ...(hand.requestId === undefined ? {} : { requestId: hand.requestId }),
  })
