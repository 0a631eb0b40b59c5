import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { addDays, type Day } from '../../platform/clock/day.ts'
import { type Keyring, maskIdNumber } from '../../platform/crypto/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { findInstrument } from '../../policy/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import { FACT_KINDS, readFacts, valueInWords } from '../elders/index.ts'
import type { FieldOrder, FieldOrders } from './field-contract.ts'
import { keepInstrument, readInstrument } from './keep-instrument.ts'
import { LEVEL_WORDS } from './words.ts'

/** A device holds a stranger's file no longer than this (J7.1). */
const HOLD_DAYS = 7
const MOST_ORDERS = 200
const KNOWN: readonly (keyof typeof FACT_KINDS)[] = ['hardship', 'livingArrangement', 'disability', 'dementia']

type Around = {
  readonly account: string
  readonly name: string
  readonly today: Day
  readonly now: Date
  readonly keyring: Keyring
  readonly tree: DivisionTree
}

type Row = Omit<FieldOrder, 'holdUntil' | 'instrument' | 'person' | 'last'> & {
  instrumentId: string
  elderId: string
  version: number
  name: string
  sex: 'male' | 'female' | null
  birthDate: Day | null
  idCipher: Buffer | null
  township: string
  village: string | null
  address: string | null
  lng: number | null
  lat: number | null
  lastOn: Day | null
  lastLevel: number | null
}

/**
 * What an assessor's device holds: the orders that wait for the caller, each with the card of its person and no answer of an earlier sheet. As
 * the system role, since an assessor has no place of their own in the register: the orders are found by the caller's account.
 */
export async function readFieldOrders(tx: Tx, around: Around): Promise<FieldOrders> {
  const { account, today } = around
  const { rows } = await sql<Row>`
    select o.district, o.id::text, o.number, o.reason, o.note, o.planned_on as "plannedOn", o.due_on as "dueOn", o.place_kind as "placeKind",
           o.instrument as "instrumentId", jsonb_build_object('id', f.id, 'account', f.account, 'name', f.name) as first,
           jsonb_build_object('id', s.id, 'account', s.account, 'name', s.name) as second,
           case when a.id is null then 'record' else 'confirm' end as "waitsFor", a.id::text as "assessmentId",
           e.id::text as "elderId", e.version, e.name, e.sex, e.birth_date as "birthDate", e.id_cipher as "idCipher", e.township, e.village,
           e.address, e.lng, e.lat, r.from_day as "lastOn", r.level as "lastLevel"
      from assessment.work_order o
      join elders.elder e on e.district = o.district and e.id = o.elder_id
      join assessment.assessor f on f.district = o.district and f.id = o.first_id
      join assessment.assessor s on s.district = o.district and s.id = o.second_id
      left join assessment.assessment a on a.district = o.district and a.work_order_id = o.id and a.state = 'awaitingSecond'
      left join lateral (select from_day, level from assessment.result r where r.district = o.district and r.elder_id = o.elder_id
                          and r.ended_at is null order by from_day desc limit 1) r on true
     where (o.state = 'assigned' and o.first_account = ${account}) or (o.state = 'recorded' and o.second_account = ${account} and a.id is not null)
     order by o.planned_on nulls last, o.id limit ${MOST_ORDERS}`.execute(tx)
  const forms = new Map<string, string>()
  for (const id of new Set(rows.map((row) => row.instrumentId))) {
    const form = findInstrument(id)
    if (form !== undefined) forms.set(id, await keepInstrument(tx, form))
  }
  const orders: FieldOrder[] = []
  for (const row of rows) {
    const digest = forms.get(row.instrumentId)
    const form = findInstrument(row.instrumentId)
    if (digest === undefined || form === undefined) continue
    orders.push({
      district: row.district,
      id: row.id,
      number: row.number,
      reason: row.reason,
      note: row.note,
      plannedOn: row.plannedOn,
      dueOn: row.dueOn,
      holdUntil: addDays(today, HOLD_DAYS),
      placeKind: row.placeKind,
      instrument: { id: form.id, version: form.version, digest },
      first: row.first,
      second: row.second,
      waitsFor: row.waitsFor,
      assessmentId: row.assessmentId,
      person: await personCard(tx, around, row),
      last: row.lastOn === null ? null : { on: row.lastOn, level: LEVEL_WORDS[row.lastLevel as 0] },
    })
  }
  const instruments = await Promise.all(
    [...new Set(forms.values())].map(async (digest) => ({ digest, form: await readInstrument(tx, digest) })),
  )
  const content = {
    today,
    assessor: { account, name: around.name },
    instruments: instruments.flatMap(({ digest, form }) => (form === undefined ? [] : [{ digest, form }])),
    orders,
    limits: { photosPerAssessment: 12, photoBytes: 400_000, holdDays: HOLD_DAYS },
  }
  const revision = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32)
  return { ...content, revision, serverTime: around.now.toISOString() } as FieldOrders
}

async function personCard(tx: Tx, { keyring, tree, today }: Around, row: Row): Promise<FieldOrder['person']> {
  const { rows: phones } = await sql<{ holder: string | null; relation: string | null; cipher: Buffer }>`
    select holder_name as holder, relation, cipher from elders.phone
     where district = ${row.district} and elder_id = ${row.elderId}::uuid and ended_at is null order by id`.execute(tx)
  const { rows: contacts } = await sql<{ name: string; relation: string | null; role: string }>`
    select name, relation, role from elders.contact
     where district = ${row.district} and elder_id = ${row.elderId}::uuid and ended_at is null order by id`.execute(tx)
  const facts = (await readFacts(tx, row.district, row.elderId)).filter(
    (fact) => fact.validFrom <= today && (fact.validTo === null || fact.validTo > today),
  )
  const known = KNOWN.flatMap((kind) => {
    const fact = facts.find((each) => each.kind === kind)
    return fact === undefined ? [] : [{ label: FACT_KINDS[kind], value: valueInWords(kind, fact.value) }]
  })
  return {
    elderId: row.elderId,
    version: row.version,
    name: row.name,
    sex: row.sex,
    birthDate: row.birthDate,
    idMasked: row.idCipher === null ? null : maskIdNumber(keyring.open(row.idCipher)),
    township: row.township,
    village: row.village,
    placeName: tree.path(row.village ?? row.township, today),
    address: row.address,
    point: row.lng === null || row.lat === null ? null : { lng: row.lng, lat: row.lat },
    phones: phones.map((phone) => ({
      holder: phone.holder,
      relation: phone.relation,
      number: keyring.open(phone.cipher),
    })),
    contacts,
    known,
  }
}
