import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { addDays, type Day, day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { type Home, residentsOn } from '../residency/index.ts'
import type { Act } from './contract.ts'
import { missingBeforeClosing, type StepOf } from './incident-rules.ts'
import { refusals } from './refusals.ts'
import { countShift, livesHere } from './shift.ts'
import { INCIDENT_STEPS } from './words.ts'

export type By = { readonly account: string; readonly today: Day; readonly now: Date }
type Made = Promise<Result<{ id: string | null }>>
type Of<Name extends Act['act']> = Extract<Act, { act: Name }>

/** Columns that every row of daily care begins with. */
const place = (home: Home) =>
  sql`${home.district}, ${newId()}, ${home.id}::uuid, ${home.township}, ${home.village}::text`

/** Does one act of daily care in a home and keeps who did it. As the system role; the caller has checked the home and the right to act. */
export async function actInCare(tx: Tx, home: Home, by: By, act: Act): Made {
  const done = await doAct(tx, home, by, act)
  if (done.ok)
    await record(tx, {
      district: home.district,
      account: by.account,
      action: `care.${act.act}`,
      object: 'facilities.facility',
      objectId: home.id,
      after: { id: done.value.id },
    })
  return done
}

function doAct(tx: Tx, home: Home, by: By, act: Act): Made {
  switch (act.act) {
    case 'plan':
      return makePlan(tx, home, by, act)
    case 'task':
      return recordTask(tx, home, by, act)
    case 'medicine':
      return addMedicine(tx, home, by, act)
    case 'checkMedicine':
      return checkMedicine(tx, home, by, act.medicine)
    case 'endMedicine':
      return endMedicine(tx, home, by, act.medicine)
    case 'dose':
      return recordDose(tx, home, by, act)
    case 'checkDose':
      return checkDose(tx, home, by, act)
    case 'round':
      return recordRound(tx, home, by, act)
    case 'meal':
      return recordMeal(tx, home, by, act)
    case 'incident':
      return reportIncident(tx, home, by, act)
    case 'step':
      return addStep(tx, home, by, act)
    case 'handOver':
      return handOver(tx, home, by, act)
    case 'takeOver':
      return takeOver(tx, home, by, act.handOver)
  }
}

async function resident(tx: Tx, home: Home, { today: on }: { readonly today: Day }, stay: string) {
  const [found] = await residentsOn(tx, { district: home.district, facility: home.id, on, stay, limit: 1 })
  return found
}

/** The day of a moment in Beijing time (UTC+8). */
const dayOf = (moment: string): Day => day(new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 10))

/** A new plan ends the one before; its ability level is the one that holds for the resident today. */
async function makePlan(tx: Tx, home: Home, by: By, act: Of<'plan'>): Made {
  // Two plans for one person at the same moment stand behind each other.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`care.plan ${home.district} ${act.stay}`}, 0))`.execute(tx)
  const person = await resident(tx, home, by, act.stay)
  if (person === undefined) return refuse(refusals.stayUnknown())
  await sql`
    update care.plan set until_day = ${by.today}
     where district = ${home.district} and stay_id = ${act.stay}::uuid and until_day is null`.execute(tx)
  const { rows } = await sql<{ id: string }>`
    insert into care.plan (district, id, facility_id, township, village, stay_id, from_day, care_level, goals, review_on, recorded_by)
    values (${place(home)}, ${act.stay}, ${by.today}, (${levelOn(home.district, person.elder, by.today)}), ${act.goals}, ${act.reviewOn ?? null}, ${by.account})
    returning id::text`.execute(tx)
  const id = rows[0]?.id ?? null
  await sql`
    insert into care.task (district, id, facility_id, township, village, plan_id, stay_id, label, shift, weekdays, minutes)
    select ${home.district}, ledger.new_id(), ${home.id}::uuid, ${home.township}, ${home.village}::text, ${id}::uuid, ${act.stay}::uuid, label, shift, weekdays, minutes
      from jsonb_to_recordset(${JSON.stringify(act.tasks)}::jsonb) as t(label text, shift text, weekdays int[], minutes int)`.execute(
    tx,
  )
  return ok({ id })
}

