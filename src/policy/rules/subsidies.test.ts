import { describe, expect, it } from 'vitest'
import { ask } from '../testing-ask.ts'

const YES = [true, 'granted'] as const
const NO = [false, 'notMet', null] as const

describe('市级建设补贴', () => {
  it.each([
    [{ ownership: 'private', tenure: 'owned', newBeds: 49 }, ...NO],
    [{ ownership: 'private', tenure: 'owned', newBeds: 50 }, ...YES, 50_000_000],
    [{ ownership: 'private', tenure: 'owned', newBeds: 51, leaseYears: null }, ...YES, 51_000_000],
    [{ ownership: 'private', tenure: 'leased', leaseYears: 5, newBeds: 19 }, ...NO],
    [{ ownership: 'private', tenure: 'leased', leaseYears: 5, newBeds: 20 }, ...YES, 10_000_000],
    [{ ownership: 'private', tenure: 'leased', leaseYears: 4.99, newBeds: 200 }, ...NO],
    [{ ownership: 'public', tenure: 'owned', newBeds: 500 }, ...NO],
    [{ ownership: 'publicPrivatelyRun', tenure: 'owned', newBeds: 500 }, ...NO],
    [{ newBeds: 19 }, ...NO],
    [{ ownership: 'public' }, ...NO],
  ])('%o', (facts, applies, outcome, amountFen) => {
    expect(ask('construction-subsidy', facts)).toMatchObject({ applies, outcome, amountFen, missing: [] })
  })

  it('缺少的情况按名列出，不当作“否”', () => {
    expect(ask('construction-subsidy', {})).toMatchObject({
      applies: null,
      outcome: 'undetermined',
      amountFen: null,
      missing: ['ownership', 'tenure', 'newBeds', 'leaseYears'],
    })
    expect(ask('construction-subsidy', { ownership: 'private', newBeds: 60, leaseYears: 9 }).missing).toEqual([
      'tenure',
    ])
    expect(ask('construction-subsidy', { ownership: 'private', tenure: 'owned' }).missing).toEqual(['newBeds'])
  })

  it('2017年的规定到2026年仍可计算，并说明核对到哪一天', () => {
    expect(
      ask('construction-subsidy', { ownership: 'private', tenure: 'owned', newBeds: 50 }, '2026-11-15'),
    ).toMatchObject({
      outcome: 'granted',
      lastVerified: '2017-10-24',
      clauses: [{ doc: 'cq-2017-162', section: '五(二十四)' }],
    })
    expect(ask('construction-subsidy', {}, '2017-10-23')).toMatchObject({
      applies: false,
      outcome: 'notInForce',
      clauses: [{ doc: 'cq-2017-162' }],
    })
    expect(ask('construction-subsidy', {}, '2017-10-24').outcome).toBe('undetermined')
  })

  it('到处都在市内：巴南的村、新设的两江新区；市外不适用', () => {
    const facts = { ownership: 'private', tenure: 'owned', newBeds: 50 }
    for (const place of ['500113001001', 'liangjiang', '500112002', '500000'])
      expect(ask('construction-subsidy', facts, '2026-11-15', place).outcome).toBe('granted')
    expect(ask('construction-subsidy', facts, '2026-11-15', '510100')).toMatchObject({
      applies: false,
      outcome: 'outOfJurisdiction',
    })
  })
})

