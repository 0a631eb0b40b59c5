import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Settings } from '../../policy/index.ts'
import type { CloseAlert } from './contract.ts'
import { readFigures } from './figures.ts'
import { type AgreementState, type BankDayState, type EvidenceState, type Found, findAlerts } from './find-alerts.ts'
import { limitsOn } from './limits.ts'
import { refusals } from './refusals.ts'

type Of = {
  readonly district: string
  readonly facility?: string
  readonly now: Date
  readonly today: Day
  readonly settings: Settings
}

/**
 * Looks at every home of a district (or one) and keeps what it finds: a new alert is opened, one that stands is seen again today. Nothing is
 * closed here: an alert ends when a person closes it with evidence. As the system role. Gives the number of new alerts.
 */
export async function checkCustody(tx: Tx, of: Of): Promise<number> {
  // Two checks of one district after each other, so that an alert is opened once.
  await sql`select pg_advisory_xact_lock(7162, hashtext(${of.district}))`.execute(tx)
  const found = await findAll(tx, of)
  if (found.length === 0) return 0
  const { rows } = await sql<{ opened: number }>`
    with kept as (
      insert into custody.alert (district, id, facility_id, township, village, kind, subject, says, figures, opened_on, last_seen)
      select f.district, ledger.new_id(), f.id, f.township, f.village, a.kind, a.subject, a.says, a.figures, ${of.today}::date, ${of.today}::date
        from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as a(facility uuid, kind text, subject text, says text, figures jsonb)
        join facilities.facility f on f.district = ${of.district} and f.id = a.facility
      on conflict (district, facility_id, kind, subject) where closed_on is null
        do update set last_seen = excluded.last_seen, says = excluded.says, figures = excluded.figures
      returning (xmax = 0) as new)
    select count(*) filter (where new)::int as opened from kept`.execute(tx)
  return rows[0]?.opened ?? 0
}

async function findAll(tx: Tx, of: Of): Promise<Found[]> {
  const { district, facility, now, today, settings } = of
  const limits = limitsOn(today, district, settings)
  const homes = await readFigures(tx, { district, on: today, ...(facility === undefined ? {} : { facility }) })
  const agreements = groupBy(await readAgreements(tx, of), (each) => each.facility)
  const days = new Map((await readLastDays(tx, of)).map((each) => [each.facility, each]))
  const evidence = groupBy(await readEvidence(tx, of), (each) => each.facility)
  return homes.flatMap((home) =>
    findAlerts(
      home,
      {
        agreements: agreements.get(home.facility) ?? [],
        lastDay: days.get(home.facility),
        evidence: evidence.get(home.facility) ?? [],
        feedHours: home.feedAt === null ? null : Math.floor((now.getTime() - Date.parse(home.feedAt)) / 3_600_000),
      },
      limits,
      today,
    ),
  )
}

const mine = (column: string, facility: string | undefined) =>
  facility === undefined ? sql`` : sql`and ${sql.ref(column)} = ${facility}::uuid`

/** Agreements with what came in for them and what is there on a day. */
export async function readAgreements(
  tx: Tx,
  { district, facility, today }: Pick<Of, 'district' | 'facility' | 'today'>,
): Promise<AgreementState[]> {
  const { rows } = await sql<AgreementState>`
    select a.id::text, a.facility_id::text as facility, a.contract, a.kind, a.agreed_fen as "agreedFen", a.base_fen as "baseFen",
           coalesce(sum(m.amount_fen) filter (where m.direction = 'in'), 0)::bigint as "receivedFen",
           coalesce(sum(case m.direction when 'in' then m.amount_fen else -m.amount_fen end), 0)::bigint as "heldFen",
           (${today}::date - a.ended_on) as "endedDays"
      from custody.agreement a
      left join custody.movement m on m.district = a.district and m.agreement_id = a.id and m.on_day <= ${today}
     where a.district = ${district} ${mine('a.facility_id', facility)}
     group by a.district, a.id`.execute(tx)
  return rows
}

async function readLastDays(tx: Tx, { district, facility }: Of): Promise<BankDayState[]> {
  const { rows } = await sql<BankDayState>`
    select distinct on (d.facility_id) d.facility_id::text as facility, d.on_day as "on", d.opening_fen as "openingFen",
           (select coalesce(sum(m.amount_fen), 0)::bigint from custody.movement m
             where m.district = d.district and m.bank_day_id = d.id and m.direction = 'out') as "outFen"
      from custody.bank_day d where d.district = ${district} ${mine('d.facility_id', facility)}
     order by d.facility_id, d.on_day desc`.execute(tx)
  return rows
}

async function readEvidence(tx: Tx, { district, facility }: Of): Promise<EvidenceState[]> {
  const { rows } = await sql<EvidenceState>`
    select w.facility_id::text as facility, w.id::text, w.evidence_due as "dueOn" from custody.withdrawal w
     where w.district = ${district} and w.evidence is null and w.evidence_due is not null and w.state in ('asked', 'approved', 'paid')
           ${mine('w.facility_id', facility)}`.execute(tx)
  return rows
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row])
  return groups
}

/** Closes an alert with the evidence that it is over; refused while today's figures still show it. As the system role. */
export async function closeAlert(
  tx: Tx,
  by: string,
  of: Of & { readonly facility: string; readonly id: string },
  body: CloseAlert,
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql<{ kind: string; subject: string; closed: string | null }>`
    select kind, subject, closed_on as closed from custody.alert
     where district = ${of.district} and facility_id = ${of.facility}::uuid and id = ${of.id}::uuid for no key update`.execute(
    tx,
  )
  const [alert] = rows
  if (alert === undefined) return refuse(refusals.alertUnknown())
  if (alert.closed !== null) return refuse(refusals.alertClosed())
  const standing = (await findAll(tx, of)).find((each) => each.kind === alert.kind && each.subject === alert.subject)
  if (standing !== undefined) return refuse(refusals.alertStands(standing.says))
  await sql`
    update custody.alert set closed_on = ${of.today}, closed_by = ${by}, evidence = ${body.evidence}
     where district = ${of.district} and id = ${of.id}::uuid`.execute(tx)
  await record(tx, {
    district: of.district,
    account: by,
    action: 'custody.alert.close',
    object: 'facilities.facility',
    objectId: of.facility,
    after: { alert: of.id, evidence: body.evidence },
  })
  return ok({ done: true })
}
