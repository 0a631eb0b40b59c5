import { sql } from 'kysely'
import { type Day, daysBetween } from '../../platform/clock/day.ts'
import { maskName } from '../../platform/crypto/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type Clause, findParameter, resolveParameter, type Settings } from '../../policy/index.ts'
import type { Home } from './home.ts'
import { type Person, peopleById } from './people.ts'
import { type Applicant, type OrderInGroup, orderQueue, type Placed, type QueueDefinitions } from './waiting-order.ts'

type Row = {
  id: string
  number: string
  elder: string
  kind: 'long' | 'short' | 'respite'
  wants: 'ordinary' | 'nursing' | 'dementia'
  appliedOn: Day
  wantedFrom: Day | null
  wantedUntil: Day | null
  state: 'waiting' | 'offered'
  passes: number
  example: boolean
}
export type Waiting = Row & Applicant & { readonly person: Person | undefined; readonly waitingDays: number }
export type Queue = {
  readonly rows: readonly Placed<Waiting>[]
  readonly order: StatedOrder
}

/** How a list is ordered, in words and with its clauses; what the district has not set is said. */
export type StatedOrder = {
  readonly says: readonly string[]
  readonly clauses: readonly Clause[]
  readonly unset: readonly string[]
}

/**
 * The waiting list of a home on a day, in order. It is computed from what the register knows that day and never stored: a person whose
 * facts change moves, and the reasons say why.
 */
export async function readQueue(tx: Tx, home: Home, on: Day, settings: Settings): Promise<Queue> {
  const { rows } = await sql<Row>`
    select id::text, number, elder_id::text as elder, kind, wants, applied_on as "appliedOn", wanted_from as "wantedFrom",
           wanted_until as "wantedUntil", state, passes, example
      from residency.application
     where district = ${home.district} and facility_id = ${home.id}::uuid and state in ('waiting', 'offered')
     order by applied_on, number`.execute(tx)
  const people = await peopleById(
    tx,
    home.district,
    rows.map((row) => row.elder),
    on,
  )
  const waiting = rows.map((row) => {
    const person = people.get(row.elder)
    return { ...row, person, facts: person?.facts ?? NOBODY_KNOWS, waitingDays: daysBetween(row.appliedOn, on) }
  })
  const inGroup = orderInGroup(home, on, settings)
  return {
    rows: orderQueue(waiting, home.isPublic ? definitionsOn(on) : NO_GROUPS, inGroup.value),
    order: statedOrder(home, inGroup),
  }
}

const NOBODY_KNOWS = {
  age: null,
  hardship: null,
  careDependency: null,
  dementia: null,
  disability: null,
  living: null,
  oneChild: null,
}
/** A private home takes people in the order in which they came. */
const NO_GROUPS: QueueDefinitions = { hardship: [], advancedAge: Number.POSITIVE_INFINITY, supported: false }

/** 经济困难 and 高龄 as the catalogue reads them. */
export function definitionsOn(on: Day): QueueDefinitions {
  const hardship = resolveParameter('special-difficulty-hardship', { on })?.value
  const age = resolveParameter('special-difficulty-advanced-age', { on })?.value
  if (!Array.isArray(hardship) || typeof age !== 'number') throw new Error('the catalogue defines no hardship or age')
  return { hardship: hardship.map(String), advancedAge: age, supported: true }
}

type InGroup = { value: OrderInGroup; unset: boolean }

function orderInGroup(home: Home, on: Day, settings: Settings): InGroup {
  if (!home.isPublic) return { value: 'days', unset: false }
  const set = resolveParameter('queue-order-in-group', { on, division: home.district, settings })?.value
  return { value: set === 'levelThenDays' ? 'levelThenDays' : 'days', unset: set === null || set === undefined }
}

function statedOrder(home: Home, inGroup: InGroup): StatedOrder {
  if (!home.isPublic) return { says: ['按申请先后；同日申请的按编号'], clauses: [], unset: [] }
  const priority = findParameter('public-home-priority-order')
  const surplus = findParameter('queue-social-elders')
  return {
    says: [
      '特困供养对象中失能、失智、持残疾人证的',
      '其他特困供养对象',
      '经济困难的孤寡、失能、高龄、失独老年人',
      '社会老年人',
      inGroup.value === 'days' ? '同一组内按申请先后' : '同一组内先看失能程度，再按申请先后',
    ],
    clauses: [priority, surplus].flatMap((each) => (each === undefined ? [] : [each.source])),
    unset: inGroup.unset ? ['queue-order-in-group'] : [],
  }
}

/** One line of the public list (P09): no health, no full name. */
export type PublicPlace = {
  readonly place: number
  readonly number: string
  readonly name: string
  readonly group: number
  readonly waitingDays: number
}

/** What P09 shows of a list. Read as the system: the page is open to everybody and says no more than this. */
export const publicQueue = (queue: Queue): PublicPlace[] =>
  queue.rows.map(({ place, number, person, group, waitingDays }) => ({
    place,
    number,
    name: maskName(person?.name ?? ''),
    group,
    waitingDays,
  }))
