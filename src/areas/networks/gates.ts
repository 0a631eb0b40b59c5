/** The four steps of a new estate (规划、建设、验收、交付); each opens only after the one before it. */
export const GATES = { planning: '规划', building: '建设', acceptance: '验收', handover: '交付' } as const
export type Gate = keyof typeof GATES
const ORDER = Object.keys(GATES) as Gate[]

export type GatesSoFar = ReadonlySet<Gate>
export type GateDecision =
  | { readonly kind: 'passed' }
  /** Written down as failed: the next gate stays shut, and the housing department is told. */
  | { readonly kind: 'failed'; readonly shortM2: number }
  | { readonly kind: 'blocked'; readonly before: Gate }
  | { readonly kind: 'already' }

/** Decides a gate: never out of order, and never passed while the area is short (以上 includes the number itself). */
export function decideGate(step: Gate, areaM2: number, requiredM2: number, passed: GatesSoFar): GateDecision {
  if (passed.has(step)) return { kind: 'already' }
  const before = ORDER.slice(0, ORDER.indexOf(step)).find((each) => !passed.has(each))
  if (before !== undefined) return { kind: 'blocked', before }
  const short = Math.round((requiredM2 - areaM2) * 100) / 100
  return short > 0 ? { kind: 'failed', shortM2: short } : { kind: 'passed' }
}

/** The gate that is open now; undefined when all four are passed. */
export const nextGate = (passed: GatesSoFar): Gate | undefined => ORDER.find((each) => !passed.has(each))

export const STAGES = {
  siting: '选址',
  approval: '立项',
  funding: '资金到位',
  building: '建设',
  acceptance: '验收',
  inUse: '投用',
} as const
export type Stage = keyof typeof STAGES
const STAGE_ORDER = Object.keys(STAGES) as Stage[]

/** A project goes through its stages one by one; the stage that comes next. */
export const nextStage = (reached: readonly Stage[]): Stage | undefined =>
  STAGE_ORDER.find((each) => !reached.includes(each))
