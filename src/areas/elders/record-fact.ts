import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { type Day, isDay } from '../../platform/clock/day.ts'
import { inScope } from '../../platform/db/index.ts'
import { once, type Refusal, Refused } from '../../platform/http/index.ts'
import type { SetFact } from './contract.ts'
import { announce } from './events.ts'
import { findPerson, type Person } from './find-person.ts'
import { keepFact } from './keep-fact.ts'
import type { Surroundings } from './list-elders.ts'
import { lockElder, shareDistricts } from './locks.ts'
import { residenceOf, scopeHolds } from './places.ts'
import { refusals } from './refusals.ts'
import { type FactSet, settlePlaces } from './set-facts.ts'
import { DISABILITY_CATEGORY, DISABILITY_GRADE, OUTSIDE, VALUES_OF } from './words.ts'

const SCALAR = new Set(['careDependency', 'specialOneChildFamily', 'dementia', 'death', 'residence', 'household'])

/** Records what holds for a person from a day on, with its source; corrections go the same way. Death and moves are facts too. */
export async function recordFact(
  around: Surroundings,
  id: string,
  given: SetFact,
  key: string | undefined,
): Promise<FactSet> {
  const { platform, principal } = around
  const today = platform.today()
  return inScope(platform.db, principal.scope, (tx) =>
    once(tx, { account: principal.account, route: `elders.facts.${id}`, key, body: given }, async () => {
      const person = await findPerson(tx, principal.scope, id)
      if (person === undefined) throw new Refused(refusals.notFound())
      if (person.mergedInto !== null) throw new Refused(refusals.mergedAway(person.mergedInto))
      const fault = checkFact(around, person, given, today)
      if (fault !== undefined) throw new Refused(fault)
      const { district } = person
      const value = VALUES_OF[given.kind] === null ? given.value : [...new Set(given.value)].sort()
      const set = await keepFact(tx, {
        district,
        elderId: id,
        account: principal.account,
        kind: given.kind,
        value,
        validFrom: given.validFrom,
        validTo: given.validTo,
        source: { kind: given.source, ref: given.sourceRef },
      })
      if (!set.unchanged && (given.kind === 'residence' || given.kind === 'household'))
        await settlePlaces(tx, district, [id], today)
      return set
    }),
  )
}

/** Why a fact cannot be recorded as given; undefined when it can. */
export function checkFact(
  { tree, principal }: Surroundings,
  person: Pick<Person, 'birthDate' | 'district'>,
  given: Omit<SetFact, 'sourceRef'>,
  today: Day,
): Refusal | undefined {
  const { kind, value, validFrom } = given
  if (given.validTo && given.validTo <= validFrom) return refusals.dayOrder('validTo')
  if (person.birthDate !== null && validFrom < person.birthDate) return refusals.beforeBirth('validFrom')
  const allowed = VALUES_OF[kind]
  const stranger = allowed?.find === undefined ? undefined : value.find((each) => !allowed.includes(each))
  if (stranger !== undefined) return refusals.valueUnknown('value', stranger)
  if (SCALAR.has(kind) && value.length > 1) return refusals.valueCount('value')
  // An ability level is the result of an assessment; nobody types in how they see it.
  if (kind === 'careDependency' && given.source !== 'assessment' && given.source !== 'departmentList')
    return refusals.levelByHand('source')
  if (kind === 'careDependency' && value.length === 0) return refusals.valueCount('value')
  if (kind === 'disability' && value.length > 0) {
    const [category = '', grade = ''] = value
    if (value.length !== 2 || !(category in DISABILITY_CATEGORY)) return refusals.valueUnknown('value', category)
    if (!(grade in DISABILITY_GRADE)) return refusals.valueUnknown('value', grade)
  }
  if (kind === 'death' && value.length > 0) {
    const died = value[0]
    if (!isDay(died) || died !== validFrom) return refusals.valueUnknown('value', died ?? '')
    if (died > today) return refusals.dayAhead('validFrom')
  }
  if (kind === 'household' && (value[0] === undefined || (value[0] !== OUTSIDE && tree.get(value[0]) === undefined)))
    return refusals.divisionUnknown('value')
  if (kind === 'residence' && value[0] !== OUTSIDE) {
    const place = value[0] === undefined ? undefined : residenceOf(tree, value[0], validFrom)
    if (place === undefined) return refusals.divisionUnknown('value')
    if (place.district !== person.district || !scopeHolds(principal.scope, place)) return refusals.movesAway()
  }
  return undefined
}

/** Takes a period back that should never have been recorded: it stays readable as known before, and nothing replaces it. */
export async function withdrawFact(around: Surroundings, id: string, factId: string, reason: string): Promise<void> {
  const { platform, principal } = around
  await inScope(platform.db, principal.scope, async (tx) => {
    const person = await findPerson(tx, principal.scope, id)
    if (person === undefined) throw new Refused(refusals.notFound())
    const { district } = person
    await shareDistricts(tx, [district])
    await lockElder(tx, district, id)
    const { rows } = await sql<{ kind: string; value: string[]; validFrom: Day; validTo: Day | null }>`
      update elders.fact set superseded_at = statement_timestamp()
       where district = ${district} and elder_id = ${id}::uuid and id = ${factId}::uuid and superseded_at is null
      returning kind, value, valid_from as "validFrom", valid_to as "validTo"`.execute(tx)
    const ended = rows[0]
    if (ended === undefined) throw new Refused(refusals.factGone())
    await announce(tx, district, {
      kind: 'elder.factSet',
      elderId: id,
      factKind: ended.kind,
      validFrom: ended.validFrom,
      validTo: ended.validTo,
    })
    await record(tx, {
      district,
      account: principal.account,
      action: 'elder.withdrawFact',
      object: 'elder',
      objectId: id,
      purpose: reason,
      before: ended,
    })
  })
}
