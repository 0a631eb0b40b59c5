import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { inScope, type Tx } from '../../platform/db/index.ts'
import { Refused } from '../../platform/http/index.ts'
import type { ChangeElder } from './contract.ts'
import { announce } from './events.ts'
import { findPerson, type Person } from './find-person.ts'
import type { Surroundings } from './list-elders.ts'
import { lockElder, shareDistricts } from './locks.ts'
import { nameKeys } from './names.ts'
import { postOf } from './posts.ts'
import { refusals } from './refusals.ts'
import { readResidentId } from './resident-id.ts'

const LABELS = {
  name: '姓名',
  sex: '性别',
  birthDate: '出生日期',
  address: '详细地址',
  lng: '经度',
  lat: '纬度',
} as const
type Field = keyof typeof LABELS
type Values = { [F in Field]: Person[F] }

/** One field that two people changed: both values, and by whom (their post) and when theirs was saved. */
export type Conflict = { field: string; label: string; yours: unknown; theirs: unknown; by: string; at: string }
export type ChangeOutcome =
  | { changed: true; version: number }
  | { changed: false; version: number; changedAt: string; conflicts: Conflict[] }

/**
 * Changes the plain fields of a person. A form that was opened before somebody else saved still goes through where it touches other
 * fields; the same field changed twice is handed back with both values, and nothing is saved.
 */
export async function changeElder(around: Surroundings, id: string, given: ChangeElder): Promise<ChangeOutcome> {
  const { platform, principal } = around
  const { version, ...fields } = given
  const yours = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Values>
  if (yours.name !== undefined) yours.name = nameKeys(yours.name).name
  if (yours.birthDate && yours.birthDate > platform.today()) throw new Refused(refusals.dayAhead('birthDate'))
  const outcome = await inScope(platform.db, principal.scope, async (tx): Promise<ChangeOutcome> => {
    const seen = await findPerson(tx, principal.scope, id)
    if (seen === undefined) throw new Refused(refusals.notFound())
    if (seen.mergedInto !== null) throw new Refused(refusals.mergedAway(seen.mergedInto))
    await shareDistricts(tx, [seen.district])
    await lockElder(tx, seen.district, id)
    const person = (await findPerson(tx, principal.scope, id)) ?? seen
    const base = version === person.version ? person : await pastOf(tx, person.district, id, version)
    const named = Object.keys(yours) as Field[]
    const touched = named
      .filter((field) => base === undefined || base[field] !== person[field])
      .filter((field) => person[field] !== yours[field])
    if (touched.length > 0) {
      const conflicts = await Promise.all(
        touched.map(async (field): Promise<Conflict> => {
          const last = await lastChangeOf(tx, person, field)
          return { field, label: LABELS[field], yours: yours[field], theirs: person[field], ...last }
        }),
      )
      return { changed: false, version: person.version, changedAt: person.updatedAt, conflicts }
    }
    agreesWithPaper(around, person, yours)
    const differing = named.filter((field) => person[field] !== yours[field])
    if (differing.length === 0) return { changed: true, version: person.version }
    const next = { ...person, ...yours }
    const keys = nameKeys(next.name)
    const { rows } = await sql<{ version: number }>`
      update elders.elder set name = ${keys.name}, name_pinyin = ${keys.pinyin}, name_initials = ${keys.initials}, sex = ${next.sex},
             birth_date = ${next.birthDate}, address = ${next.address}, lng = ${next.lng}, lat = ${next.lat}
       where district = ${person.district} and id = ${id}::uuid returning version`.execute(tx)
    const pick = (of: Values) => Object.fromEntries(differing.map((field) => [field, of[field]]))
    await announce(tx, person.district, { kind: 'elder.changed', elderId: id, fields: differing })
    await record(tx, {
      district: person.district,
      account: principal.account,
      action: 'elder.change',
      object: 'elder',
      objectId: id,
      before: pick(person),
      after: pick(next),
    })
    return { changed: true, version: rows[0]?.version ?? person.version }
  })
  if (outcome.changed) return outcome
  const conflicts = await Promise.all(
    outcome.conflicts.map(async (each) => ({ ...each, by: await postOf(around, each.by) })),
  )
  return { ...outcome, conflicts }
}

/** A resident number says when its holder was born and of which sex; a file may not say otherwise. */
function agreesWithPaper({ platform }: Surroundings, person: Person, yours: Partial<Values>): void {
  if (person.idKind !== 'residentId' || person.idCipher === null) return
  const reading = readResidentId(platform.keyring.open(person.idCipher))
  if (!reading.ok) return
  if (yours.birthDate !== undefined && yours.birthDate !== reading.id.birthDate)
    throw new Refused(refusals.birthDateDiffers(reading.id.birthDate))
  if (yours.sex !== undefined && yours.sex !== reading.id.sex) throw new Refused(refusals.sexDiffers())
}

const columnOf = (field: Field): string => (field === 'birthDate' ? 'birth_date' : field)

/** Who gave a field the value that it has now, and when: the oldest state with this value that no other value followed. */
async function lastChangeOf(tx: Tx, { district, id }: Person, field: Field): Promise<{ by: string; at: string }> {
  const column = sql.ref(columnOf(field))
  const { rows } = await sql<{ by: string; at: string }>`
    with states as (
      select version, ${column} as value, changed_by as by, recorded_at as at from elders.elder_past
       where district = ${district} and elder_id = ${id}::uuid
      union all
      select version, ${column}, changed_by, updated_at from elders.elder where district = ${district} and id = ${id}::uuid
    ), steps as (
      select *, value is distinct from lag(value) over (order by version) as is_change from states
    )
    select by, at::text from steps where is_change or version = (select min(version) from steps) order by version desc limit 1`.execute(
    tx,
  )
  return rows[0] ?? { by: '', at: '' }
}

async function pastOf(tx: Tx, district: string, id: string, version: number): Promise<Values | undefined> {
  const { rows } = await sql<Omit<Values, 'birthDate'> & { birthDate: Day | null }>`
    select name, sex, birth_date as "birthDate", address, lng, lat from elders.elder_past
     where district = ${district} and elder_id = ${id}::uuid and version = ${version}`.execute(tx)
  return rows[0]
}
