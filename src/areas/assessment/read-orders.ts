import { type RawBuilder, sql } from 'kysely'
import { ageOn, type Day } from '../../platform/clock/day.ts'
import { type Keyring, maskIdNumber } from '../../platform/crypto/index.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import type { Reach } from '../elders/index.ts'
import type { Order, OrderHead } from './contract.ts'

/** Who looks: row security holds officers and the pair; an agency is held by the names of its organisations. */
export type Viewer = {
  readonly organisations: readonly string[] | null
  readonly tree: DivisionTree
  readonly today: Day
}

export type OrderFilter = {
  readonly state?: string | undefined
  readonly reason?: string | undefined
  readonly elder?: string | undefined
  readonly within?: Reach | undefined
  readonly after?: string | undefined
  readonly id?: { district: string; id: string } | undefined
  readonly limit: number
}

type Row = Omit<OrderHead, 'age' | 'placeName'> & {
  birthDate: Day | null
  township: string
  village: string | null
  note: string
  placeKind: Order['placeKind']
  aboutId: string | null
  agencyId: string | null
  cancelledWhy: string | null
  orderedBy: string
  orderedAt: string
  organisation: string | null
}

const stateIs = (state: string | undefined): RawBuilder<unknown> => {
  if (state === undefined) return sql`true`
  if (state === 'review') return sql`o.state = 'recorded' and a.state = 'submitted'`
  if (state === 'working') return sql`o.state in ('open', 'assigned', 'recorded')`
  return sql`o.state = ${state}`
}

async function readRows(tx: Tx, viewer: Viewer, filter: OrderFilter): Promise<Row[]> {
  const { within, id } = filter
  const select = () => sql<Row>`
    select o.district, o.id::text, o.number, o.elder_id::text as "elderId", o.reason, o.state, o.instrument, o.due_on as "dueOn",
           o.planned_on as "plannedOn", o.township, o.village, o.note, o.place_kind as "placeKind", o.about_id::text as "aboutId",
           o.agency_id::text as "agencyId", o.cancelled_why as "cancelledWhy", o.ordered_by as "orderedBy", o.organisation,
           to_char(o.ordered_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as "orderedAt",
           o.first_id::text as first, o.second_id::text as second, a.state as "sheetState", a.id::text as "sheetId",
           coalesce(cardinality(a.questions), 0) as questions, null as name, null as "birthDate", null as agency
      from assessment.work_order o
      left join lateral (select a.id, a.state, a.questions from assessment.assessment a
                          where a.district = o.district and a.work_order_id = o.id order by a.recorded_at desc limit 1) a on true
     where ${stateIs(filter.state)}
       and (${filter.reason ?? null}::text is null or o.reason = ${filter.reason ?? null})
       and (${filter.elder ?? null}::uuid is null or o.elder_id = ${filter.elder ?? null}::uuid)
       and (${id === undefined} or (o.district = ${id?.district ?? ''} and o.id = ${id?.id ?? null}::uuid))
       and (${within === undefined} or o.district = any (${[...(within?.districts ?? [])]}::text[]))
       and (${within?.townships === undefined} or o.township = any (${[...(within?.townships ?? [])]}::text[]))
       and (${within?.villages === undefined} or o.village = any (${[...(within?.villages ?? [])]}::text[]))
       and (${viewer.organisations === null} or o.organisation = any (${[...(viewer.organisations ?? [])]}::text[]))
       and (${filter.after ?? null}::uuid is null or o.id < ${filter.after ?? null}::uuid)
     order by o.id desc limit ${filter.limit}`
  const read = async () => (await select().execute(tx)).rows
  return viewer.organisations === null ? read() : elevated(tx, read)
}

type Names = {
  id: string
  name: string
  birthDate: Day | null
  agency: string | null
  first: string | null
  second: string | null
}

