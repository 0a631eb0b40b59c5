import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import type { CaseNow, CaseRef, ClockReading, NextCase, Timer } from './case.ts'

/** A case as it stands in the table. */
export type CaseRow = CaseRef & {
  readonly number: string
  readonly kind: string
  readonly version: number
  readonly subjectKind: string
  readonly subjectId: string
  readonly township: string
  readonly village: string | null
  readonly state: string
  readonly desk: string | null
  readonly handler: string | null
  readonly origin: string
  readonly outcome: string | null
  readonly required: readonly string[]
  readonly terms: Readonly<Record<string, number | null>>
  readonly rules: Readonly<Record<string, unknown>>
  readonly clocks: Readonly<Record<string, ClockReading>>
  readonly dueOn: Day | null
  readonly dueNote: string | null
  readonly revision: number
  readonly openedOn: Day
  readonly openedAt: string
  readonly changedAt: string
  readonly closedAt: string | null
  /** The day on which whoever asked pressed for an answer, until something moves. */
  readonly urgedOn: Day | null
}

export const caseColumns = sql`c.district, c.id::text as id, c.number, c.kind, c.version, c.subject_kind as "subjectKind",
  c.subject_id::text as "subjectId", c.township, c.village, c.state, c.desk, c.handler, c.origin, c.outcome, c.required, c.terms, c.rules,
  c.clocks, c.due_on::text as "dueOn", c.due_note as "dueNote", c.revision, c.opened_on::text as "openedOn",
  to_json(c.opened_at)#>>'{}' as "openedAt", to_json(c.changed_at)#>>'{}' as "changedAt", to_json(c.closed_at)#>>'{}' as "closedAt",
  c.urged_on::text as "urgedOn"`

/** A case with what a decision needs to know beside its row. */
export type LoadedCase = {
  readonly row: CaseRow
  readonly now: CaseNow
  readonly lastSeq: number
  readonly lastSays: string
}

type Beside = { past: CaseNow['past']; good: string[] | null; lastSeq: number; lastSays: string }

/** Reads cases that the transaction may see; with `lock` nobody else decides them meanwhile. Locked in the order of their keys. */
export async function loadCases(tx: Tx, refs: readonly CaseRef[], lock = false): Promise<LoadedCase[]> {
  if (refs.length === 0) return []
  const keys = JSON.stringify(refs.map(({ district, id }) => ({ district, id })))
  const { rows } = await sql<CaseRow>`
    select ${caseColumns} from process.case c
     where (c.district, c.id) in (select district, id from jsonb_to_recordset(${keys}::jsonb) as k(district text, id uuid))
     order by c.district, c.id ${lock ? sql`for update` : sql``}`.execute(tx)
  // A statement of its own after the lock: it sees what the one before us has committed.
  const beside = await sql<Beside & CaseRef>`
    select k.district, k.id::text as id, a.past, e.good, coalesce(a.last_seq, 0)::int as "lastSeq", coalesce(a.last_says, '') as "lastSays"
      from jsonb_to_recordset(${keys}::jsonb) as k(district text, id uuid)
      left join lateral (
        select jsonb_agg(jsonb_build_object('move', a.move, 'account', a.account, 'onBehalfOf', a.on_behalf_of) order by a.seq) as past,
               max(a.seq) as last_seq, (array_agg(a.says order by a.seq desc))[1] as last_says
          from process.act a where a.district = k.district and a.case_id = k.id) a on true
      left join lateral (
        select array_agg(l.name) as good from (
          select distinct on (e.name) e.name, e.standing from process.evidence e
           where e.district = k.district and e.case_id = k.id order by e.name, e.at desc, e.id desc) l
         where l.standing <> 'rejected') e on true`.execute(tx)
  const besideOf = new Map(beside.rows.map((each) => [`${each.district} ${each.id}`, each]))
  return rows.map((row) => {
    const found = besideOf.get(`${row.district} ${row.id}`)
    const { state, outcome, clocks, terms, dueOn, dueNote, required } = row
    return {
      row,
      now: {
        state,
        outcome,
        clocks,
        terms,
        dueOn,
        dueNote,
        required,
        good: found?.good ?? [],
        past: found?.past ?? [],
      },
      lastSeq: found?.lastSeq ?? 0,
      lastSays: found?.lastSays ?? '',
    }
  })
}

/** One line of a timeline to be written. */
export type NewAct = {
  readonly row: Pick<CaseRow, 'district' | 'id' | 'subjectId' | 'township' | 'village'>
  readonly seq: number
  readonly move: string
  readonly from: string
  readonly to: string
  readonly account: string
  readonly party: string
  readonly onBehalfOf: string | null
  readonly says: string
  readonly reason: string | null
  readonly shown: boolean
  readonly detail: Readonly<Record<string, unknown>>
  readonly onDay: Day
}

const placeOf = ({ row }: { row: NewAct['row'] }) => ({
  district: row.district,
  case_id: row.id,
  subject_id: row.subjectId,
  township: row.township,
  village: row.village,
})

