import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { inScope, newId, type Tx } from '../../platform/db/index.ts'
import { once, Refused } from '../../platform/http/index.ts'
import { BULK_LIMIT, type BulkFact, type DoBulkFact, type Rehearsal } from './bulk-contract.ts'
import { announceQuietly, signalPeople } from './events.ts'
import { everyElder, listStored, type StoredRow, type Surroundings, toElderRow } from './list-elders.ts'
import { shareDistricts } from './locks.ts'
import { checkFact } from './record-fact.ts'
import { refusals } from './refusals.ts'
import { type FactPeriod, type FactSet, setFacts, settlePlaces } from './set-facts.ts'
import { type FactKind, VALUES_OF, valueInWords } from './words.ts'

const SHOWN = 200
const NOTHING = '档案里已经是这样'
const DECEASED = '已离世，不再登记'
const LEFT = '已迁出本市，不再登记'

class Rehearsed extends Error {
  readonly result: Rehearsal
  constructor(result: Rehearsal) {
    super('rehearsed')
    this.result = result
  }
}

/** Does the whole act and takes it back: what it shows is exactly what doing it now would change, skip and say. */
export async function rehearseFact(around: Surroundings, given: BulkFact): Promise<Rehearsal> {
  try {
    return await inScope(around.platform.db, around.principal.scope, async (tx) => {
      throw new Rehearsed(await recordForMany(tx, around, given))
    })
  } catch (error) {
    if (error instanceof Rehearsed) return error.result
    throw error
  }
}

/** Records one fact for many persons, all or none; refuses where something moved since the rehearsal. */
export async function doFact(around: Surroundings, given: DoBulkFact, key: string | undefined): Promise<Rehearsal> {
  const { platform, principal } = around
  return inScope(platform.db, principal.scope, (tx) =>
    once(tx, { account: principal.account, route: 'elders.bulk.facts', key, body: given }, async () => {
      const done = await recordForMany(tx, around, given)
      if (done.change !== given.seen) throw new Refused(refusals.bulkMoved())
      return done
    }),
  )
}

type Outcome = { row: StoredRow; skipped: string | null; before: FactPeriod[] }

async function recordForMany(tx: Tx, around: Surroundings, given: BulkFact): Promise<Rehearsal> {
  const { platform, principal } = around
  if (given.kind === 'death') throw new Refused(refusals.bulkDeath())
  const rows = await chosen(tx, around, given)
  const outcomes = new Map<string, Outcome>()
  for (const [district, people] of Map.groupBy(rows, (row) => row.district)) {
    await shareDistricts(tx, [district])
    const ids = people.map((row) => row.elder_id)
    await sql`select id from elders.elder where district = ${district} and id = any (${ids}::uuid[]) order by id for no key update`.execute(
      tx,
    )
    for (const outcome of await recordIn(tx, around, given, district, people))
      outcomes.set(outcome.row.elder_id, outcome)
  }
  const all = rows.flatMap((row) => outcomes.get(row.elder_id) ?? [])
  const changed = all.filter((each) => each.skipped === null)
  if (changed.length > 0)
    await record(tx, {
      district: changed[0]?.row.district ?? '',
      account: principal.account,
      action: 'elder.bulkFact',
      object: 'register',
      objectId: newId(),
      after: { kind: given.kind, value: given.value, validFrom: given.validFrom, people: changed.length },
    })
  const why = Map.groupBy(
    all.flatMap((each) => (each.skipped === null ? [] : [each.skipped])),
    (reason) => reason,
  )
  const asOf = platform.today()
  return {
    change: changed.length,
    skip: all.length - changed.length,
    why: [...why].map(([reason, those]) => ({ reason, people: those.length })),
    rows: all.slice(0, SHOWN).map(({ row, skipped, before }) => ({
      id: row.elder_id,
      name: row.name,
      place: toElderRow(row, around, asOf).place,
      before:
        before.map(({ value }) => wordsOf(around, given.kind, value)).join('；') || (skipped === null ? '未采集' : ''),
      skipped,
    })),
  }
}

/** The persons that an act is for. Conditions leave out nobody silently: the dead and the departed are named as skipped. */
async function chosen(tx: Tx, around: Surroundings, { selection }: BulkFact): Promise<StoredRow[]> {
  const filter = selection.kind === 'all' ? selection.filter : { status: 'all' as const }
  const only = selection.kind === 'rows' ? selection.ids : undefined
  const rows: StoredRow[] = []
  for await (const row of everyElder((query) => listStored(tx, around, query, only), filter)) {
    rows.push(row)
    if (rows.length > BULK_LIMIT) throw new Refused(refusals.bulkTooMany(BULK_LIMIT))
  }
  return rows
}

async function recordIn(
  tx: Tx,
  around: Surroundings,
  given: BulkFact,
  district: string,
  people: StoredRow[],
): Promise<Outcome[]> {
  const { platform, principal } = around
  const { kind, validFrom } = given
  const value = VALUES_OF[kind] === null ? given.value : [...new Set(given.value)].sort()
  const today = platform.today()
  const refused = new Map(people.map((row) => [row.elder_id, whyNot(around, row, { ...given, value }, today)]))
  const able = people.filter((row) => refused.get(row.elder_id) === null)
  const source = { kind: given.source, ref: given.sourceRef }
  const sets = await setFacts(
    tx,
    district,
    principal.account,
    able.map((row) => ({ elderId: row.elder_id, kind, value, validFrom, source })),
  )
  const setOf = new Map<string, FactSet | undefined>(able.map((row, at) => [row.elder_id, sets[at]]))
  const written = able.filter((row) => setOf.get(row.elder_id)?.unchanged === false)
  const ids = written.map((row) => row.elder_id)
  if (ids.length > 0 && (kind === 'residence' || kind === 'household')) await settlePlaces(tx, district, ids, today)
  await Promise.all(
    ids.map((elderId) => {
      const validTo = setOf.get(elderId)?.validTo ?? null
      return announceQuietly(tx, district, { kind: 'elder.factSet', elderId, factKind: kind, validFrom, validTo })
    }),
  )
  await signalPeople(tx, district, ids)
  await record(
    tx,
    ids.map((elderId) => ({
      district,
      account: principal.account,
      action: 'elder.setFact',
      object: 'elder',
      objectId: elderId,
      before: setOf.get(elderId)?.replaced ?? [],
      after: { kind, value, validFrom, validTo: setOf.get(elderId)?.validTo ?? null, source: given.source, bulk: true },
    })),
  )
  return people.map((row) => {
    const set = setOf.get(row.elder_id)
    const skipped = refused.get(row.elder_id) ?? (set?.unchanged === false ? null : NOTHING)
    return { row, skipped, before: set?.replaced ?? [] }
  })
}

/** Why one person is skipped: the sentence of the refusal that recording it alone would give; null when it can be recorded. */
function whyNot(
  around: Surroundings,
  row: StoredRow,
  given: BulkFact,
  today: ReturnType<Surroundings['platform']['today']>,
) {
  if (row.died_on !== null) return DECEASED
  if (row.residence === 'outside' && given.kind !== 'household') return LEFT
  const refusal = checkFact(around, { birthDate: row.birth_date, district: row.district }, given, today)
  return refusal === undefined ? null : (refusal.fields?.[0]?.message ?? refusal.message)
}

const wordsOf = ({ tree, platform }: Surroundings, kind: FactKind, value: string[]): string => {
  const [first] = value
  const isPlace = (kind === 'residence' || kind === 'household') && first !== undefined && first !== 'outside'
  return isPlace ? tree.path(first, platform.today()) : valueInWords(kind, value)
}
