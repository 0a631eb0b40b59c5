import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '../platform/clock/day.ts'
import { evaluate, type Facts, findRule, listRules, nearestChanges, nearMiss, ruleContext } from './index.ts'
import { casesOf, surroundings } from './testing-cases.ts'

const context = ruleContext({ on: day('2026-11-15'), division: '500113' })
const near = (id: string, facts: Facts) => nearMiss(findRule(id)!, facts, context)

describe('差一点就符合：最近的一项变化', () => {
  it('49 张自有床位再增加 1 张', () => {
    const missed = near('construction-subsidy', { ownership: 'private', tenure: 'owned', newBeds: 49 })
    expect(missed).toEqual({ fact: 'newBeds', have: 49, need: 50, outcome: 'granted', amountFen: 50_000_000 })
  })

  it('租期 4 年 11 个月差到 5 年', () => {
    const missed = near('construction-subsidy', {
      ownership: 'private',
      tenure: 'leased',
      leaseYears: 4.92,
      newBeds: 30,
    })
    expect(missed).toMatchObject({ fact: 'leaseYears', have: 4.92, need: 5, amountFen: 15_000_000 })
  })

  it('入住率差一人，由两项事实相比得出', () => {
    const facts = { inOperation: true, beds: 101, residents: 50, residentsOfLocalHousehold: 40 }
    expect(near('banan-operating-subsidy', facts)).toMatchObject({
      fact: 'residents',
      have: 50,
      need: 51,
      amountFen: 200_000,
    })
  })

  it('没有数量可改时，说出要改的选项；已经符合、缺少情况的没有“差一点”', () => {
    expect(near('construction-subsidy', { ownership: 'public', tenure: 'owned', newBeds: 60 })).toMatchObject({
      fact: 'ownership',
      need: 'private',
    })
    expect(near('construction-subsidy', { ownership: 'private', tenure: 'owned', newBeds: 60 })).toBeUndefined()
    expect(near('construction-subsidy', { ownership: 'private' })).toBeUndefined()
    expect(near('construction-subsidy', { ownership: 'public', tenure: 'owned', newBeds: 3 })).toBeUndefined()
  })

  it('日期：宽限期的最后一日', () => {
    const missed = near('temporary-use-five-years', {
      conversion: 'economyHotel',
      filedWithDepartments: true,
      startedOn: '2021-11-10',
    })
    expect(missed).toMatchObject({ fact: 'startedOn', need: '2021-11-16', outcome: 'withinGrace' })
  })

  it('每一项变化真的翻转答案，再近一步就不翻转', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...listRules()).chain((rule) => fc.tuple(fc.constant(rule), casesOf(rule, 4), surroundings())),
        ([rule, cases, around]) => {
          const here = ruleContext(around)
          for (const facts of cases) {
            const now = evaluate(rule, facts, here).applies === true
            for (const { fact, have, need, amountFen, outcome } of nearestChanges(rule, facts, here)) {
              const then = evaluate(rule, { ...facts, [fact]: need }, here)
              expect([then.applies === true, then.outcome, then.amountFen]).toEqual([!now, outcome, amountFen])
              if (typeof have !== 'number' || typeof need !== 'number' || Math.abs(need - have) <= 1) continue
              const closer = evaluate(rule, { ...facts, [fact]: need - Math.sign(need - have) }, here)
              expect(closer.applies === !now, `${rule.id} ${fact} ${have} → ${need}`).toBe(false)
            }
          }
        },
      ),
      { numRuns: 400, seed: 9 },
    )
  })
})
