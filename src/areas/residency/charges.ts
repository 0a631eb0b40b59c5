import { sql } from 'kysely'
import { addMonths, type Day, lastOfMonth, type Month } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { note } from './apply.ts'
import { type Away, arrearsOf, monthOf } from './bed-fee.ts'
import { namesOf } from './beds.ts'
import type { By, Home } from './home.ts'
import { refusals } from './refusals.ts'
import { contractsFrom } from './residents.ts'

/** Computes what a month costs everybody in a home under their contracts. Months that stand are not computed again: paid money hangs on them. */
export async function chargeMonth(
  tx: Tx,
  by: By,
  home: Home,
  order: { readonly month: Month; readonly dueOn: Day },
): Promise<Result<{ count: number }>> {
  const { month, dueOn } = order
  const last = lastOfMonth(month)
  if (last >= by.today) return refuse(refusals.dayInvalid('请选择已经结束的月份。'))
  if (dueOn <= last) return refuse(refusals.dayInvalid('缴费日应在这个月以后。请核对后重新填写。'))
  const end = addMonths(month as string as Day, 1)
  const { rows: away } = await sql<Away & { stay: string }>`
    select stay_id::text as stay, kind, from_day as "from", until_day as until from residency.absence
     where district = ${home.district} and facility_id = ${home.id}::uuid and from_day < ${end}::date
       and (until_day is null or until_day > ${month}::date)`.execute(tx)
  const contracts = await contractsFrom(tx, home, month as string as Day, last)
  const stays = [...new Set(contracts.map((each) => each.stay))]
  const rows = stays.map((stay) => {
    const parts = contracts
      .filter((each) => each.stay === stay)
      .map((each) =>
        monthOf(
          month,
          each,
          away.filter((one) => one.stay === stay),
          each,
        ),
      )
    const sum = (pick: (part: (typeof parts)[number]) => number) => parts.reduce((all, part) => all + pick(part), 0)
    const detail = {
      inHouse: sum((part) => part.inHouse),
      hospital: sum((part) => part.hospital),
      leave: sum((part) => part.leave),
      unsettled: sum((part) => part.unsettled),
      bedFen: sum((part) => part.bedFen),
      careFen: sum((part) => part.careFen),
      mealFen: sum((part) => part.mealFen),
    }
    return { id: newId(), stay, fen: detail.bedFen + detail.careFen + detail.mealFen, detail }
  })
  const made = await sql<{ id: string }>`
    insert into residency.charge (district, id, facility_id, stay_id, township, village, month, amount_fen, detail, due_on, recorded_by)
    select ${home.district}, r.id, ${home.id}::uuid, r.stay, ${home.township}, ${home.village}, ${month}::date, r.fen, r.detail, ${dueOn}::date, ${by.account}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, stay uuid, fen bigint, detail jsonb)
    on conflict do nothing returning id::text`.execute(tx)
  await note(tx, by, home, 'residency.charge', month, { count: made.rows.length, dueOn })
  return ok({ count: made.rows.length })
}

/** Notes that a charge, or a part of it, was paid. Money itself is kept in custody and in the home's own books. */
export async function payCharge(
  tx: Tx,
  by: By,
  home: Home,
  id: string,
  fen: number,
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql<{ open: number }>`
    select (amount_fen - paid_fen)::float8 as open from residency.charge
     where district = ${home.district} and facility_id = ${home.id}::uuid and id = ${id}::uuid for update`.execute(tx)
  if (rows[0] === undefined) return refuse(refusals.chargeUnknown())
  if (fen > rows[0].open) return refuse(refusals.paidTooMuch())
  await sql`update residency.charge set paid_fen = paid_fen + ${fen} where district = ${home.district} and id = ${id}::uuid`.execute(
    tx,
  )
  await note(tx, by, home, 'residency.paid', id, { fen })
  return ok({ done: true })
}

export type Charge = {
  readonly id: string
  readonly stay: string
  readonly elder: string
  readonly name: string | null
  readonly month: Day
  readonly amountFen: number
  readonly paidFen: number
  readonly dueOn: Day
  readonly inHouse: number
  readonly hospital: number
  readonly leave: number
  readonly unsettled: number
  readonly overdueDays: number
}

/** Charges of a home that are not wholly paid, and those of the last months, the oldest due day first. */
export async function listCharges(
  tx: Tx,
  home: Home,
  today: Day,
): Promise<{ rows: Charge[]; arrears: ReturnType<typeof arrearsOf> }> {
  const { rows } = await sql<Omit<Charge, 'name'>>`
    select c.id::text, c.stay_id::text as stay, s.elder_id::text as elder, c.month, c.amount_fen::float8 as "amountFen",
           c.paid_fen::float8 as "paidFen", c.due_on as "dueOn", (c.detail ->> 'inHouse')::int as "inHouse",
           (c.detail ->> 'hospital')::int as hospital, (c.detail ->> 'leave')::int as leave, (c.detail ->> 'unsettled')::int as unsettled,
           greatest(0, case when c.paid_fen < c.amount_fen then ${today}::date - c.due_on else 0 end) as "overdueDays"
      from residency.charge c join residency.stay s on s.district = c.district and s.id = c.stay_id
     where c.district = ${home.district} and c.facility_id = ${home.id}::uuid
       and (c.paid_fen < c.amount_fen or c.month >= ${addMonths(today, -3)}::date)
     order by (c.paid_fen < c.amount_fen) desc, c.due_on, c.id limit 500`.execute(tx)
  const names = await namesOf(
    tx,
    home.district,
    rows.map((row) => row.elder),
  )
  return { rows: rows.map((row) => ({ ...row, name: names.get(row.elder) ?? null })), arrears: arrearsOf(rows, today) }
}