describe('巴南区的补贴', () => {
  it.each([
    [
      'banan-construction-topup',
      { ownership: 'private', newBeds: 60, receivesCityConstructionSubsidy: true },
      ...YES,
      6_000_000,
    ],
    ['banan-construction-topup', { ownership: 'private', newBeds: 60, receivesCityConstructionSubsidy: false }, ...NO],
    [
      'banan-construction-topup',
      { ownership: 'private', newBeds: 0, receivesCityConstructionSubsidy: true },
      ...YES,
      0,
    ],
    [
      'banan-operating-subsidy',
      { inOperation: true, beds: 100, residents: 50, residentsOfLocalHousehold: 30 },
      ...YES,
      150_000,
    ],
    ['banan-operating-subsidy', { inOperation: true, beds: 101, residents: 50, residentsOfLocalHousehold: 30 }, ...NO],
    [
      'banan-operating-subsidy',
      { inOperation: true, beds: 100, residents: 50, residentsOfLocalHousehold: 0 },
      ...YES,
      0,
    ],
    ['banan-operating-subsidy', { inOperation: true, beds: 0, residents: 0, residentsOfLocalHousehold: 0 }, ...NO],
    ['banan-operating-subsidy', { inOperation: false }, ...NO],
    ['banan-childcare-slot-subsidy', { affordable: true, centrallyFunded: true, newSlots: 40 }, ...YES, 4_000_000],
    ['banan-childcare-slot-subsidy', { affordable: true, centrallyFunded: false, newSlots: 40 }, ...NO],
    [
      'banan-childcare-rent-reduction',
      { affordable: true, lessor: 'stateOwnedAssets', annualRentFen: 12_345_675 },
      ...YES,
      3_703_703,
    ],
    ['banan-childcare-rent-reduction', { affordable: true, lessor: 'stateOwnedAssets', annualRentFen: 5 }, ...YES, 2],
    ['banan-childcare-rent-reduction', { affordable: true, lessor: 'stateOwnedAssets', annualRentFen: 1 }, ...YES, 0],
    ['banan-childcare-rent-reduction', { affordable: true, lessor: 'stateOwnedEnterprise', annualRentFen: 1 }, ...NO],
  ])('%s %o', (rule, facts, applies, outcome, amountFen) => {
    expect(ask(rule, facts)).toMatchObject({ applies, outcome, amountFen })
  })

  it('中央补助部分只写在过程里', () => {
    const { amountFen, trace } = ask('banan-childcare-slot-subsidy', {
      affordable: true,
      centrallyFunded: true,
      newSlots: 40,
    })
    expect(amountFen).toBe(4_000_000)
    expect(trace).toContainEqual(
      expect.objectContaining({ parameter: 'bn-nursery-central-subsidy', value: 40_000_000 }),
    )
  })

  it('只缺金额所依据的数，也是暂不能判断', () => {
    const answer = ask('banan-operating-subsidy', { inOperation: true, beds: 100, residents: 80 })
    expect(answer).toMatchObject({ applies: null, outcome: 'undetermined', missing: ['residentsOfLocalHousehold'] })
  })

  it('运营补贴是当月的钱；过程里写明四舍五入', () => {
    const answer = ask(
      'banan-operating-subsidy',
      { inOperation: true, beds: 10, residents: 5, residentsOfLocalHousehold: 5 },
      '2024-02-10',
    )
    expect(answer.period).toEqual({ unit: 'month', from: '2024-02-01', until: '2024-03-01', lastDay: '2024-02-29' })
    expect(JSON.stringify(answer.trace)).toContain('四舍五入')
  })

  it('只在巴南区内，自2021年12月30日起', () => {
    const facts = { ownership: 'private', newBeds: 1, receivesCityConstructionSubsidy: true }
    expect(ask('banan-construction-topup', facts, '2021-12-29').outcome).toBe('notInForce')
    expect(ask('banan-construction-topup', facts, '2021-12-30').outcome).toBe('granted')
    for (const place of ['500103', '500000', 'liangjiang'])
      expect(ask('banan-construction-topup', facts, '2026-11-15', place).outcome).toBe('outOfJurisdiction')
  })
})

describe('乡镇养老服务中心奖补', () => {
  it('平均数乘以中心个数，并写明是平均', () => {
    const answer = ask('township-centre-reward', { centres: 3 })
    expect(answer).toMatchObject({ applies: true, outcome: 'granted', amountFen: 300_000_000 })
    expect(JSON.stringify(answer)).toContain('平均')
    expect(ask('township-centre-reward', { centres: 0 })).toMatchObject({ applies: true, amountFen: 0 })
    expect(ask('township-centre-reward', {})).toMatchObject({ applies: null, missing: ['centres'] })
  })

  it('方案不含渝中区；2025年设立的两江新区须核实', () => {
    expect(ask('township-centre-reward', { centres: 1 }, '2022-01-01', '500103').outcome).toBe('outOfJurisdiction')
    expect(ask('township-centre-reward', { centres: 1 }, '2026-11-15', 'liangjiang')).toMatchObject({
      applies: null,
      outcome: 'verify',
    })
  })
})