/** The ability level that holds for a person on a day, from the register's dated facts. */
export const levelOn = (district: string, elder: string, on: Day) => sql`
  select f.value[1] from elders.fact f
   where f.district = ${district} and f.elder_id = ${elder}::uuid and f.kind = 'careDependency' and f.superseded_at is null
     and f.valid_from <= ${on} and (f.valid_to is null or f.valid_to > ${on}) limit 1`

async function recordTask(tx: Tx, home: Home, by: By, act: Of<'task'>): Made {
  const { rows } = await sql<{ id: string }>`
    insert into care.task_record (district, id, facility_id, township, village, task_id, on_day, outcome, note, recorded_by)
    select ${place(home)}, t.id, ${by.today}, ${act.outcome}, ${act.note ?? null}, ${by.account}
      from care.task t join care.plan p on p.district = t.district and p.id = t.plan_id
     where t.district = ${home.district} and t.facility_id = ${home.id}::uuid and t.id = ${act.task}::uuid
       and p.from_day <= ${by.today} and (p.until_day is null or p.until_day > ${by.today})
       and extract(isodow from ${by.today}::date) = any (t.weekdays) and ${livesHere('t', by.today)}
    on conflict (district, task_id, on_day) do nothing returning id::text`.execute(tx)
  if (rows[0] !== undefined) return ok({ id: rows[0].id })
  const there = await sql`
    select 1 from care.task_record where district = ${home.district} and task_id = ${act.task}::uuid and on_day = ${by.today}`.execute(
    tx,
  )
  return refuse(there.rows.length > 0 ? refusals.recordedBefore() : refusals.taskUnknown())
}

async function addMedicine(tx: Tx, home: Home, by: By, act: Of<'medicine'>): Made {
  if ((await resident(tx, home, by, act.stay)) === undefined) return refuse(refusals.stayUnknown())
  if (act.until !== undefined && act.until <= by.today) return refuse(refusals.endsBeforeItBegins())
  const { rows } = await sql<{ id: string }>`
    insert into care.medicine (district, id, facility_id, township, village, stay_id, name, dose, times, from_day, until_day, prescription, recorded_by)
    values (${place(home)}, ${act.stay}, ${act.name}, ${act.dose}, ${[...new Set(act.times)].sort()}::text[], ${by.today}, ${act.until ?? null}, ${act.prescription},
            ${by.account}) returning id::text`.execute(tx)
  return ok({ id: rows[0]?.id ?? null })
}

type Medicine = {
  stay: string
  times: string[]
  from: Day
  until: Day | null
  recordedBy: string
  checkedBy: string | null
}

async function lockMedicine(tx: Tx, home: Home, id: string): Promise<Medicine | undefined> {
  const { rows } = await sql<Medicine>`
    select stay_id::text as stay, times, from_day as "from", until_day as until, recorded_by as "recordedBy", checked_by as "checkedBy" from care.medicine
     where district = ${home.district} and facility_id = ${home.id}::uuid and id = ${id}::uuid for no key update`.execute(
    tx,
  )
  return rows[0]
}

async function checkMedicine(tx: Tx, home: Home, by: By, id: string): Made {
  const medicine = await lockMedicine(tx, home, id)
  if (medicine === undefined) return refuse(refusals.medicineUnknown())
  if (medicine.checkedBy !== null) return refuse(refusals.checkedBefore())
  if (medicine.recordedBy === by.account) return refuse(refusals.samePerson())
  await sql`
    update care.medicine set checked_by = ${by.account}, checked_at = clock_timestamp()
     where district = ${home.district} and id = ${id}::uuid`.execute(tx)
  return ok({ id })
}

