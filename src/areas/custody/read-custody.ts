import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { maskName } from '../../platform/crypto/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { findParameter, type Settings } from '../../policy/index.ts'
import type { Custody, Home, Withdrawal } from './contract.ts'
import { type Figures, readFigures, WINDOW_DAYS } from './figures.ts'
import { unsetLimits } from './find-alerts.ts'
import { daysToZero, type Limits, limitsOn, requiredFen } from './limits.ts'
import { readPrices } from './prices.ts'

const SHOWN = 200
const DAYS_SHOWN = 120

/** What the list of W13 shows of a home; `requiredFen` is null while a share that counts is unset. */
export function homeOf(district: string, of: Figures, limits: Limits): Home {
  const required = requiredFen(of.held, limits)
  return {
    district,
    facility: of.facility,
    name: of.name,
    township: of.township,
    bank: of.account?.bank ?? null,
    last4: of.account?.last4 ?? null,
    balanceFen: of.balanceFen,
    feedOn: of.feedOn,
    requiredFen: 'fen' in required ? required.fen : null,
    held: of.held,
    elders: of.elders,
    waiting: of.waiting,
    inFen: of.inFen,
    outFen: of.outFen,
    daysToZero:
      of.balanceFen === null
        ? null
        : daysToZero(of.balanceFen, { inFen: of.inFen, outFen: of.outFen, days: WINDOW_DAYS }),
    alerts: of.alerts,
    stopped: of.stopped,
    unset: unsetLimits(limits, of.held),
    example: of.example,
  }
}

type Key = { readonly district: string; readonly facility: string; readonly on: Day }

/** Homes of a district with their money on a day, those with open alerts first. */
export async function listCustody(tx: Tx, of: { district: string; on: Day; settings: Settings }): Promise<Home[]> {
  const limits = limitsOn(of.on, of.district, of.settings)
  return (await readFigures(tx, of)).map((each) => homeOf(of.district, each, limits))
}

/**
 * Everything about the money of one home but who may act; undefined where there is nothing in the caller's scope. Names of elders are masked; of each
 * list the newest `most`. As the system role, after the caller's scope has shown the home.
 */
export async function readHomeCustody(
  tx: Tx,
  key: Key,
  settings: Settings,
  most = SHOWN,
): Promise<Omit<Custody, 'acts'> | undefined> {
  const { district, facility, on } = key
  const [figures] = await readFigures(tx, key)
  if (figures === undefined) return undefined
  const of = sql`district = ${district} and facility_id = ${facility}::uuid`
  const days = await sql<{ on: string; balanceFen: number }>`
    select on_day as "on", closing_fen as "balanceFen" from custody.bank_day where ${of} order by on_day desc limit ${DAYS_SHOWN}`.execute(
    tx,
  )
  const alerts = await sql<Custody['alerts'][number]>`
    select id::text, kind, subject, says, figures ->> 'parameter' as parameter, opened_on as "openedOn", last_seen as "lastSeen", closed_on as "closedOn",
           closed_by as "closedBy", evidence
      from custody.alert where ${of} order by closed_on is not null, opened_on desc, id limit ${most}`.execute(tx)
  const steps = await sql<Custody['steps'][number]>`
    select id::text, alert_id::text as alert, kind, letter, due_on as "dueOn", told, proposed_by as "proposedBy", proposed_at::text as "proposedAt",
           signed_by as "signedBy", kind in ('stopPrepayment', 'jointAction', 'resume') as "needsSecond"
      from custody.step where ${of} order by proposed_at desc limit ${most}`.execute(tx)
  const movements = await sql<Custody['movements'][number]>`
    select id::text, on_day as "on", direction, kind, contract, amount_fen as fen, serial, purpose, matched, proposed_by as "proposedBy",
           proposed_agreement::text as proposed
      from custody.movement where ${of} order by matched, on_day desc, id limit ${most}`.execute(tx)
  const agreements = await sql<Custody['agreements'][number]>`
    select a.id::text, a.contract, a.kind, coalesce(e.name, '') as elder, a.agreed_fen as "agreedFen", a.signed_on as "signedOn", a.ended_on as "endedOn",
           (select coalesce(sum(case m.direction when 'in' then m.amount_fen else -m.amount_fen end), 0)::bigint
              from custody.movement m where m.district = a.district and m.agreement_id = a.id and m.on_day <= ${on}) as "heldFen"
      from custody.agreement a left join elders.elder e on e.district = a.district and e.id = a.elder_id
     where a.district = ${district} and a.facility_id = ${facility}::uuid order by a.ended_on is not null, a.contract, a.kind limit ${most * 5}`.execute(
    tx,
  )
  return {
    home: homeOf(district, figures, limitsOn(on, district, settings)),
    days: days.rows.reverse(),
    alerts: alerts.rows.map((row) => ({ ...row, parameter: parameterName(row.parameter) })),
    steps: steps.rows,
    movements: movements.rows,
    agreements: agreements.rows.map((row) => ({ ...row, elder: maskName(row.elder) })),
    withdrawals: await readWithdrawals(tx, of, most),
    prices: await readPrices(tx, { ...key, all: true }),
  }
}