export async function insertActs(tx: Tx, acts: readonly NewAct[]): Promise<void> {
  if (acts.length === 0) return
  const rows = acts.map((act) => ({
    ...placeOf(act),
    id: newId(),
    seq: act.seq,
    move: act.move,
    from_state: act.from,
    to_state: act.to,
    account: act.account,
    party: act.party,
    on_behalf_of: act.onBehalfOf,
    says: act.says,
    reason: act.reason,
    shown: act.shown,
    detail: act.detail,
    on_day: act.onDay,
  }))
  await sql`
    insert into process.act (district, id, case_id, subject_id, township, village, seq, move, from_state, to_state, account, party,
      on_behalf_of, says, reason, shown, detail, on_day)
    select district, id, case_id, subject_id, township, village, seq, move, from_state, to_state, account, party, on_behalf_of, says,
      reason, shown, detail, on_day
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(district text, id uuid, case_id uuid, subject_id uuid, township text,
        village text, seq integer, move text, from_state text, to_state text, account text, party text, on_behalf_of text, says text,
        reason text, shown boolean, detail jsonb, on_day date)`.execute(tx)
}

/** 08:30 in Asia/Shanghai for reminders; the first moment of the day for what is over. */
const momentOf = ({ purpose, on }: Timer): string => `${on}T${purpose === 'due' ? '00:00' : '08:30'}:00+08:00`

export async function insertTimers(
  tx: Tx,
  each: readonly { readonly row: NewAct['row']; readonly timers: readonly Timer[] }[],
): Promise<void> {
  const rows = each.flatMap(({ row, timers }) =>
    timers.map((timer) => ({
      ...placeOf({ row }),
      id: newId(),
      clock: timer.clock,
      purpose: timer.purpose,
      due_on: timer.dueOn,
      fires_at: momentOf(timer),
    })),
  )
  if (rows.length === 0) return
  await sql`
    insert into process.deadline (district, id, case_id, subject_id, township, village, clock, purpose, due_on, fires_at)
    select district, id, case_id, subject_id, township, village, clock, purpose, due_on, fires_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(district text, id uuid, case_id uuid, subject_id uuid, township text,
        village text, clock text, purpose text, due_on date, fires_at timestamptz)`.execute(tx)
}

export type NewEvidence = {
  readonly row: NewAct['row']
  readonly name: string
  readonly standing: 'given' | 'held' | 'rejected'
  readonly source: string
  readonly ref?: string | undefined
  readonly note?: string | undefined
  readonly account: string
}

export async function insertEvidence(tx: Tx, each: readonly NewEvidence[]): Promise<void> {
  if (each.length === 0) return
  const rows = each.map(({ row, name, standing, source, ref, note, account }) => ({
    ...placeOf({ row }),
    id: newId(),
    name,
    standing,
    source,
    ref: ref ?? null,
    note: note ?? null,
    account,
  }))
  await sql`
    insert into process.evidence (district, id, case_id, subject_id, township, village, name, standing, source, ref, note, account)
    select district, id, case_id, subject_id, township, village, name, standing, source, ref, note, account
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(district text, id uuid, case_id uuid, subject_id uuid, township text,
        village text, name text, standing text, source text, ref text, note text, account text)`.execute(tx)
}

/** Writes what moves came to, all cases in four statements. */
export async function saveMoves(
  tx: Tx,
  moved: readonly { readonly row: CaseRow; readonly next: NextCase }[],
): Promise<void> {
  if (moved.length === 0) return
  const rows = moved.map(({ row, next }) => ({
    district: row.district,
    id: row.id,
    state: next.to,
    desk: next.desk,
    outcome: next.outcome,
    required: next.required,
    clocks: next.clocks,
    due_on: next.dueOn,
    due_note: next.dueNote,
    closed: next.closed,
    // A case that comes to another desk is nobody's until somebody takes it.
    keeps: next.desk === row.desk,
  }))
  await sql`
    update process.case c set state = r.state, desk = r.desk, outcome = r.outcome,
           required = array(select jsonb_array_elements_text(r.required)), clocks = r.clocks, due_on = r.due_on, due_note = r.due_note,
           handler = case when r.keeps then c.handler end, urged_on = null, revision = c.revision + 1, changed_at = clock_timestamp(),
           closed_at = case when r.closed then clock_timestamp() end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(district text, id uuid, state text, desk text, outcome text,
        required jsonb, clocks jsonb, due_on date, due_note text, closed boolean, keeps boolean)
     where c.district = r.district and c.id = r.id`.execute(tx)
  const stopped = moved
    .filter(({ next }) => next.timers !== 'keep')
    .map(({ row: { district, id } }) => ({ district, id }))
  if (stopped.length > 0)
    await sql`
      update process.deadline d set cancelled_at = clock_timestamp()
        from jsonb_to_recordset(${JSON.stringify(stopped)}::jsonb) as r(district text, id uuid)
       where d.district = r.district and d.case_id = r.id and d.fired_at is null and d.cancelled_at is null`.execute(tx)
  await insertTimers(
    tx,
    moved.map(({ row, next }) => ({ row, timers: next.timers === 'keep' ? [] : next.timers })),
  )
  await insertEvidence(
    tx,
    moved.flatMap(({ row, next }) =>
      next.rejected.map(({ name, note }) => ({
        row,
        name,
        note,
        standing: 'rejected' as const,
        source: 'office',
        account: '',
      })),
    ),
  )
}