async function endMedicine(tx: Tx, home: Home, by: By, id: string): Made {
  const medicine = await lockMedicine(tx, home, id)
  if (medicine === undefined) return refuse(refusals.medicineUnknown())
  // What was due before stays; from tomorrow on nothing is due any more.
  await sql`
    update care.medicine set until_day = greatest(from_day, ${by.today}::date) + 1, ended_by = ${by.account}
     where district = ${home.district} and id = ${id}::uuid and (until_day is null or until_day > ${by.today}::date + 1)`.execute(
    tx,
  )
  return ok({ id })
}

async function recordDose(tx: Tx, home: Home, by: By, act: Of<'dose'>): Made {
  const medicine = await lockMedicine(tx, home, act.medicine)
  if (medicine === undefined) return refuse(refusals.medicineUnknown())
  if (medicine.checkedBy === null) return refuse(refusals.medicineUnchecked())
  if ((await resident(tx, home, by, medicine.stay)) === undefined) return refuse(refusals.stayUnknown())
  const due = medicine.from <= by.today && (medicine.until === null || medicine.until > by.today)
  if (!due || !medicine.times.includes(act.at)) return refuse(refusals.notDue())
  const { rows } = await sql<{ id: string }>`
    insert into care.dose (district, id, facility_id, township, village, medicine_id, on_day, at_time, outcome, note, given_by)
    values (${place(home)}, ${act.medicine}, ${by.today}, ${act.at}, ${act.outcome}, ${act.note ?? null}, ${by.account})
    on conflict (district, medicine_id, on_day, at_time) do nothing returning id::text`.execute(tx)
  return rows[0] === undefined ? refuse(refusals.recordedBefore()) : ok({ id: rows[0].id })
}

async function checkDose(tx: Tx, home: Home, by: By, act: Of<'checkDose'>): Made {
  const { rows } = await sql<{ id: string; givenBy: string; checkedBy: string | null }>`
    select id::text, given_by as "givenBy", checked_by as "checkedBy" from care.dose
     where district = ${home.district} and facility_id = ${home.id}::uuid and medicine_id = ${act.medicine}::uuid
       and on_day = ${by.today} and at_time = ${act.at} for no key update`.execute(tx)
  const [dose] = rows
  if (dose === undefined) return refuse(refusals.medicineUnknown())
  if (dose.checkedBy !== null) return refuse(refusals.checkedBefore())
  if (dose.givenBy === by.account) return refuse(refusals.samePerson())
  await sql`
    update care.dose set checked_by = ${by.account}, checked_at = clock_timestamp()
     where district = ${home.district} and id = ${dose.id}::uuid`.execute(tx)
  return ok({ id: dose.id })
}

async function recordRound(tx: Tx, home: Home, by: By, act: Of<'round'>): Made {
  // A round after midnight belongs to the night that began the evening before (Beijing time, UTC+8).
  const local = new Date(by.now.getTime() + 8 * 3_600_000)
  const night = new Date(local.getTime() - (local.getUTCHours() < 12 ? 86_400_000 : 0)).toISOString().slice(0, 10)
  const { rows } = await sql<{ id: string }>`
    insert into care.night_round (district, id, facility_id, township, village, night_of, walked_at, walked_by, seen, findings)
    values (${place(home)}, ${night}, ${by.now}, ${by.account}, ${act.seen}, ${JSON.stringify(act.findings)}::jsonb) returning id::text`.execute(
    tx,
  )
  return ok({ id: rows[0]?.id ?? null })
}

async function recordMeal(tx: Tx, home: Home, by: By, act: Of<'meal'>): Made {
  const { rows } = await sql<{ id: string }>`
    insert into care.meal (district, id, facility_id, township, village, on_day, meal, menu, sample_grams, sample_at, recorded_by)
    values (${place(home)}, ${by.today}, ${act.meal}, ${act.menu}, ${act.grams ?? null}, ${act.grams === undefined ? null : by.now}, ${by.account})
    on conflict (district, facility_id, on_day, meal) do nothing returning id::text`.execute(tx)
  return rows[0] === undefined ? refuse(refusals.mealBefore()) : ok({ id: rows[0].id })
}

