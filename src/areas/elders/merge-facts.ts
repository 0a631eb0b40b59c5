import { sql } from 'kysely'
import { newId, type Tx } from '../../platform/db/index.ts'
import { copyRows } from './hanging.ts'
import { FACT_KINDS } from './words.ts'

/**
 * Takes the periods of each kind from one of two files: the one that was chosen, else the kept one, else whichever has any. The
 * facts of the other file stay where they are; what the kept file takes over is recorded as new, so that it can still be read as
 * it was known before. Returns what was ended and what was added on the kept file.
 */
export async function mergeFacts(
  tx: Tx,
  district: string,
  kept: string,
  gone: string,
  choices: Readonly<Record<string, 'kept' | 'gone'>>,
): Promise<{ ended: string[]; added: string[] }> {
  const { rows } = await sql<{ kind: string; has_kept: boolean; has_gone: boolean }>`
    select kind, bool_or(elder_id = ${kept}::uuid) as has_kept, bool_or(elder_id = ${gone}::uuid) as has_gone from elders.fact
     where district = ${district} and elder_id in (${kept}::uuid, ${gone}::uuid) and superseded_at is null group by kind`.execute(
    tx,
  )
  const kinds = rows
    .filter((row) => row.kind in FACT_KINDS && row.has_gone)
    .filter((row) => choices[row.kind] === 'gone' || (!row.has_kept && choices[row.kind] !== 'kept'))
    .map((row) => row.kind)
  if (kinds.length === 0) return { ended: [], added: [] }
  const ended = await endFacts(tx, district, kept, sql`kind = any (${kinds}::text[])`)
  const { rows: sources } = await sql<{ id: string }>`
    select id::text from elders.fact
     where district = ${district} and elder_id = ${gone}::uuid and superseded_at is null and kind = any (${kinds}::text[])`.execute(
    tx,
  )
  const added = await copyFacts(
    tx,
    district,
    sources.map((row) => row.id),
    kept,
  )
  return { ended, added }
}

/** Puts the periods of a file back as they were before a merge; a kind that was changed since stays as it is now. */
export async function splitFacts(
  tx: Tx,
  district: string,
  kept: string,
  moved: { ended: string[]; added: string[] },
): Promise<void> {
  const touched = await sql<{ kind: string }>`
    select distinct f.kind from elders.fact f
     where f.district = ${district} and f.elder_id = ${kept}::uuid and f.superseded_at is null and not (f.id = any (${moved.added}::uuid[]))`.execute(
    tx,
  )
  const changed = new Set(touched.rows.map((row) => row.kind))
  const whole = await sql<{ kind: string }>`
    select kind from elders.fact where district = ${district} and elder_id = ${kept}::uuid and id = any (${moved.added}::uuid[])
     group by kind having bool_or(superseded_at is not null)`.execute(tx)
  for (const { kind } of whole.rows) changed.add(kind)
  const except = [...changed]
  await endFacts(tx, district, kept, sql`id = any (${moved.added}::uuid[]) and not (kind = any (${except}::text[]))`)
  const { rows } = await sql<{ id: string }>`
    select id::text from elders.fact where district = ${district} and elder_id = ${kept}::uuid and id = any (${moved.ended}::uuid[])
       and not (kind = any (${except}::text[]))`.execute(tx)
  await copyFacts(
    tx,
    district,
    rows.map((row) => row.id),
    kept,
  )
}

async function endFacts(tx: Tx, district: string, elder: string, which: ReturnType<typeof sql>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update elders.fact set superseded_at = statement_timestamp()
     where district = ${district} and elder_id = ${elder}::uuid and superseded_at is null and ${which} returning id::text`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

/** Records facts again for a person, with their source, as known from now on. */
async function copyFacts(tx: Tx, district: string, ids: string[], to: string): Promise<string[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ now: string }>`select clock_timestamp()::text as now`.execute(tx)
  const added: string[] = []
  for (const from of ids) {
    const id = newId()
    added.push(id)
    await copyRows(
      tx,
      'elders.fact',
      sql`t.district = ${district} and t.id = ${from}::uuid`,
      new Map<string, string | null>([
        ['id', id],
        ['elder_id', to],
        ['recorded_at', rows[0]?.now ?? null],
        ['superseded_at', null],
        // Filled with the place of the person whose fact it becomes.
        ['township', null],
        ['village', null],
      ]),
    )
  }
  return added
}
