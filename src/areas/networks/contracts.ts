import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { lockFacility, readCreditCode } from '../facilities/index.ts'
import type { Contracts, HandInReport, NewContract } from './contract.ts'
import { dueReports } from './due-reports.ts'
import { refusals } from './refusals.ts'

type Row = Omit<Contracts['rows'][number], 'overdue'> & { ended: Day | null }

const columns = sql`
  c.district, c.id::text, c.facility_id::text as "facilityId", f.name as "facilityName", coalesce(o.name, c.operator) as operator, c.form,
  c.from_day as from, c.until_day as until, c.report_every as "reportEvery", c.ended_on as ended,
  coalesce((select jsonb_agg(jsonb_build_object('dueOn', r.due_on, 'handedIn', r.handed_in, 'assets', r.assets, 'incidents', r.incidents)
                     order by r.due_on desc)
              from networks.contract_report r where r.district = c.district and r.contract_id = c.id), '[]') as reports`

/** Contracts by which others run public homes, those that end first on top, with the reports that are due and have not come. */
export async function readContracts(tx: Tx, district: string, today: Day): Promise<Contracts> {
  const { rows } = await sql<Row>`
    select ${columns} from networks.contract c
      join facilities.facility f on f.district = c.district and f.id = c.facility_id
      left join facilities.organisation o on o.credit_code = c.operator
     where c.district = ${district} order by c.until_day, c.id limit 500`.execute(tx)
  return {
    rows: rows.map(({ ended, ...row }) => {
      const until = ended ?? row.until
      const there = new Set(row.reports.map((report) => report.dueOn))
      const due = dueReports(row.from as Day, until as Day, row.reportEvery, today)
      return { ...row, overdue: due.filter((on) => !there.has(on)) }
    }),
  }
}

/** Files a contract; a facility has one at a time. As the system role. */
export async function addContract(
  tx: Tx,
  by: string,
  district: string,
  given: NewContract,
): Promise<Result<{ id: string }>> {
  if (given.until <= given.from) return refuse(refusals.periodReversed())
  const facility = await lockFacility(tx, { district, id: given.facilityId })
  const operator = readCreditCode(given.operator)
  if (facility === undefined || operator === undefined) return refuse(refusals.facilityUnknown())
  const overlapping = await sql`
    select 1 from networks.contract where district = ${district} and facility_id = ${given.facilityId}::uuid
       and from_day < ${given.until}::date and coalesce(ended_on, until_day) > ${given.from}::date limit 1`.execute(tx)
  if (overlapping.rows.length > 0) return refuse(refusals.contractOverlaps())
  const id = newId()
  await sql`
    insert into networks.contract (district, id, facility_id, operator, form, from_day, until_day, report_every, tender, assets, recorded_by,
                                   township, village)
    values (${district}, ${id}::uuid, ${given.facilityId}::uuid, ${operator}, ${given.form}, ${given.from}::date, ${given.until}::date,
            ${given.reportEvery}, ${given.tender}, ${given.assets}, ${by}, ${facility.township}, ${facility.village})`.execute(
    tx,
  )
  return ok({ id })
}

/** The operator's report about assets and incidents for one due day. As the system role. */
export async function handInReport(
  tx: Tx,
  by: string,
  { district, id }: { district: string; id: string },
  today: Day,
  given: HandInReport,
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql<{
    facility: string
    township: string
    village: string | null
    from: Day
    until: Day
    every: number
  }>`
    select facility_id::text as facility, township, village, from_day as from, coalesce(ended_on, until_day) as until, report_every as every
      from networks.contract where district = ${district} and id = ${id}::uuid for update`.execute(tx)
  const contract = rows[0]
  if (contract === undefined) return refuse(refusals.unknown())
  const { facility, township, village, from, until, every } = contract
  if (!dueReports(from, until, every, today).some((on) => on === given.dueOn)) return refuse(refusals.notDue())
  const written = await sql`
    insert into networks.contract_report (district, contract_id, due_on, handed_in, assets, incidents, recorded_by, facility_id, township, village)
    values (${district}, ${id}::uuid, ${given.dueOn}::date, ${today}::date, ${given.assets}, ${given.incidents}, ${by}, ${facility}::uuid,
            ${township}, ${village})
    on conflict do nothing returning due_on`.execute(tx)
  return written.rows.length === 0 ? refuse(refusals.reportThere()) : ok({ done: true })
}