async function reportIncident(tx: Tx, home: Home, by: By, act: Of<'incident'>): Made {
  if (Date.parse(act.happenedAt) > by.now.getTime()) return refuse(refusals.inFuture())
  // What happened counts on its own day: somebody may have left or died of it since. The day of leaving is outside the stay, so the day before counts too.
  const on = dayOf(act.happenedAt)
  const lived =
    (await resident(tx, home, { today: on }, act.stay)) ??
    (await resident(tx, home, { today: addDays(on, -1) }, act.stay))
  if (lived === undefined) return refuse(refusals.stayUnknown())
  const { rows } = await sql<{ id: string }>`
    insert into care.incident (district, id, facility_id, township, village, stay_id, kind, happened_at, place, what, harm, done_at_once, reported_by, reported_at)
    values (${place(home)}, ${act.stay}, ${act.kind}, ${act.happenedAt}, ${act.place}, ${act.what}, ${act.harm}, ${act.doneAtOnce}, ${by.account}, ${by.now})
    returning id::text`.execute(tx)
  return ok({ id: rows[0]?.id ?? null })
}

async function addStep(tx: Tx, home: Home, by: By, act: Of<'step'>): Made {
  const found = await sql<{ harm: string }>`
    select harm from care.incident
     where district = ${home.district} and facility_id = ${home.id}::uuid and id = ${act.incident}::uuid for no key update`.execute(
    tx,
  )
  const [incident] = found.rows
  if (incident === undefined) return refuse(refusals.incidentUnknown())
  if (act.at !== undefined && Date.parse(act.at) > by.now.getTime()) return refuse(refusals.inFuture())
  const steps = await sql<StepOf>`
    select kind, at from care.incident_step where district = ${home.district} and incident_id = ${act.incident}::uuid`.execute(
    tx,
  )
  if (steps.rows.some((step) => step.kind === 'closed')) return refuse(refusals.incidentClosed())
  const missing = act.kind === 'closed' ? missingBeforeClosing(incident.harm, steps.rows) : []
  if (missing.length > 0) return refuse(refusals.notYetClosable(missing.map((kind) => INCIDENT_STEPS[kind]).join('、')))
  const { rows } = await sql<{ id: string }>`
    insert into care.incident_step (district, id, facility_id, township, village, incident_id, kind, at, note, recorded_by)
    values (${place(home)}, ${act.incident}, ${act.kind}, ${act.at ?? by.now}, ${act.note}, ${by.account}) returning id::text`.execute(
    tx,
  )
  return ok({ id: rows[0]?.id ?? null })
}

/** Hands a shift over with what the records say at this moment; the other person takes it. */
async function handOver(tx: Tx, home: Home, by: By, act: Of<'handOver'>): Made {
  const figures = await countShift(tx, home, by.today, act.shift)
  const { rows } = await sql<{ id: string }>`
    insert into care.hand_over (district, id, facility_id, township, village, on_day, shift, figures, notes, given_by)
    values (${place(home)}, ${by.today}, ${act.shift}, ${JSON.stringify(figures)}::jsonb, ${act.notes}, ${by.account})
    on conflict (district, facility_id, on_day, shift) do nothing returning id::text`.execute(tx)
  return rows[0] === undefined ? refuse(refusals.handedOver()) : ok({ id: rows[0].id })
}

async function takeOver(tx: Tx, home: Home, by: By, id: string): Made {
  const { rows } = await sql<{ givenBy: string; takenBy: string | null }>`
    select given_by as "givenBy", taken_by as "takenBy" from care.hand_over
     where district = ${home.district} and facility_id = ${home.id}::uuid and id = ${id}::uuid for no key update`.execute(
    tx,
  )
  const [there] = rows
  if (there === undefined || there.takenBy !== null) return refuse(refusals.nothingToTake())
  if (there.givenBy === by.account) return refuse(refusals.samePerson())
  await sql`
    update care.hand_over set taken_by = ${by.account}, taken_at = clock_timestamp()
     where district = ${home.district} and id = ${id}::uuid`.execute(tx)
  return ok({ id })
}
