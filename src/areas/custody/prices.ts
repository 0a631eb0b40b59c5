import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { addDays, type Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Settings } from '../../policy/index.ts'
import { lockFacility, readFacility } from '../facilities/index.ts'
import type { SetPrice } from './contract.ts'
import { limitsOn, parameterOf } from './limits.ts'
import { refusals } from './refusals.ts'
import { PRICE_MODES, type PriceMode } from './words.ts'

/**
 * How a home may set its prices (pricing-mode-2022, cq-2022-15 第八章第一节¶2): freely, reasonably, guided by the government, or as its operating contract
 * says. Undefined where its kind is not known.
 */
export function pricingMode(ownership: unknown, profitKind: unknown): PriceMode | undefined {
  if (ownership === 'publicPrivatelyRun') return 'byContract'
  if (ownership === 'public') return 'guided'
  if (profitKind === 'forProfit') return 'free'
  return profitKind === 'nonProfit' ? 'reasonable' : undefined
}

/**
 * Sets the price of an item from a day on. A change of a price that is in force must be told to residents the district's days ahead; while
 * that setting is open, a change is refused by name, a first price is not. As the system role.
 */
export async function setPrice(
  tx: Tx,
  asked: { by: string; district: string; facility: string; settings: Settings; example?: boolean },
  of: SetPrice,
): Promise<Result<{ id: string }>> {
  const { by, district, facility } = asked
  if (of.noticedOn > of.from) return refuse(refusals.daysInvalid('告知日期在生效日期之后。'))
  const home = await lockFacility(tx, { district, id: facility })
  if (home === undefined) return refuse(refusals.facilityUnknown())
  const from = of.from as Day
  const facts = await readFacility(tx, { district, id: facility }, from)
  const mode = pricingMode(facts?.attributes.ownership?.value, facts?.attributes.profitKind?.value)
  if (mode === undefined) return refuse(refusals.modeUnknown())
  if ((mode === 'guided' || mode === 'byContract') && of.document === undefined)
    return refuse(refusals.documentNeeded(PRICE_MODES[mode]))
  const inForce = await sql`
    select 1 from custody.price
     where district = ${district} and facility_id = ${facility}::uuid and item = ${of.item} and label = ${of.label} and valid_from < ${of.from} limit 1`.execute(
    tx,
  )
  if (inForce.rows.length > 0) {
    const days = limitsOn(from, district, asked.settings).priceNoticeDays
    if (days === null) return refuse(refusals.limitUnset(parameterOf('priceNoticeDays').name))
    if (addDays(of.noticedOn as Day, days) > from) return refuse(refusals.noticeShort(days))
  }
  const id = newId()
  const made = await sql`
    insert into custody.price (district, id, facility_id, township, village, item, label, unit, amount_fen, valid_from, mode, document, noticed_on, example, recorded_by)
    values (${district}, ${id}, ${facility}, ${home.township}, ${home.village}, ${of.item}, ${of.label}, ${of.unit}, ${of.amountFen}, ${of.from},
            ${mode}, ${of.document ?? null}, ${of.noticedOn}, ${asked.example ?? false}, ${by})
    on conflict (district, facility_id, item, label, valid_from) do nothing returning id`.execute(tx)
  if (made.rows.length === 0) return refuse(refusals.priceExists())
  await record(tx, {
    district,
    account: by,
    action: 'custody.price',
    object: 'facilities.facility',
    objectId: facility,
    after: of,
  })
  return ok({ id })
}

export type PriceOn = {
  readonly item: string
  readonly label: string
  readonly unit: string
  readonly amountFen: number
  readonly from: Day
  readonly mode: PriceMode
  readonly document: string | null
  readonly noticedOn: Day
  readonly example: boolean
}

/** The price list of a home in force on a day, in the order of the items; with `all`, also past and coming prices. */
export async function readPrices(
  tx: Tx,
  of: { district: string; facility: string; on: Day; all?: boolean },
): Promise<PriceOn[]> {
  const { rows } = await sql<PriceOn>`
    select item, label, unit, amount_fen as "amountFen", valid_from as "from", mode, document, noticed_on as "noticedOn", example from custody.price p
     where district = ${of.district} and facility_id = ${of.facility}::uuid
       and (${of.all ?? false} or valid_from = (
             select max(q.valid_from) from custody.price q
              where q.district = p.district and q.facility_id = p.facility_id and q.item = p.item and q.label = p.label and q.valid_from <= ${of.on}))
     order by array_position(array['bed', 'care', 'meals', 'deposit', 'other'], item::text), label, valid_from desc`.execute(
    tx,
  )
  return rows
}
