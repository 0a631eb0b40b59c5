import { hasRole, type Principal } from '../../platform/identity/index.ts'
import type { OrderAct, Sheet } from './contract.ts'
import { OFFICERS, organisationsOf } from './posts.ts'

/** What an agency's desk may do with its own orders. */
export const AGENCY_ACTS: readonly OrderAct['act'][] = ['assign', 'assignByLoad']

type Seen = {
  readonly district: string
  readonly state: string
  readonly aboutId: string | null
  readonly organisation: string | null
  readonly firstAccount: string | null
  readonly secondAccount: string | null
  readonly sheet: Sheet | null
}

/** What somebody may do with an order as it stands; the same rules refuse it afterwards. */
export function actsFor(who: Principal, order: Seen): string[] {
  const acts: string[] = []
  const officer = who.grants.some((grant) => OFFICERS.includes(grant.role) && grant.division === order.district)
  const desk = order.organisation !== null && organisationsOf(who).includes(order.organisation)
  if ((officer || desk) && order.state === 'open') acts.push('assign', 'assignByLoad')
  if ((officer || desk) && order.state === 'assigned') acts.push('assign')
  if (officer && order.state === 'open') acts.push('give')
  if (officer && (order.state === 'open' || order.state === 'assigned')) acts.push('cancel')
  const inPair = [order.firstAccount, order.secondAccount].includes(who.account)
  if (officer && !inPair && order.sheet?.state === 'submitted')
    acts.push(...(order.aboutId === null ? ['confirm', 'return'] : ['decide', 'return']))
  if (officer && !inPair && order.sheet?.state === 'awaitingSecond') acts.push('return')
  if (officer && order.sheet?.state === 'confirmed') acts.push('dispute')
  if (order.sheet !== null && order.sheet.finalLevel !== null && officer) acts.push('report')
  if (hasRole(who, 'assessor') && order.state === 'assigned' && order.firstAccount === who.account) acts.push('fill')
  if (hasRole(who, 'assessor') && order.sheet?.state === 'awaitingSecond' && order.secondAccount === who.account)
    acts.push('confirmSecond')
  return acts
}