/** Names of persons and assessors of orders that were seen: an assessor sees the person of an order, and of no other. */
async function namesOf(tx: Tx, rows: readonly Row[]): Promise<Map<string, Names>> {
  if (rows.length === 0) return new Map()
  const found = await elevated(tx, () =>
    sql<Names>`
      select o.id::text, coalesce(e.name, '（档案已迁出）') as name, e.birth_date as "birthDate", g.name as agency, f.name as first, s.name as second
        from jsonb_to_recordset(${JSON.stringify(rows.map(({ district, id }) => ({ district, id })))}::jsonb) as w(district text, id uuid)
        join assessment.work_order o on o.district = w.district and o.id = w.id
        left join elders.elder e on e.district = o.district and e.id = o.elder_id
        left join assessment.agency g on g.district = o.district and g.id = o.agency_id
        left join assessment.assessor f on f.district = o.district and f.id = o.first_id
        left join assessment.assessor s on s.district = o.district and s.id = o.second_id`.execute(tx),
  )
  return new Map(found.rows.map((row) => [row.id, row]))
}

const headOf = (row: Row, names: Names | undefined, { tree, today }: Viewer): OrderHead => ({
  district: row.district,
  id: row.id,
  number: row.number,
  elderId: row.elderId,
  name: names?.name ?? '',
  age: names?.birthDate ? ageOn(today, names.birthDate) : null,
  placeName: tree
    .path(row.village ?? row.township, today)
    .split(' / ')
    .slice(-2)
    .join(' '),
  reason: row.reason,
  state: row.state,
  instrument: row.instrument,
  dueOn: row.dueOn,
  plannedOn: row.plannedOn,
  agency: names?.agency ?? null,
  first: names?.first ?? null,
  second: names?.second ?? null,
  sheetState: row.sheetState,
  sheetId: row.sheetId,
  questions: row.questions,
})

/** Orders, newest first, a page at a time by key. */
export async function listOrders(
  tx: Tx,
  viewer: Viewer,
  filter: OrderFilter,
): Promise<{ rows: OrderHead[]; next: string | null }> {
  const rows = await readRows(tx, viewer, { ...filter, limit: filter.limit + 1 })
  const page = rows.slice(0, filter.limit)
  const names = await namesOf(tx, page)
  return {
    rows: page.map((row) => headOf(row, names.get(row.id), viewer)),
    next: rows.length > filter.limit ? (page.at(-1)?.id ?? null) : null,
  }
}

export type FoundOrder = Omit<Order, 'level' | 'sheet' | 'other' | 'disputeId' | 'acts'> & {
  readonly organisation: string | null
  readonly firstAccount: string | null
  readonly secondAccount: string | null
}

/** One order with the person's card; undefined where the viewer sees none. */
export async function findOrder(
  tx: Tx,
  viewer: Viewer,
  keyring: Keyring,
  id: { district: string; id: string },
): Promise<FoundOrder | undefined> {
  const [row] = await readRows(tx, viewer, { id, limit: 1 })
  if (row === undefined) return undefined
  const names = await namesOf(tx, [row])
  const person = await elevated(tx, () =>
    sql<{
      sex: 'male' | 'female' | null
      birthDate: Day | null
      idCipher: Buffer | null
      address: string | null
      firstAccount: string | null
      secondAccount: string | null
    }>`
      select e.sex, e.birth_date as "birthDate", e.id_cipher as "idCipher", e.address, o.first_account as "firstAccount", o.second_account as "secondAccount"
        from assessment.work_order o left join elders.elder e on e.district = o.district and e.id = o.elder_id
       where o.district = ${row.district} and o.id = ${row.id}::uuid`.execute(tx),
  )
  const of = person.rows[0]
  return {
    ...headOf(row, names.get(row.id), viewer),
    note: row.note,
    placeKind: row.placeKind,
    aboutId: row.aboutId,
    agencyId: row.agencyId,
    cancelledWhy: row.cancelledWhy,
    orderedBy: row.orderedBy,
    orderedAt: row.orderedAt,
    organisation: row.organisation,
    sex: of?.sex ?? null,
    birthDate: of?.birthDate ?? null,
    idMasked: of?.idCipher ? maskIdNumber(keyring.open(of.idCipher)) : null,
    address: of?.address ?? null,
    firstAccount: of?.firstAccount ?? null,
    secondAccount: of?.secondAccount ?? null,
  }
}