/** The parameter behind an alert by the name that people know it by. */
const parameterName = (id: string | null): string | null => (id === null ? null : (findParameter(id)?.name_zh ?? id))

async function readWithdrawals(tx: Tx, of: ReturnType<typeof sql>, most: number): Promise<Withdrawal[]> {
  const { rows } = await sql<Withdrawal>`
    select ${columns} from (select * from custody.withdrawal where ${of} order by asked_at desc, id limit ${most}) w
      left join custody.agreement a on a.district = w.district and a.id = w.agreement_id order by w.asked_at desc, w.id`.execute(
    tx,
  )
  return rows
}

const columns = sql`
  w.district, w.facility_id::text as facility, w.id::text, w.kind, a.contract, w.amount_fen as "amountFen", w.purpose, w.evidence, w.evidence_due as "evidenceDue",
  w.state, w.asked_by as "askedBy", w.asked_at::text as "askedAt", w.decided_by as "decidedBy", w.reason, w.paid_on as "paidOn"`

/** Requests that wait for a bank, oldest first: contract numbers and sums, no names. As the system role. */
export async function readBankRequests(tx: Tx, banks: readonly string[]): Promise<(Withdrawal & { home: string })[]> {
  const { rows } = await sql<Withdrawal & { home: string }>`
    select ${columns}, f.name as home
      from custody.account c
      join custody.withdrawal w on w.district = c.district and w.account_id = c.id and w.state = 'asked'
      join facilities.facility f on f.district = w.district and f.id = w.facility_id
      left join custody.agreement a on a.district = w.district and a.id = w.agreement_id
     where c.bank_code = any (${banks}::text[]) order by w.asked_at, w.id limit ${SHOWN}`.execute(tx)
  return rows
}

/** The bank that decides a request; undefined where there is none. As the system role. */
export async function bankOf(
  tx: Tx,
  key: { district: string; facility: string; id: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ bank: string }>`
    select c.bank_code as bank from custody.withdrawal w join custody.account c on c.district = w.district and c.id = w.account_id
     where w.district = ${key.district} and w.facility_id = ${key.facility}::uuid and w.id = ${key.id}::uuid`.execute(
    tx,
  )
  return rows[0]?.bank
}

/**
 * What a person has in custody on a day, home by home and to the fen: the sum of the bank's movements under the person's agreements up to
 * that day. Within the caller's scope.
 */
export async function readHeldOfElder(
  tx: Tx,
  of: { district: string; elder: string; on: Day },
): Promise<
  {
    facility: string
    name: string
    contract: string
    kind: 'service' | 'deposit' | 'membership'
    heldFen: number
    bank: string | null
  }[]
> {
  const { rows } = await sql<{
    facility: string
    name: string
    contract: string
    kind: 'service' | 'deposit' | 'membership'
    heldFen: number
    bank: string | null
  }>`
    select a.facility_id::text as facility, f.name, a.contract, a.kind, c.bank,
           coalesce(sum(case m.direction when 'in' then m.amount_fen else -m.amount_fen end), 0)::bigint as "heldFen"
      from custody.agreement a
      join facilities.facility f on f.district = a.district and f.id = a.facility_id
      left join custody.movement m on m.district = a.district and m.agreement_id = a.id and m.on_day <= ${of.on}
      left join lateral (select c.bank from custody.account c where c.district = a.district and c.facility_id = a.facility_id
                          order by c.opened_on desc limit 1) c on true
     where a.district = ${of.district} and a.elder_id = ${of.elder}::uuid and a.signed_on <= ${of.on}
     group by a.district, a.id, f.name, c.bank order by f.name, a.contract, a.kind`.execute(tx)
  return rows
}

/** What everybody may know of a home's prepayments (P07): whether they are in custody, since when the bank told, whether they are stopped. */
export async function publicCustody(
  tx: Tx,
  of: { district: string; facility: string; on: Day },
): Promise<{ bank: string | null; feedOn: string | null; stopped: boolean } | undefined> {
  const [figures] = await readFigures(tx, of)
  return figures && { bank: figures.account?.bank ?? null, feedOn: figures.feedOn, stopped: figures.stopped }
}

/** Districts where homes hold prepayments. As the system role. */
export async function districtsInCustody(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ district: string }>`
    select distinct district from custody.account union select distinct district from custody.agreement order by 1`.execute(
    tx,
  )
  return rows.map((row) => row.district)
}

/** Districts of some facilities, within the caller's scope. */
export async function districtsOf(tx: Tx, facilities: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ district: string }>`
    select distinct district from facilities.facility where id = any (${facilities}::uuid[]) order by 1`.execute(tx)
  return rows.map((row) => row.district)
}
