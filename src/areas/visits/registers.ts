import { sql } from 'kysely'
import type { z } from 'zod'
import { record } from '../../platform/audit/index.ts'
import type { Day, Month } from '../../platform/clock/day.ts'
import { newId, type Scope, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { within } from './board.ts'
import type * as contract from './contract.ts'
import { findElder } from './people.ts'
import { refusals } from './refusals.ts'

const PAGE = 100
type By = { readonly account: string; readonly today: Day; readonly requestId?: string }
const traced = ({ requestId }: By) => (requestId === undefined ? {} : { requestId })

type Asked = {
  readonly scope: Scope
  readonly area: string | undefined
  readonly month: Month
  readonly today: Day
  readonly show: z.infer<typeof contract.RosterQuery>['show']
  readonly after: string | undefined
}

/** The month's list with how the roster, the guardianship and the mental care of each stand; by key. */
export async function readRoster(tx: Tx, asked: Asked): Promise<z.infer<typeof contract.Roster>> {
  const shown = {
    all: sql`true`,
    unchecked: sql`c.state is null`,
    overdue: sql`c.next_on < ${asked.today}::date`,
    withoutGuardian: sql`g.kind = 'none' or g.next_check < ${asked.today}::date`,
    atRisk: sql`m.risk in ('high', 'crisis')`,
  }[asked.show]
  const { rows } = await sql<contract.RosterLine>`
    select l.district, l.elder_id::text as "elderId", e.name, coalesce(d.name, '') as "villageName", l.because, l.special_difficulty as "specialDifficulty",
           l.visit_priority as "visitPriority", c.state, coalesce(c.responsible, '') as responsible, c.on_day::text as "checkedOn", c.next_on::text as "nextOn",
           coalesce(c.next_on < ${asked.today}::date, false) as overdue, g.kind as guardian, g.guardian as "guardianName", g.next_check::text as "guardianNext",
           m.risk, m.next_on::text as "careNext"
      from visits.listed l join elders.elder e on e.district = l.district and e.id = l.elder_id
      left join divisions.division d on d.key = l.village
      left join lateral (select * from visits.roster_check k where k.district = l.district and k.elder_id = l.elder_id order by k.at desc limit 1) c on true
      left join lateral (select * from visits.guardianship k where k.district = l.district and k.elder_id = l.elder_id and k.valid_to is null order by k.recorded_at desc limit 1) g on true
      left join lateral (select * from visits.mental_care k where k.district = l.district and k.elder_id = l.elder_id order by k.on_day desc, k.recorded_at desc limit 1) m on true
     where ${within('l', asked.scope, asked.area)} and l.month = ${asked.month}::date and (${shown})
       and ${asked.after === undefined ? sql`true` : sql`l.elder_id > ${asked.after}::uuid`}
     order by l.elder_id limit ${PAGE + 1}`.execute(tx)
  return { rows: rows.slice(0, PAGE), next: rows.length > PAGE ? (rows[PAGE - 1]?.elderId ?? null) : null }
}

/** One step of the roster's upkeep: verified by the village, confirmed by the township, objected to, or left. */
export async function checkRoster(
  tx: Tx,
  by: By,
  check: z.infer<typeof contract.NewRosterCheck>,
): Promise<Result<{ id: string }>> {
  const elder = await findElder(tx, check.district, check.elderId)
  if (elder === undefined) return refuse(refusals.elderUnknown())
  if (check.state === 'confirmed') {
    const { rows } = await sql<{ state: string; account: string }>`
      select state, account from visits.roster_check where district = ${elder.district} and elder_id = ${elder.id}::uuid order by at desc limit 1`.execute(
      tx,
    )
    if (rows[0]?.state !== 'verified') return refuse(refusals.notVerified())
    if (rows[0].account === by.account) return refuse(refusals.confirmedByVerifier())
  }
  const id = newId()
  await sql`
    insert into visits.roster_check (district, id, elder_id, township, village, state, responsible, note, on_day, next_on, account)
    values (${elder.district}, ${id}, ${elder.id}, ${elder.township}, ${elder.village}, ${check.state}, ${check.responsible}, ${check.note}, ${by.today}::date,
            ${check.nextOn}::date, ${by.account})`.execute(tx)
  await record(tx, {
    district: elder.district,
    account: by.account,
    action: 'visits.roster',
    object: 'elder',
    objectId: elder.id,
    after: { state: check.state },
    ...traced(by),
  })
  return ok({ id })
}

/** Who answers for an elder from today on; what stood before ends and is kept. */
export async function addGuardianship(
  tx: Tx,
  by: By,
  given: z.infer<typeof contract.NewGuardianship>,
): Promise<Result<{ id: string }>> {
  const elder = await findElder(tx, given.district, given.elderId)
  if (elder === undefined) return refuse(refusals.elderUnknown())
  const id = newId()
  await sql`
    update visits.guardianship set valid_to = greatest(${by.today}::date, valid_from + 1)
     where district = ${elder.district} and elder_id = ${elder.id}::uuid and valid_to is null`.execute(tx)
  await sql`
    insert into visits.guardianship (district, id, elder_id, township, village, kind, guardian, document, valid_from, checked_on, next_check, fulfilled, recorded_by)
    values (${elder.district}, ${id}, ${elder.id}, ${elder.township}, ${elder.village}, ${given.kind}, ${given.guardian}, ${given.document}, ${by.today}::date,
            ${by.today}::date, ${given.nextCheck}::date, ${given.fulfilled}, ${by.account})`.execute(tx)
  await record(tx, {
    district: elder.district,
    account: by.account,
    action: 'visits.guardianship',
    object: 'elder',
    objectId: elder.id,
    after: { kind: given.kind },
    ...traced(by),
  })
  return ok({ id })
}

/** A screening, a talk, a crisis … with how the risk stands after it. */
export async function addMentalCare(
  tx: Tx,
  by: By,
  care: z.infer<typeof contract.NewMentalCare>,
): Promise<Result<{ id: string }>> {
  const elder = await findElder(tx, care.district, care.elderId)
  if (elder === undefined) return refuse(refusals.elderUnknown())
  const id = newId()
  await sql`
    insert into visits.mental_care (district, id, elder_id, township, village, kind, risk, on_day, by_whom, plan, next_on, recorded_by)
    values (${elder.district}, ${id}, ${elder.id}, ${elder.township}, ${elder.village}, ${care.kind}, ${care.risk}, ${by.today}::date, ${care.byWhom}, ${care.plan},
            ${care.nextOn}::date, ${by.account})`.execute(tx)
  await record(tx, {
    district: elder.district,
    account: by.account,
    action: 'visits.mentalCare',
    object: 'elder',
    objectId: elder.id,
    after: { kind: care.kind, risk: care.risk },
    ...traced(by),
  })
  return ok({ id })
}

/** Mutual-aid groups, and villages of this month's plan without one, or without an assistant (cq-2021-7 一(二), 二(八)). */
export async function readGroups(
  tx: Tx,
  asked: Pick<Asked, 'scope' | 'area' | 'month' | 'today'>,
): Promise<z.infer<typeof contract.Groups>> {
  const standing = sql`(g.valid_to is null or g.valid_to > ${asked.today}::date)`
  const { rows } = await sql<z.infer<typeof contract.GroupLine>>`
    select g.district, g.id::text as id, g.village, coalesce(d.name, g.village) as "villageName", g.villager_group as "villagerGroup", g.leader, g.members, g.does, g.valid_from::text as since
      from visits.mutual_aid_group g left join divisions.division d on d.key = g.village
     where ${within('g', asked.scope, asked.area)} and ${standing} order by g.village, g.villager_group limit 500`.execute(
    tx,
  )
  const lacking = await sql<{ name: string; grouped: boolean; staffed: boolean }>`
    select coalesce(d.name, v.village) as name,
           exists (select 1 from visits.mutual_aid_group g where g.district = v.district and g.village = v.village and ${standing}) as grouped,
           exists (select 1 from visits.post p where p.district = v.district and p.village = v.village and p.kind = 'assistant' and p.valid_from <= ${asked.today}::date
                      and (p.valid_to is null or p.valid_to > ${asked.today}::date)) as staffed
      from (select distinct l.district, l.village from visits.listed l where ${within('l', asked.scope, asked.area)} and l.month = ${asked.month}::date and l.village is not null) v
      left join divisions.division d on d.key = v.village order by v.village limit 500`.execute(tx)
  return {
    rows,
    villagesWithout: lacking.rows.filter((row) => !row.grouped).map((row) => row.name),
    assistantsMissing: lacking.rows.filter((row) => !row.staffed).map((row) => row.name),
  }
}

export async function addGroup(
  tx: Tx,
  by: By,
  group: z.infer<typeof contract.NewGroup>,
): Promise<Result<{ id: string }>> {
  const id = newId()
  const district = group.village.slice(0, 6)
  await sql`
    insert into visits.mutual_aid_group (district, id, township, village, villager_group, leader, members, does, valid_from, recorded_by)
    values (${district}, ${id}, ${group.village.slice(0, 9)}, ${group.village}, ${group.villagerGroup}, ${group.leader}, ${group.members}, ${group.does}::text[],
            ${by.today}::date, ${by.account})`.execute(tx)
  await record(tx, {
    district,
    account: by.account,
    action: 'visits.group.add',
    object: 'visits.mutual_aid_group',
    objectId: id,
    after: { village: group.village },
    ...traced(by),
  })
  return ok({ id })
}
