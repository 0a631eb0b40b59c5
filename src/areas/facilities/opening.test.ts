import { describe, expect, it } from 'vitest'
import { day } from '../../platform/clock/day.ts'
import { emptyForm, type OpeningForm, readOpeningForm } from './opening-facts.ts'
import { checksFor, panelOf } from './opening-lines.ts'

const TODAY = '2026-11-15'
const HOME: OpeningForm = {
  ...emptyForm,
  ownership: 'private',
  sameRegistrationDistrict: 'yes',
  tenure: 'owned',
  floorArea: '800',
  investment: '5000000',
  inUseSince: '2010-05-01',
  alteredSince: 'no',
  conversion: 'standaloneBuilding',
  reuse: 'none',
  beds: '50',
  newBeds: '50',
  clinicKind: 'none',
  meals: 'yes',
  hasPremisesTitle: 'yes',
}
const read = (over: Partial<OpeningForm>) => readOpeningForm({ ...HOME, ...over }, TODAY)
const panel = (over: Partial<OpeningForm>) => panelOf(read(over).facts, { on: day(TODAY), division: '500113' })
const faultOf = (over: Partial<OpeningForm>) => read(over).problems.map((each) => each.field)

describe('the twelve facts', () => {
  it('are read as the rules name them; what is empty is not known', () => {
    expect(read({}).facts).toMatchObject({ newBeds: 50, floorArea: 800, investmentFen: 500_000_000, clinicKind: null })
    expect(read({ hasPremisesTitle: '' }).facts).not.toHaveProperty('hasPremisesTitle')
  })
  it('block what cannot be', () => {
    expect(faultOf({ floorArea: '约300' })).toEqual(['floorArea'])
    expect(faultOf({ beds: '40' })).toEqual(['newBeds'])
    expect(faultOf({ inUseSince: '2027-01-01' })).toEqual(['inUseSince'])
    expect(faultOf({})).toEqual([])
  })
})

describe('the panel', () => {
  it('says what can be received at 50 beds, and the one bed that is missing at 49', () => {
    expect(panel({}).receivable).toMatchObject([{ amountFen: 50_000_000 }, { amountFen: 5_000_000 }])
    const near = panel({ newBeds: '49' }).receivable
    expect(near.map((each) => [each.amountFen, each.near])).toEqual([
      [null, '再增加 1 张可达到 50 张'],
      [null, '再增加 1 张可达到 50 张'],
    ])
  })
  it('says the exact shortfall of a lease of 4 years and 11 months', () => {
    const near = panel({ tenure: 'leased', leaseYears: '4', leaseMonths: '11', newBeds: '30' }).receivable
    expect(near[0]).toMatchObject({ rule: 'construction-subsidy', near: '租期再延长 1 个月可达到 5 年' })
    const enough = panel({ tenure: 'leased', leaseYears: '5', newBeds: '20' }).receivable
    expect(enough[0]).toMatchObject({ amountFen: 10_000_000, near: null })
  })
  it('never spares anything from a missing fact, and repeats with every exemption that safety standards hold', () => {
    const { spared, open } = panel({ hasPremisesTitle: '' })
    expect(spared.map((each) => each.rule)).not.toContain('completion-acceptance-waiver')
    expect(open.find((each) => each.rule === 'completion-acceptance-waiver')?.missing).toEqual([
      '能提供服务设施产权证明',
    ])
    for (const line of spared) expect(line.conditions.join()).toContain('安全标准')
  })
  it('asks each department once, the fire service always', () => {
    const departments = checksFor(panel({ registrationFormRequired: 'yes' }), { meals: true }).map(
      (each) => each.department,
    )
    expect(departments).toEqual(expect.arrayContaining(['fire', 'housing', 'market']))
    expect(new Set(departments).size).toBe(departments.length)
  })
})
