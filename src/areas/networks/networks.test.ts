import { describe, expect, it } from 'vitest'
import { day } from '../../platform/clock/day.ts'
import { countyQuota } from '../../policy/index.ts'
import { dueReports } from './due-reports.ts'
import { decideGate, type Gate, nextGate, nextStage } from './gates.ts'

const passed = (...steps: Gate[]) => new Set(steps)

describe('the four gates of a new estate', () => {
  it('open one after the other', () => {
    expect(decideGate('acceptance', 500, 400, passed('planning'))).toEqual({ kind: 'blocked', before: 'building' })
    expect(decideGate('handover', 500, 400, passed())).toEqual({ kind: 'blocked', before: 'planning' })
    expect(nextGate(passed('planning', 'building'))).toBe('acceptance')
    expect(nextGate(passed('planning', 'building', 'acceptance', 'handover'))).toBeUndefined()
  })
  it('are never passed while the area is short by a hundredth', () => {
    const before = passed('planning', 'building')
    expect(decideGate('acceptance', 399.99, 400, before)).toEqual({ kind: 'failed', shortM2: 0.01 })
    expect(decideGate('acceptance', 400, 400, before)).toEqual({ kind: 'passed' })
    expect(decideGate('building', 400, 400, before)).toEqual({ kind: 'already' })
  })
})

it('a project goes through its stages in order', () => {
  expect(nextStage([])).toBe('siting')
  expect(nextStage(['siting', 'approval'])).toBe('funding')
  expect(nextStage(['siting', 'approval', 'funding', 'building', 'acceptance', 'inUse'])).toBeUndefined()
})

it('reports are due from the first day on, never at or after the end', () => {
  const due = (today: string) => dueReports(day('2025-08-31'), day('2026-08-31'), 3, day(today))
  expect(due('2025-11-29')).toEqual([])
  expect(due('2025-11-30')).toEqual(['2025-11-30'])
  expect(due('2027-01-01')).toEqual(['2025-11-30', '2026-02-28', '2026-05-31'])
})

it('the quotas are those of the document', () => {
  expect(countyQuota('500113')).toMatchObject({ careCentre: 2, homeUpgrade: 5, townshipCentre: 14, villagePoint: 108 })
  expect(countyQuota('999999')).toBeUndefined()
})
