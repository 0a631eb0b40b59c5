import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import type { Actor, CaseRef, Place } from './case.ts'
import { insertActs, insertEvidence, insertTimers, type NewEvidence } from './case-rows.ts'
import { moveClocks, termsOf } from './clocks.ts'
import { OPENED, type Party } from './declaration.ts'
import type { Process } from './define-process.ts'
import { keepDeclarations } from './registry.ts'
import { takeNumbers } from './take-numbers.ts'

export type OpenOrder = {
  /** Whom or what the case is about; the area checked that it exists and may be seen. */
  readonly subject: { readonly kind: string; readonly id: string }
  readonly place: Place
  /** How it came: `counter`, `portal`, `village`, `proactive`; a word of the area. */
  readonly origin: string
  /** As what the account opens it. */
  readonly party: Party
  /** Evidence that this case needs, by name; and what of it is there from the start. */
  readonly required: readonly string[]
  readonly evidence: readonly Omit<NewEvidence, 'row' | 'account'>[]
  /** Rule versions and parameters in force, for the record: the case keeps them. */
  readonly rules: Readonly<Record<string, unknown>>
  /** First sentence of the timeline: `在柜台提交申请`. */
  readonly says: string
  readonly detail?: Readonly<Record<string, unknown>>
}

export type OpenedCase = CaseRef & {
  readonly number: string
  readonly dueOn: Day | null
  readonly dueNote: string | null
}

type Surroundings = {
  readonly actor: Actor
  readonly today: Day
  /** A whole number of days that a district has set; undefined where nobody has. */
  readonly setting: (id: string) => number | undefined
  readonly requestId?: string
}

/**
 * Opens a case: number, first state, deadlines, first line of the timeline and of the audit, all in the caller's transaction. The caller
 * has checked who may open it (`once` against repeats); row security refuses a place outside the scope.
 */
export async function openCase(tx: Tx, process: Process, order: OpenOrder, around: Surroundings): Promise<OpenedCase> {
  const [opened] = await openCases(tx, process, [order], around)
  if (opened === undefined) throw new Error('a case was not opened')
  return opened
}

/** Opens many cases of a kind at once, in the order given: a handful of statements however many there are. */
export async function openCases(
  tx: Tx,
  process: Process,
  orders: readonly OpenOrder[],
  { actor, today, setting, requestId }: Surroundings,
): Promise<OpenedCase[]> {
  if (orders.length === 0) return []
  const { declaration } = process
  await keepDeclarations(tx, [process])
  const terms = termsOf(declaration, setting)
  const start = declaration.states[declaration.start]
  const begun = moveClocks(
    declaration,
    { clocks: {}, terms, dueOn: null, dueNote: null },
    null,
    declaration.start,
    today,
  )
  const numbers = await takeNumbers(tx, declaration.letters, Number(today.slice(0, 4)), orders.length)
  const cases = orders.map((order, index) => ({
    order,
    number: numbers[index] ?? '',
    row: { ...order.place, id: newId(), subjectId: order.subject.id },
  }))
  const rows = cases.map(({ order, number, row }) => ({
    ...order.place,
    id: row.id,
    number,
    subject_kind: order.subject.kind,
    subject_id: order.subject.id,
    origin: order.origin,
    required: order.required,
    rules: order.rules,
  }))
  await sql`
    insert into process.case (district, id, number, kind, version, subject_kind, subject_id, township, village, state, desk, origin,
      required, terms, rules, clocks, due_on, due_note, opened_on)
    select district, id, number, ${declaration.kind}, ${declaration.version}::int, subject_kind, subject_id, township, village,
           ${declaration.start}, ${start?.desk ?? null}, origin, array(select jsonb_array_elements_text(required)),
           ${JSON.stringify(terms)}::jsonb, rules, ${JSON.stringify(begun.clocks)}::jsonb, ${begun.dueOn}::date, ${begun.dueNote},
           ${today}::date
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(district text, id uuid, number text, subject_kind text,
        subject_id uuid, township text, village text, origin text, required jsonb, rules jsonb)`.execute(tx)
  await insertActs(
    tx,
    cases.map(({ order, row }) => ({
      row,
      seq: 1,
      move: OPENED,
      from: declaration.start,
      to: declaration.start,
      account: actor.account,
      party: order.party,
      onBehalfOf: actor.onBehalfOf ?? null,
      says: order.says,
      reason: null,
      shown: true,
      detail: order.detail ?? {},
      onDay: today,
    })),
  )
  await insertEvidence(
    tx,
    cases.flatMap(({ order, row }) => order.evidence.map((each) => ({ ...each, row, account: actor.account }))),
  )
  await insertTimers(
    tx,
    cases.map(({ row }) => ({ row, timers: begun.timers === 'keep' ? [] : begun.timers })),
  )
  await record(
    tx,
    cases.map(({ order, number, row }) => ({
      district: order.place.district,
      account: actor.account,
      action: 'process.open',
      object: 'process.case',
      objectId: row.id,
      after: { number, kind: declaration.kind, version: declaration.version, origin: order.origin, party: order.party },
      ...(requestId === undefined ? {} : { requestId }),
    })),
  )
  await announceCases(
    tx,
    cases.map(({ row }) => row),
  )
  return cases.map(({ number, row: { district, id } }) => ({
    district,
    id,
    number,
    dueOn: begun.dueOn,
    dueNote: begun.dueNote,
  }))
}

/** Tells open screens: one signal a township, not one a case. */
export async function announceCases(
  tx: Tx,
  rows: readonly { readonly district: string; readonly id: string; readonly township: string }[],
): Promise<void> {
  const places = new Map(rows.map((row) => [`${row.district} ${row.township}`, row]))
  for (const { district, id, township } of places.values())
    await announceChange(tx, { kind: 'cases', id, version: 1, district, townships: [township] })
}
