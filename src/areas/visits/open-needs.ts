import { sql } from 'kysely'
import { type Actor, type ActorAt, act, openCases, type Processes } from '../../engines/process/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { VisitRecord } from './contract.ts'
import type { ElderHere } from './people.ts'
import { needProcess } from './processes.ts'

type Around = {
  readonly actor: Actor
  readonly today: Day
  readonly number: (id: string) => number | undefined
  readonly requestId?: string
}

/** Makes each need of a record a case with an owner to be found and a deadline. The device's id stays the referral's. */
export async function openNeeds(
  tx: Tx,
  record: Pick<VisitRecord, 'needs'> & { readonly id: string | null },
  elder: ElderHere,
  { actor, today, number, requestId }: Around,
): Promise<void> {
  const known = await sql<{ id: string }>`
    select id::text as id from visits.referral where district = ${elder.district} and id = any (${record.needs.map(({ id }) => id)}::uuid[])`.execute(
    tx,
  )
  // A corrected record tells the needs of the first one again.
  const needs = record.needs.filter(({ id }) => !known.rows.some((row) => row.id === id))
  if (needs.length === 0) return
  const opened = await openCases(
    tx,
    needProcess,
    needs.map(({ kind }) => ({
      subject: { kind: 'elder', id: elder.id },
      place: { district: elder.district, township: elder.township, village: elder.village },
      origin: 'visit',
      party: 'villageWorker' as const,
      required: [],
      evidence: [],
      rules: {},
      says: '巡访发现需求，已转办',
      detail: { record: record.id, kind },
    })),
    { actor, today, setting: number, ...(requestId === undefined ? {} : { requestId }) },
  )
  const share = number('visit-call-back-share') ?? 0
  const rows = needs.map((need, at) => ({ ...need, caseId: opened[at]?.id, dueOn: opened[at]?.dueOn ?? null }))
  // Drawn by the id, so that nobody can choose who is called.
  await sql`
    insert into visits.referral (district, id, case_id, elder_id, township, village, record_id, kind, words, state, reported_by, due_on, call_back)
    select ${elder.district}, id, "caseId", ${elder.id}::uuid, ${elder.township}, ${elder.village}, ${record.id}::uuid, kind, words, 'waiting',
           ${actor.account}, "dueOn", ('x' || substr(md5(id::text), 1, 6))::bit(24)::int % 100 < ${share}::int
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, kind text, words text, "caseId" uuid, "dueOn" date)`.execute(
    tx,
  )
}

/** Takes what the elder or the family said about needs that were met; gives sentences about those that could not be taken. */
export async function takeConfirmations(
  tx: Tx,
  record: VisitRecord,
  elder: ElderHere,
  around: Omit<Around, 'number'> & { readonly processes: Processes },
): Promise<string[]> {
  const remarks: string[] = []
  for (const { referral, met, by, words } of record.confirmations) {
    const { rows } = await sql<{ caseId: string }>`
      select case_id::text as "caseId" from visits.referral
       where district = ${elder.district} and id = ${referral}::uuid and elder_id = ${elder.id}::uuid`.execute(tx)
    const caseId = rows[0]?.caseId
    const actorAt: ActorAt = () => around.actor
    const made =
      caseId === undefined
        ? undefined
        : await act(
            tx,
            { district: elder.district, id: caseId },
            {
              move: met ? 'confirm' : 'deny',
              reason: words === '' ? (met ? '已解决' : '没有解决') : words,
              detail: { by },
            },
            {
              processes: around.processes,
              actorAt,
              today: around.today,
              ...(around.requestId === undefined ? {} : { requestId: around.requestId }),
            },
          )
    if (made?.ok !== true) remarks.push(`一项需求的确认没有登记：${made?.refusal.message ?? '没有找到这项需求'}`)
  }
  return remarks
}
