import { type RawBuilder, sql } from 'kysely'
import { type ActorAt, caseFile, daysLeft, type Processes } from '../../engines/process/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import type { Filing, FilingCheck, FilingQuery, FilingRow } from './filing-contract.ts'
import { checkProcess } from './filing-process.ts'
import { filingRefusals } from './filing-refusals.ts'
import { MATERIALS } from './filing-words.ts'

const PAGE = 50

type Row = Omit<FilingRow, 'place'> & { township: string; village: string | null }

const columns = sql`
  f.district, f.id::text, f.number, f.kind, f.state, f.facility_id::text as "facilityId", f.name, coalesce(o.name, f.operator) as operator, f.township, f.village,
  f.effective_on::text as "effectiveOn", f.filed_on::text as "filedOn", f.submitted_at::text as "submittedAt", f.example,
  (select count(*)::int from facilities.filing_check k where k.district = f.district and k.filing_id = f.id) as checks,
  (select count(*)::int from facilities.filing_check k where k.district = f.district and k.filing_id = f.id and k.outcome is null) as "checksOpen"`

const shown = ({ township, village, ...row }: Row, tree: DivisionTree, today: Day): FilingRow => ({
  ...row,
  place: tree.path(village ?? township, today) || township,
})

/** Filings of the caller's area, newest first. */
export async function listFilings(
  tx: Tx,
  query: FilingQuery,
  tree: DivisionTree,
  today: Day,
): Promise<{ rows: FilingRow[]; next: string | null }> {
  const townships = query.area === undefined ? undefined : tree.townshipsOf(query.area, today)
  const [at, id] = query.after?.split(' ') ?? []
  const parts: RawBuilder<unknown>[] = [
    sql`true`,
    ...(query.kind === undefined ? [] : [sql`f.kind = ${query.kind}`]),
    ...(query.state === undefined ? [] : [sql`f.state = ${query.state}`]),
    ...(townships === undefined ? [] : [sql`f.township = any (${townships}::text[])`]),
    ...(at !== undefined && id !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && isMark(at)
      ? [sql`(f.submitted_at, f.id) < (${at}::timestamptz, ${id}::uuid)`]
      : []),
  ]
  const { rows } = await sql<Row & { at: string }>`
    select ${columns}, to_char(f.submitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
      from facilities.filing f left join facilities.organisation o on o.credit_code = f.operator
     where ${sql.join(parts, sql` and `)} order by f.submitted_at desc, f.id desc limit ${PAGE + 1}`.execute(tx)
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  return {
    rows: page.map(({ at: _, ...row }) => shown(row, tree, today)),
    next: rows.length > PAGE && last ? `${last.at} ${last.id}` : null,
  }
}

/** A moment as `next` writes it; anything else would reach the database as no time at all. */
const isMark = (at: string): boolean => /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(at) && !Number.isNaN(Date.parse(at))

/** One filing with its clock, departments, timeline and the moves that the caller may make. The case is read as the system role. */
export async function readFiling(
  tx: Tx,
  key: { district: string; id: string },
  around: { tree: DivisionTree; today: Day; processes: Processes; actorAt: ActorAt },
): Promise<Result<Filing>> {
  const { rows } = await sql<Row & { form: Filing['form']; panel: Filing['panel']; receipt: string | null }>`
    select ${columns}, f.form, f.opening as panel, f.receipt
      from facilities.filing f left join facilities.organisation o on o.credit_code = f.operator
     where f.district = ${key.district} and f.id = ${key.id}::uuid`.execute(tx)
  const row = rows[0]
  if (row === undefined) return refuse(filingRefusals.unknown())
  const { form, panel, receipt, ...head } = row
  const read = await caseFile(tx, around.processes, key, around.actorAt, around.today)
  if (!read.ok) return read
  const file = read.value
  return ok({
    ...shown(head, around.tree, around.today),
    form,
    panel,
    receipt,
    dueOn: file.case.dueOn,
    daysLeft: file.daysLeft,
    revision: file.case.revision,
    checkList: await checksOf(tx, sql`k.district = ${key.district} and k.filing_id = ${key.id}::uuid`, around.today),
    evidence: Object.entries(MATERIALS).flatMap(([name, title]) => {
      const held = file.evidence.find((each) => each.name === name)
      return held === undefined ? [] : [{ name, title, standing: held.standing }]
    }),
    timeline: file.timeline.map(({ at, says, account, reason }) => ({ at, says, account, reason })),
    moves: file.moves.map(({ name, declaration, unavailable }) => ({
      name,
      title: declaration.title,
      reason: declaration.reason ?? null,
      asksForMissing: declaration.asksForMissing === true,
      tone: declaration.tone ?? null,
      unavailable: unavailable ?? null,
    })),
  })
}

/** Checks with the clock of each. As the system role; the caller says which. */
export async function checksOf(tx: Tx, which: RawBuilder<unknown>, today: Day): Promise<FilingCheck[]> {
  const { rows } = await sql<Omit<FilingCheck, 'daysLeft'>>`
    select k.district, k.id::text, k.filing_id::text as "filingId", f.name as "filingName", f.number as "filingNumber", c.number, k.department,
           k.question, k.outcome, k.words, k.answered_on::text as "answeredOn", c.due_on::text as "dueOn"
      from facilities.filing_check k
      join facilities.filing f on f.district = k.district and f.id = k.filing_id
      join process.case c on c.district = k.district and c.id = k.id
     where ${which} order by k.outcome is not null, c.due_key, k.id limit 200`.execute(tx)
  const clock = checkProcess.declaration.clocks.check
  return rows.map((row) => ({
    ...row,
    daysLeft:
      row.dueOn === null || clock === undefined || row.outcome !== null
        ? null
        : daysLeft(clock, row.dueOn as Day, today),
  }))
}

/** The public record of a district: what was filed, by whom, where. As the system role. */
export async function publicRecord(tx: Tx, district: string, tree: DivisionTree, today: Day) {
  const { rows } = await sql<Row>`
    select ${columns} from facilities.filing f left join facilities.organisation o on o.credit_code = f.operator
     where f.district = ${district} and f.state in ('filed', 'closed') order by f.filed_on desc, f.id desc limit 500`.execute(
    tx,
  )
  return {
    rows: rows.map((row) => {
      const { number, kind, name, operator, place, filedOn, example } = shown(row, tree, today)
      return { number, kind, name, operator, place, filedOn: filedOn ?? '', example }
    }),
  }
}
