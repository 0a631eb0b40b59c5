import { expect, it } from 'vitest'
import { day } from '../../platform/clock/day.ts'
import { findRule, ruleContext } from '../../policy/index.ts'
import { boundariesOf } from './boundaries.ts'

it.each([
  ['construction-subsidy', '2026-11-01', [49, 50, 51], [false, true, true]],
  ['conversion-paper-waiver', '2026-11-01', [999, 1000, 1001], [true, true, false]],
])('%s is shown below, at and above its threshold', (id, on, values, holds) => {
  const context = ruleContext({ on: day(on), division: '500113' })
  const found = boundariesOf(findRule(id)!, context).find((each) => each.tries[0]?.value === values[0])
  expect(found?.tries.map((each) => each.value)).toEqual(values)
  expect(found?.tries.map((each) => each.holds)).toEqual(holds)
})
