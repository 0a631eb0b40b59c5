import { factsIn } from './conditions.ts'
import type { Condition } from './expression.ts'

/** The parts of a condition that must all hold: what a stop or a new entitlement is explained by. */
export const conjunctsOf = (of: Condition): readonly Condition[] =>
  of.op === 'all' ? of.of.flatMap(conjunctsOf) : [of]

/** A short code for a part: the facts it looks at, `birthDate+careDependency`, or the setting. */
export const reasonName = (of: Condition): string =>
  factsIn(of).join('+') || (of.op === 'setting' ? of.parameter : of.op)
