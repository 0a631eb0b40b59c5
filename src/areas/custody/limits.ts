import type { Day } from '../../platform/clock/day.ts'
import { findParameter, resolveParameter, type Settings } from '../../policy/index.ts'
import type { FeeKind } from './words.ts'

const IDS = {
  serviceMonths: 'prepayment-service-months-most',
  depositMonths: 'prepayment-deposit-bed-fee-months-most',
  membershipMonths: 'prepayment-membership-months-most',
  membershipBarred: 'prepayment-membership-barred',
  depositReserve: 'prepayment-deposit-reserve-percent',
  membershipReserve: 'prepayment-membership-reserve-percent',
  refundDays: 'prepayment-refund-days',
  evidenceDays: 'prepayment-emergency-evidence-days',
  priceNoticeDays: 'price-change-notice-days',
  feedHours: 'custody-feed-hours-most',
  outflowPercent: 'custody-outflow-percent',
} as const
type Name = keyof typeof IDS

/** The dated limits of custody for a district on a day; null where nobody has set a value that the documents leave open. */
export type Limits = { readonly [Each in Exclude<Name, 'membershipBarred'>]: number | null } & {
  readonly membershipBarred: readonly string[] | null
}

/** @param settings what nation, city and district have signed */
export function limitsOn(on: Day, division: string, settings: Settings): Limits {
  const settled = (name: Name): unknown => resolveParameter(IDS[name], { on, division, settings })?.value ?? null
  const number = (name: Name): number | null => {
    const value = settled(name)
    return value === null ? null : Number(value)
  }
  const barred = settled('membershipBarred')
  return {
    serviceMonths: number('serviceMonths'),
    depositMonths: number('depositMonths'),
    membershipMonths: number('membershipMonths'),
    membershipBarred: Array.isArray(barred) ? barred.map(String) : null,
    depositReserve: number('depositReserve'),
    membershipReserve: number('membershipReserve'),
    refundDays: number('refundDays'),
    evidenceDays: number('evidenceDays'),
    priceNoticeDays: number('priceNoticeDays'),
    feedHours: number('feedHours'),
    outflowPercent: number('outflowPercent'),
  }
}

/** The parameter behind a limit and its Chinese name, so that an alert or a refusal can cite it. */
export const parameterOf = (name: Name): { id: string; name: string } => ({
  id: IDS[name],
  name: findParameter(IDS[name])?.name_zh ?? IDS[name],
})

export type Promised = { readonly kind: FeeKind; readonly agreedFen: number; readonly baseFen: number }
export type CapAnswer =
  | { readonly allowed: true; readonly mostFen: number }
  | { readonly allowed: false; readonly mostFen: number; readonly limit: Name; readonly barred: boolean }
  | { readonly allowed: 'unset'; readonly limit: Name }

/**
 * Whether a fee may be taken in advance, and how much of it at most: service fees by months of the monthly fee, deposits by monthly bed
 * fees (cn-prepayment-2024-19), membership fees as the province has set. 以上/以下 include the number itself.
 */
export function capOf(of: Promised, ownership: string | undefined, limits: Limits): CapAnswer {
  if (of.kind === 'membership') {
    if (limits.membershipBarred === null) return { allowed: 'unset', limit: 'membershipBarred' }
    if (ownership === undefined || limits.membershipBarred.includes(ownership))
      return { allowed: false, mostFen: 0, limit: 'membershipBarred', barred: true }
  }
  const limit = ({ service: 'serviceMonths', deposit: 'depositMonths', membership: 'membershipMonths' } as const)[
    of.kind
  ]
  const months = limits[limit]
  if (months === null) return { allowed: 'unset', limit }
  const mostFen = months * of.baseFen
  return of.agreedFen <= mostFen ? { allowed: true, mostFen } : { allowed: false, mostFen, limit, barred: false }
}

export type Held = { readonly service: number; readonly deposit: number; readonly membership: number }

/**
 * What must stay in the account for the money that elders have there, in fen: the share of deposits and of membership fees that the bank
 * keeps back (cn-custody-2025-9), rounded up. Names the limits that nobody has set; then there is no sum.
 */
export function requiredFen(held: Held, limits: Limits): { fen: number } | { unset: Name[] } {
  const parts = [
    { name: 'depositReserve', fen: held.deposit },
    { name: 'membershipReserve', fen: held.membership },
  ] as const
  const unset = parts.filter(({ name, fen }) => fen > 0 && limits[name] === null).map(({ name }) => name)
  if (unset.length > 0) return { unset: [...unset] }
  const shares = parts.map(({ name, fen }) => Math.ceil((fen * (limits[name] ?? 0)) / 100))
  return { fen: shares.reduce((sum, each) => sum + each, 0) }
}

/**
 * Days until the account is empty if money goes on leaving as in the last days. `flows` are the sums in and out of each day of the
 * window, in fen; null where no more goes out than comes in.
 */
export function daysToZero(balanceFen: number, flows: { inFen: number; outFen: number; days: number }): number | null {
  const perDay = (flows.outFen - flows.inFen) / flows.days
  return perDay <= 0 ? null : Math.floor(Math.max(0, balanceFen) / perDay)
}
