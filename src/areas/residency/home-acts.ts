import { type Day, day, isDay, parseMonth } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type Result, refuse } from '../../platform/http/index.ts'
import { admit, type RiskAnswers } from './admit.ts'
import { applyForBed, endApplication, recordWish } from './apply.ts'
import { changeBed, comeBack, endStay, goAway } from './change-stay.ts'
import { chargeMonth, payCharge } from './charges.ts'
import type { Act } from './contract.ts'
import { closeHazard, submitReport } from './daily-report.ts'
import type { By, Home } from './home.ts'
import { closeOffer, offerBed, recordContact } from './offer.ts'
import { refusals } from './refusals.ts'
import { RISKS, type Risk } from './words.ts'

/** Does one thing at a home, as the system role; the caller has checked that the account may and gives the transaction up on a refusal. */
export async function actAtHome(tx: Tx, by: By, home: Home, order: Act): Promise<Result<object>> {
  if (daysOf(order).some((each) => !isDay(each)))
    return refuse(refusals.dayInvalid('这一天在日历上不存在。请核对日期后重新填写。'))
  return move(tx, by, home, order)
}

/** Every day that an order names. */
function daysOf(order: Act): string[] {
  const named = ['from', 'until', 'on', 'dueOn', 'expectedBack']
  const own = Object.entries(order).flatMap(([name, value]) =>
    named.includes(name) && typeof value === 'string' ? [value] : [],
  )
  if (order.act === 'report') own.push(...order.hazards.map((each) => each.dueOn))
  if (order.act === 'admit' && order.contract.until !== null) own.push(order.contract.until)
  return own
}

const maybe = (text: string | undefined): Day | undefined => (text === undefined ? undefined : day(text))
const orNull = (text: string | null): Day | null => (text === null ? null : day(text))

function move(tx: Tx, by: By, home: Home, order: Act): Promise<Result<object>> {
  switch (order.act) {
    case 'apply':
      return applyForBed(tx, by, home, { ...order, from: maybe(order.from), until: maybe(order.until) })
    case 'endApplication':
      return endApplication(tx, by, home, order.application, order)
    case 'wish':
      return recordWish(tx, by, home.district, { ...order, on: day(order.on) })
    case 'offer':
      return offerBed(tx, by, home, order)
    case 'contact':
      return recordContact(tx, by, home, order.offer, order)
    case 'closeOffer':
      return closeOffer(tx, by, home, order.offer, order)
    case 'admit':
      return admit(tx, by, home, {
        offer: order.offer,
        from: day(order.from),
        risks: knownRisks(order.risks),
        contract: { ...order.contract, until: orNull(order.contract.until) },
      })
    case 'away':
      return goAway(tx, by, home, order.stay, {
        ...order,
        from: day(order.from),
        expectedBack: orNull(order.expectedBack),
      })
    case 'back':
      return comeBack(tx, by, home, order.stay, day(order.on))
    case 'changeBed':
      return changeBed(tx, by, home, order.stay, order.bed)
    case 'leave':
      return endStay(tx, by, home, order.stay, { ...order, on: day(order.on) })
    case 'report':
      return submitReport(tx, by, home, {
        ...order,
        on: day(order.on),
        hazards: order.hazards.map((each) => ({ ...each, dueOn: day(each.dueOn) })),
      })
    case 'hazardFixed':
      return closeHazard(tx, by, home, order.hazard, { on: day(order.on), note: order.note })
    case 'charge': {
      const month = parseMonth(order.month)
      if (month === undefined) return Promise.resolve(refuse(refusals.dayInvalid('请选择已经结束的月份。')))
      return chargeMonth(tx, by, home, { month, dueOn: day(order.dueOn) })
    }
    case 'pay':
      return payCharge(tx, by, home, order.charge, order.fen)
  }
}

/** Answers to risks that the sheet does not have are left out. */
const knownRisks = (
  risks: Readonly<Record<string, { level: 'none' | 'watch' | 'high'; measures: string }>>,
): RiskAnswers =>
  Object.fromEntries(Object.entries(risks).filter(([name]) => Object.hasOwn(RISKS, name))) as Record<
    Risk,
    { level: 'none'; measures: string }
  >
