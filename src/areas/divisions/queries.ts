import { type QueryExecutorProvider, sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { readDataset } from './dataset.ts'
import type { CodePeriod, DivisionData, DivisionLevel, NamePeriod } from './division.ts'
import { DivisionTree } from './tree.ts'

/** What a statement needs: a database or a transaction. */
export type Executor = QueryExecutorProvider

/**
 * Writes the published divisions, zones and changes into the tables. A second run changes nothing, and codes that were set by hand
 * since stay as they are. Returns how many divisions are new.
 */
export async function loadDivisions(db: Executor, data: DivisionData = readDataset()): Promise<number> {
  const before = await countDivisions(db)
  await sql`
    insert into divisions.division
      (key, level, name, kind, valid_from, valid_to, lng, lat, elevation_m, pinyin, initials)
    select key, level, name, kind, "validFrom", "validTo", lng, lat, "elevationM", replace(pinyin, ' ', ''),
           regexp_replace(pinyin, '(\\w)\\w*\\s?', '\\1', 'g')
      from jsonb_to_recordset(${JSON.stringify(data.divisions)}::jsonb)
        as row (key text, level text, name text, kind text, "validFrom" date, "validTo" date,
                lng float8, lat float8, "elevationM" int, pinyin text)
    on conflict (key) do nothing`.execute(db)
  await sql`
    insert into divisions.parentage (key, parent, valid_from, valid_to)
    select key, parent, "validFrom", "validTo"
      from jsonb_to_recordset(${JSON.stringify(data.parentages)}::jsonb)
        as row (key text, parent text, "validFrom" date, "validTo" date)
    on conflict (key, valid_from) do nothing`.execute(db)
  await sql`
    insert into divisions.code (key, code, valid_from, valid_to)
    select key, code, "validFrom", "validTo"
      from jsonb_to_recordset(${JSON.stringify(data.codes)}::jsonb)
        as row (key text, code text, "validFrom" date, "validTo" date)
    on conflict (key, valid_from) do nothing`.execute(db)
  await sql`
    insert into divisions.zone (key, name, pinyin, valid_from, valid_to)
    select key, name, pinyin, "validFrom", "validTo"
      from jsonb_to_recordset(${JSON.stringify(data.zones)}::jsonb)
        as row (key text, name text, pinyin text, "validFrom" date, "validTo" date)
    on conflict (key) do nothing`.execute(db)
  const members = data.zones.flatMap((zone) => zone.members.map((member) => ({ zone: zone.key, ...member })))
  await sql`
    insert into divisions.zone_member (zone, township, valid_from, valid_to)
    select zone, township, "validFrom", "validTo"
      from jsonb_to_recordset(${JSON.stringify(members)}::jsonb)
        as row (zone text, township text, "validFrom" date, "validTo" date)
    on conflict (zone, township, valid_from) do nothing`.execute(db)
  return (await countDivisions(db)) - before
}

async function countDivisions(db: Executor): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from divisions.division`.execute(db)
  return rows[0]?.n ?? 0
}

const PERIOD_COLUMNS =
  'to_char(valid_from, \'YYYY-MM-DD\') as "validFrom", to_char(valid_to, \'YYYY-MM-DD\') as "validTo"'

/**
 * The tree with the codes and later names that stand in the database. Parents and zones are those of the data file, which migrations and
 * `loadDivisions` keep equal to the tables; only codes and names are set while running.
 */
export async function readTree(db: Executor): Promise<DivisionTree> {
  return treeWith(await readDated(db))
}

export type Dated = { codes: CodePeriod[]; names: NamePeriod[] }

/** What is set while running: every period of every code and of every later name. */
export async function readDated(db: Executor): Promise<Dated> {
  const [codes, names] = await Promise.all([
    sql<CodePeriod>`
      select key, code, ${sql.raw(PERIOD_COLUMNS)} from divisions.code order by key, valid_from`.execute(db),
    sql<NamePeriod>`
      select key, name, pinyin, ${sql.raw(PERIOD_COLUMNS)} from divisions.name order by key, valid_from`.execute(db),
  ])
  return { codes: codes.rows, names: names.rows }
}

/** The published data with what was set since. */
export const treeWith = ({ codes, names }: Dated): DivisionTree =>
  new DivisionTree({ ...readDataset(), ...(codes.length > 0 && { codes }), names })

/** The tree of the published data alone, for what needs no database. */
export const treeOfDataset = (): DivisionTree => new DivisionTree(readDataset())

/** Whoever holds a code at any time from a day on. */
export async function findHolders(db: Executor, code: string, from: Day): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select key from divisions.code where code = ${code} and (valid_to is null or valid_to > ${from}::date)`.execute(db)
  return rows.map((row) => row.key)
}

export type StoredDivision = { key: string; name: string; level: DivisionLevel; validFrom: Day; validTo: Day | null }

export async function findDivision(db: Executor, key: string): Promise<StoredDivision | undefined> {
  const { rows } = await sql<StoredDivision>`
    select key, name, level, ${sql.raw(PERIOD_COLUMNS)} from divisions.division where key = ${key}`.execute(db)
  return rows[0]
}

/** True when another code, or name, already begins after a day. */
export async function hasPeriodAfter(
  db: Executor,
  table: 'divisions.code' | 'divisions.name',
  key: string,
  from: Day,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from ${sql.table(table)} where key = ${key} and valid_from > ${from}::date limit 1`.execute(db)
  return rows.length > 0
}

/** Ends the code period that a day falls in and begins a new one; a period that begins on that very day is overwritten. */
export async function saveCode(db: Executor, key: string, code: string, from: Day): Promise<void> {
  await endPeriod(db, 'divisions.code', key, from)
  await sql`
    insert into divisions.code (key, code, valid_from)
    values (${key}, ${code}, ${from}::date)
    on conflict (key, valid_from) do update set code = excluded.code`.execute(db)
}

/** The same for a name. */
export async function saveName(db: Executor, key: string, name: string, pinyin: string, from: Day): Promise<void> {
  await endPeriod(db, 'divisions.name', key, from)
  await sql`
    insert into divisions.name (key, name, pinyin, valid_from)
    values (${key}, ${name}, ${pinyin}, ${from}::date)
    on conflict (key, valid_from) do update set name = excluded.name, pinyin = excluded.pinyin`.execute(db)
}

async function endPeriod(db: Executor, table: string, key: string, on: Day): Promise<void> {
  await sql`
    update ${sql.table(table)} set valid_to = ${on}::date
     where key = ${key} and valid_from < ${on}::date and (valid_to is null or valid_to > ${on}::date)`.execute(db)
}
