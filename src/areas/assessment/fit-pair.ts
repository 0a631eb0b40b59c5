import type { Day } from '../../platform/clock/day.ts'

/** What is known of an assessor with regard to one person and one order. */
export type Candidate = {
  readonly id: string
  readonly name: string
  readonly agencyId: string
  readonly agency: string
  readonly account: string | null
  readonly standing: 'active' | 'suspended' | 'removed'
  readonly background: string
  readonly certifiedFrom: Day
  /** Exclusive. */
  readonly certifiedUntil: Day
  /** Credit codes of the agency and of any other employer. */
  readonly employers: readonly string[]
  /** Told: kinship or another interest in this person, in words. */
  readonly told: readonly string[]
  /** The name stands among the person's kin and contacts, or a phone is the same. */
  readonly kin: boolean
  /** Made the assessment that is now disputed or looked at again. */
  readonly madeBefore: boolean
  /** Orders in hand. */
  readonly load: number
}

export type Situation = {
  readonly on: Day
  /** Credit codes of whoever runs the facility in which the person lives. */
  readonly operators: readonly string[]
  /** Whether one of two must have a medical or nursing background; undefined while nobody has set it. */
  readonly needsClinical: boolean | undefined
}

/** Why somebody must not assess this person; empty when nothing speaks against it. */
export function reasonsAgainst(each: Candidate, now: Situation): string[] {
  const reasons: string[] = []
  if (each.standing !== 'active') reasons.push(`${each.name}已被暂停或清退`)
  if (each.account === null) reasons.push(`${each.name}还没有账号`)
  if (each.certifiedFrom > now.on || each.certifiedUntil <= now.on)
    reasons.push(`${each.name}的证书在评估当天不在有效期内`)
  if (each.employers.some((code) => now.operators.includes(code))) reasons.push(`${each.name}与老人所住机构属同一单位`)
  if (each.kin) reasons.push(`${each.name}与老人的亲属或联系人姓名、电话相同，可能有亲属关系`)
  reasons.push(...each.told.map((words) => `${each.name}：${words}`))
  if (each.madeBefore) reasons.push(`${each.name}参加过这次有异议或被抽查的评估`)
  return reasons
}

const CLINICAL = new Set(['medical', 'nursing'])

/** Why two must not assess together; empty when they may. */
export function reasonsAgainstPair(first: Candidate, second: Candidate, now: Situation): string[] {
  const reasons = [...reasonsAgainst(first, now), ...reasonsAgainst(second, now)]
  if (first.id === second.id || (first.account !== null && first.account === second.account))
    reasons.push('两位评估员应是两个人')
  if (first.agencyId !== second.agencyId) reasons.push('两位评估员应来自同一家受托的评估机构')
  if (now.needsClinical === true && !CLINICAL.has(first.background) && !CLINICAL.has(second.background))
    reasons.push('两人中至少一人应有医学或护理背景')
  return reasons
}

/** The pair with the least work that may assess this person; the one with a clinical background leads. Undefined where there is none. */
export function choosePair(
  candidates: readonly Candidate[],
  now: Situation,
): { first: Candidate; second: Candidate } | undefined {
  const fit = candidates
    .filter((each) => reasonsAgainst(each, now).length === 0)
    .sort((a, b) => a.load - b.load || (a.id < b.id ? -1 : 1))
  let best: { first: Candidate; second: Candidate; load: number } | undefined
  for (const [at, one] of fit.entries())
    for (const other of fit.slice(at + 1)) {
      const load = one.load + other.load
      if (best !== undefined && load >= best.load) continue
      if (reasonsAgainstPair(one, other, now).length > 0) continue
      const leads = CLINICAL.has(other.background) && !CLINICAL.has(one.background)
      best = leads ? { first: other, second: one, load } : { first: one, second: other, load }
    }
  return best
}
