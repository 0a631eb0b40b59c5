import type { Day } from '../../platform/clock/day.ts'
import type { Figures } from './figures.ts'
import { capOf, type Limits, parameterOf, requiredFen } from './limits.ts'
import { type AlertKind, FEE_KINDS, type FeeKind } from './words.ts'

/** One agreement as alerts look at it: what it allows, what is there, and since when it is over. */
export type AgreementState = {
  readonly id: string
  readonly facility: string
  readonly contract: string
  readonly kind: FeeKind
  readonly agreedFen: number
  readonly baseFen: number
  readonly receivedFen: number
  readonly heldFen: number
  /** Whole days since the contract ended; null while it runs. */
  readonly endedDays: number | null
}
export type BankDayState = {
  readonly facility: string
  readonly on: Day
  readonly openingFen: number
  readonly outFen: number
}
export type EvidenceState = { readonly facility: string; readonly id: string; readonly dueOn: Day }

export type Found = {
  readonly facility: string
  readonly kind: AlertKind
  readonly subject: string
  readonly says: string
  /** What fired: the parameter's id, its value, and the figures compared with it. */
  readonly figures: Readonly<Record<string, string | number | null>>
}

const yuan = (fen: number): string => `${(fen / 100).toFixed(2)} 元`

/**
 * What is wrong with the money of a home on a day. Pure: the same state always finds the same. A limit that nobody has set finds nothing and is
 * named by `unsetLimits`, so that silence is never taken for order.
 */
export function findAlerts(
  of: Figures,
  state: {
    readonly agreements: readonly AgreementState[]
    readonly lastDay: BankDayState | undefined
    readonly evidence: readonly EvidenceState[]
    /** Hours since the bank's last file came; null where none ever came. */
    readonly feedHours: number | null
  },
  limits: Limits,
  today: Day,
): Found[] {
  const found: Found[] = []
  const add = (kind: AlertKind, subject: string, says: string, figures: Found['figures']) =>
    found.push({ facility: of.facility, kind, subject, says, figures })
  const required = requiredFen(of.held, limits)
  if ('fen' in required && of.balanceFen !== null && of.balanceFen < required.fen)
    add('belowRequired', 'home', `应留存 ${yuan(required.fen)}，账户余额 ${yuan(of.balanceFen)}`, {
      parameter: parameterOf('depositReserve').id,
      depositPercent: limits.depositReserve,
      membershipPercent: limits.membershipReserve,
      requiredFen: required.fen,
      balanceFen: of.balanceFen,
    })
  if (
    of.account === null &&
    state.agreements.some((each) => each.kind !== 'service' && (each.endedDays === null || each.heldFen > 0))
  )
    add('noAccount', 'home', '已登记押金或会员费，没有在用的存管账户', { parameter: null })
  if (
    of.account !== null &&
    limits.feedHours !== null &&
    (state.feedHours === null || state.feedHours > limits.feedHours)
  )
    add(
      'missingFeed',
      'home',
      state.feedHours === null ? '账户开立后没有收到过银行数据' : `已有 ${state.feedHours} 小时没有收到银行数据`,
      {
        parameter: parameterOf('feedHours').id,
        limit: limits.feedHours,
        hours: state.feedHours,
      },
    )
  if (of.waiting > 0)
    add('unmatched', 'home', `${of.waiting} 笔款项没有对上合同，净额 ${yuan(of.waitingFen)}`, {
      parameter: null,
      count: of.waiting,
      netFen: of.waitingFen,
    })
  const last = state.lastDay
  if (last !== undefined && limits.outflowPercent !== null && last.openingFen > 0) {
    const percent = Math.floor((last.outFen * 100) / last.openingFen)
    if (percent >= limits.outflowPercent)
      add('outflow', last.on, `${last.on} 支出 ${yuan(last.outFen)}，是前一日余额的 ${percent}%`, {
        parameter: parameterOf('outflowPercent').id,
        limit: limits.outflowPercent,
        percent,
        outFen: last.outFen,
      })
  }
  for (const each of state.agreements) {
    const word = FEE_KINDS[each.kind]
    if (each.endedDays !== null && each.heldFen > 0 && limits.refundDays !== null && each.endedDays > limits.refundDays)
      add(
        'overdueRefund',
        each.id,
        `合同 ${each.contract} 已终止 ${each.endedDays} 天，${word}还有 ${yuan(each.heldFen)} 没有退`,
        {
          parameter: parameterOf('refundDays').id,
          limit: limits.refundDays,
          days: each.endedDays,
          heldFen: each.heldFen,
        },
      )
    const cap = capOf({ ...each, agreedFen: Math.max(each.heldFen, 0) }, of.ownership ?? undefined, limits)
    if (cap.allowed !== false || each.heldFen <= 0) continue
    add(
      cap.barred ? 'barredMembership' : 'overCap',
      each.id,
      cap.barred
        ? `合同 ${each.contract} 收了会员费 ${yuan(each.heldFen)}`
        : `合同 ${each.contract} 的${word} ${yuan(each.heldFen)}，最多 ${yuan(cap.mostFen)}`,
      { parameter: parameterOf(cap.limit).id, heldFen: each.heldFen, mostFen: cap.mostFen },
    )
  }
  for (const each of state.evidence)
    if (each.dueOn < today)
      add('evidenceOverdue', each.id, `紧急医疗支取的材料应在 ${each.dueOn} 前补交`, {
        parameter: parameterOf('evidenceDays').id,
        dueOn: each.dueOn,
      })
  return found
}

/** Names of the limits that nobody has set and that these figures would need. */
export function unsetLimits(limits: Limits, held: Figures['held']): string[] {
  const needed = [
    held.deposit > 0 && limits.depositReserve === null ? parameterOf('depositReserve').name : undefined,
    held.membership > 0 && limits.membershipReserve === null ? parameterOf('membershipReserve').name : undefined,
    held.membership > 0 && limits.membershipBarred === null ? parameterOf('membershipBarred').name : undefined,
    held.membership > 0 && limits.membershipMonths === null ? parameterOf('membershipMonths').name : undefined,
    held.service + held.deposit + held.membership > 0 && limits.refundDays === null
      ? parameterOf('refundDays').name
      : undefined,
    limits.feedHours === null ? parameterOf('feedHours').name : undefined,
    limits.outflowPercent === null ? parameterOf('outflowPercent').name : undefined,
  ]
  return needed.filter((name) => name !== undefined)
}
