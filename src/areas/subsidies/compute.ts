import { type Day, lastOfMonth, type Month } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type Result, refuse } from '../../platform/http/index.ts'
import { computeOperating } from './compute-operating.ts'
import { type ClaimOrder, type Computed, finish, type Item, toldOf } from './computed.ts'
import { acceptedBeds, type Place, placeFactsOn } from './evidence.ts'
import { refusals } from './refusals.ts'
import { askRule, type RuleCard, type Told } from './rule-card.ts'
import { CLAIM_RULES } from './words.ts'

const NURSERY = ['banan-childcare-slot-subsidy', 'banan-childcare-rent-reduction']

/** Computes a claim from the evidence there is, by the rules of the catalogue. Everything that was looked at becomes an item, counted or left out with a reason. */
export async function computeClaim(tx: Tx, order: ClaimOrder): Promise<Result<Computed>> {
  const { rule, place, district } = order
  if (CLAIM_RULES[rule] === undefined) return refuse(refusals.ruleUnknown(rule))
  if (rule === 'township-centre-reward') return computePool(order)
  if (place === undefined) return refuse(refusals.placeUnknown())
  if ((place.kind === 'nursery') !== NURSERY.includes(rule))
    return refuse(refusals.wrongKind(CLAIM_RULES[rule] ?? rule))
  if (rule === 'banan-operating-subsidy') return computeOperating(tx, { ...order, place })
  const on = lastOfMonth(order.to)
  const told = toldOf(await placeFactsOn(tx, { district, id: place.id }, on))
  if (told.seriousDishonesty?.value === true) return refuse(refusals.dishonest())
  if (rule === 'banan-childcare-rent-reduction') return computeRent(order, place, on, told)
  return computeBeds(tx, order, place, on, told)
}

/**
 * Beds or slots accepted in the months, one item each and rule: the city's and the district's part are two items with one bed id. What has been counted
 * under a rule before is left out and does not help to reach a minimum.
 */
async function computeBeds(tx: Tx, order: ClaimOrder, place: Place, on: Day, told: Told): Promise<Result<Computed>> {
  const { district, rule, from, settings } = order
  const beds = await acceptedBeds(tx, place, from as string as Day, on)
  const slots = rule === 'banan-childcare-slot-subsidy'
  const items: Item[] = []
  const cards: RuleCard[] = []
  const count = (which: string, more: Told) => {
    const fresh = beds.filter((bed) => !bed.paidUnder.includes(which))
    const source = `已验收${slots ? '托位' : '床位'} ${beds.length} 个，其中以前计过 ${beds.length - fresh.length} 个`
    const { answer, card } = askRule(
      { rule: which, division: district, on, settings },
      { ...told, ...more, [slots ? 'newSlots' : 'newBeds']: { value: fresh.length, source } },
    )
    const granted = answer.outcome === 'granted' && fresh.length > 0
    const each = granted ? (answer.amountFen ?? 0) / fresh.length : 0
    for (const bed of beds) {
      const paid = bed.paidUnder.includes(which)
      items.push({
        rule: which,
        subject: slots ? 'slot' : 'bed',
        subjectId: bed.id,
        month: from,
        counted: granted && !paid,
        reason: paid ? 'paidBefore' : granted ? 'met' : answer.outcome === 'undetermined' ? 'undetermined' : 'notMet',
        amountFen: granted && !paid ? each : 0,
      })
    }
    cards.push(card)
    return answer
  }
  const first = count(rule, {})
  if (first.outcome === 'undetermined') return refuse(refusals.factsMissing(cards[0]?.missing.join('、') ?? ''))
  if (rule === 'construction-subsidy') {
    const receives = first.outcome === 'granted' && (first.amountFen ?? 0) > 0
    const topup = {
      receivesCityConstructionSubsidy: {
        value: receives || beds.some((bed) => bed.paidUnder.includes(rule)),
        source: '本次及以前的市级核定',
      },
    }
    if (district === '500113') count('banan-construction-topup', topup)
  }
  return finish(items, cards, [])
}

function computeRent(
  { district, rule, from, settings }: ClaimOrder,
  place: Place,
  on: Day,
  told: Told,
): Result<Computed> {
  const { answer, card } = askRule({ rule, division: district, on, settings }, told)
  if (answer.outcome === 'undetermined') return refuse(refusals.factsMissing(card.missing.join('、')))
  const granted = answer.outcome === 'granted'
  const item: Item = {
    rule,
    subject: 'rent',
    subjectId: place.id,
    month: `${from.slice(0, 4)}-01-01` as Month,
    counted: granted,
    reason: granted ? 'met' : 'notMet',
    amountFen: granted ? (answer.amountFen ?? 0) : 0,
  }
  return finish([item], [card], [])
}

/** One item for the whole pool: the average of the rule times the number of centres, never a price of one centre. */
function computePool({ district, rule, from, to, settings, centres }: ClaimOrder): Result<Computed> {
  if (centres === undefined) return refuse(refusals.factsMissing('已建成的乡镇养老服务中心数和验收证据'))
  const { answer, card } = askRule(
    { rule, division: district, on: lastOfMonth(to), settings },
    { centres: { value: centres.count, source: centres.evidence } },
  )
  const granted = answer.outcome === 'granted'
  const item: Item = {
    rule,
    subject: 'pool',
    subjectId: district,
    month: from,
    counted: granted,
    reason: granted ? 'met' : 'notMet',
    amountFen: granted ? (answer.amountFen ?? 0) : 0,
  }
  return finish([item], [card], [])
}
