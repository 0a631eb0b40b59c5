import { describe, expect, it } from 'vitest'
import { day } from '../../platform/clock/day.ts'
import { exclusions } from '../exclusions.ts'
import type { Setting } from '../settings.ts'
import { ask } from '../testing-ask.ts'

const nothing = {
  hardship: [],
  livingArrangement: [],
  careDependency: 'none',
  disabilityGrade: null,
  specialOneChildFamily: 'none',
}

describe('特殊困难老年人（规划所列）', () => {
  it.each([
    [{ ...nothing, age: 70, hardship: ['subsistence'], livingArrangement: ['alone'] }, true, ['emptyNest']],
    [{ ...nothing, age: 70, hardship: ['subsistence'], livingArrangement: ['kinless'] }, true, ['emptyNest']],
    [{ ...nothing, age: 70, hardship: ['registeredPoor'], livingArrangement: ['alone'] }, false, []],
    [{ ...nothing, age: 70, livingArrangement: ['alone', 'leftBehind'], careDependency: 'total' }, false, []],
    [{ ...nothing, age: 79, hardship: ['extreme'] }, false, []],
    [{ ...nothing, age: 80, hardship: ['extreme'] }, true, ['advancedAge']],
    [{ ...nothing, age: 70, hardship: ['lowIncome'], disabilityGrade: 4 }, true, ['disabled']],
    [{ ...nothing, age: 60, specialOneChildFamily: 'bereaved' }, true, ['specialOneChildFamily']],
    [{ ...nothing, age: 59, specialOneChildFamily: 'bereaved' }, false, []],
    [
      { ...nothing, age: 66, specialOneChildFamily: 'bereaved', livingArrangement: ['alone'] },
      true,
      ['specialOneChildFamily'],
    ],
  ])('%o → %s', (facts, applies, kinds) => {
    expect(ask('special-difficulty', facts)).toMatchObject({ applies, kinds })
  })

  it('缺的一项不影响时照样回答，有影响时按名列出', () => {
    expect(ask('special-difficulty', { age: 85, hardship: ['subsistence'] })).toMatchObject({
      applies: true,
      missing: [],
    })
    expect(ask('special-difficulty', { age: 70, hardship: [], specialOneChildFamily: 'none' })).toMatchObject({
      applies: false,
    })
    expect(
      ask('special-difficulty', { ...nothing, age: 70, hardship: undefined, livingArrangement: ['alone'] }),
    ).toMatchObject({ applies: null, missing: ['hardship'] })
    expect(ask('special-difficulty', { hardship: ['subsistence'], livingArrangement: ['alone'] }).missing).toEqual([
      'age',
    ])
  })

  it('给出生日期也能算年龄：2月29日出生的到3月1日满岁', () => {
    const facts = { ...nothing, hardship: ['extreme'], birthDate: '1944-02-29' }
    expect(ask('special-difficulty', facts, '2024-02-28').applies).toBe(false)
    expect(ask('special-difficulty', facts, '2024-02-29').applies).toBe(true)
    const other = { ...facts, birthDate: '1948-02-29' }
    expect([
      ask('special-difficulty', other, '2028-02-28').applies,
      ask('special-difficulty', other, '2028-02-29').applies,
    ]).toEqual([false, true])
  })

  it('规划期已过仍按现行答复，并写明核对日期；施行前与市外不适用', () => {
    expect(ask('special-difficulty', { ...nothing, age: 80, hardship: ['extreme'] }, '2026-11-15').lastVerified).toBe(
      '2022-02-21',
    )
    expect(ask('special-difficulty', {}, '2022-02-20').outcome).toBe('notInForce')
    expect(ask('special-difficulty', {}, '2026-11-15', '110000').outcome).toBe('outOfJurisdiction')
  })
})

describe('探访关爱对象（国家所列）不问经济状况', () => {
  it.each([
    [{ ...nothing, age: 65, livingArrangement: ['emptyNest'] }, true, ['emptyNest']],
    [{ ...nothing, age: 65, livingArrangement: ['alone'] }, true, ['alone']],
    [{ ...nothing, age: 65, disabilityGrade: 2 }, true, ['severelyDisabled']],
    [{ ...nothing, age: 65, disabilityGrade: 3 }, false, []],
    [{ ...nothing, age: 90, hardship: ['extreme'] }, false, []],
    [{ ...nothing, age: 65, disabilityGrade: null }, false, []],
  ])('%o → %s', (facts, applies, kinds) => {
    expect(ask('visit-priority', facts)).toMatchObject({ applies, kinds })
  })
})

const set = (parameter: string, value: Setting['value'], from = '2026-01-01'): Setting => ({
  parameter,
  division: '500113',
  value,
  from: day(from),
  signedBy: ['maker', 'checker'],
  example: true,
})
const allowance = [
  set('old-age-allowance-80-89', 100),
  set('old-age-allowance-90-99', 200),
  set('old-age-allowance-100', 500),
  set('old-age-allowance-birthday-month', 'nextMonth'),
  set('old-age-allowance-death-month', true),
  set('old-age-allowance-place', 'residence'),
]

describe('高龄津贴', () => {
  it('区县没有设定标准时按名停下，不猜数', () => {
    const answer = ask('old-age-allowance', { birthDate: '1940-05-05', householdDivision: '500113' })
    expect(answer).toMatchObject({
      applies: null,
      outcome: 'blocked',
      amountFen: null,
      missing: ['parameter:old-age-allowance-80-89'],
    })
    expect(ask('old-age-allowance', { age: 85 })).toMatchObject({
      outcome: 'blocked',
      missing: expect.arrayContaining(['parameter:old-age-allowance-80-89']),
    })
  })

  it('不到年龄的，设定与否都不符合', () => {
    expect(ask('old-age-allowance', { birthDate: '1960-05-05' })).toMatchObject({
      applies: false,
      outcome: 'notMet',
      missing: [],
    })
    expect(ask('old-age-allowance', { age: 70 })).toMatchObject({ applies: false, outcome: 'notMet', missing: [] })
  })

  it.each([
    ['1946-10-31', 10_000], // 上月末满 80，次月起计发
    ['1946-11-01', null], // 本月生日，下月起
    ['1936-10-31', 20_000],
    ['1926-10-31', 50_000],
    ['1926-11-01', 20_000],
  ])('生日次月起：%s 出生，2026年11月 %s 分', (birthDate, amountFen) => {
    expect(ask('old-age-allowance', { birthDate }, '2026-11-15', '500113', allowance).amountFen).toBe(amountFen)
  })

  it('生日当月起：同一个人早一个月', () => {
    const settings = [
      ...allowance.filter((each) => !each.parameter.includes('birthday')),
      set('old-age-allowance-birthday-month', 'sameMonth'),
    ]
    expect(ask('old-age-allowance', { birthDate: '1946-11-30' }, '2026-11-01', '500113', settings).amountFen).toBe(
      10_000,
    )
    expect(ask('old-age-allowance', { birthDate: '1946-12-01' }, '2026-11-30', '500113', settings).amountFen).toBe(null)
  })

  it('只知道周岁时，够不够月份说不准就请补出生日期', () => {
    expect(ask('old-age-allowance', { age: 85 }, '2026-11-15', '500113', allowance)).toMatchObject({
      outcome: 'granted',
      amountFen: 10_000,
      example: true,
    })
    expect(ask('old-age-allowance', { age: 80 }, '2026-11-15', '500113', allowance)).toMatchObject({
      outcome: 'undetermined',
      missing: ['birthDate'],
    })
    expect(ask('old-age-allowance', { age: 90 }, '2026-11-15', '500113', allowance)).toMatchObject({
      outcome: 'undetermined',
      missing: ['birthDate'],
    })
  })

  it('死亡当月发不发由区县定，次月起一律停', () => {
    const facts = { birthDate: '1940-05-05', diedOn: '2026-11-03' }
    expect(ask('old-age-allowance', facts, '2026-11-15', '500113', allowance).applies).toBe(true)
    expect(ask('old-age-allowance', facts, '2026-12-01', '500113', allowance).applies).toBe(false)
    const unpaid = [
      ...allowance.filter((each) => !each.parameter.includes('death')),
      set('old-age-allowance-death-month', false),
    ]
    expect(ask('old-age-allowance', facts, '2026-11-15', '500113', unpaid)).toMatchObject({
      applies: false,
      reason: 'notMet:diedOn',
    })
    const open = allowance.filter((each) => !each.parameter.includes('death'))
    expect(ask('old-age-allowance', facts, '2026-11-15', '500113', open)).toMatchObject({
      outcome: 'blocked',
      missing: ['parameter:old-age-allowance-death-month'],
    })
    expect(ask('old-age-allowance', { birthDate: '1940-05-05' }, '2026-11-15', '500113', open).applies).toBe(true)
  })

  it('按户籍地发放时才问户籍', () => {
    const settings = [
      ...allowance.filter((each) => !each.parameter.includes('place')),
      set('old-age-allowance-place', 'household'),
    ]
    const answer = (householdDivision?: string) =>
      ask('old-age-allowance', { birthDate: '1940-05-05', householdDivision }, '2026-11-15', '500113001', settings)
    expect([answer('500113003').applies, answer('500112').applies, answer().missing]).toEqual([
      true,
      false,
      ['householdDivision'],
    ])
  })

  it('设定从起始日起算，只在本区县', () => {
    expect(ask('old-age-allowance', { age: 85 }, '2025-12-31', '500113', allowance).outcome).toBe('blocked')
    expect(ask('old-age-allowance', { age: 85 }, '2026-11-15', '500103', allowance).outcome).toBe('blocked')
    expect(ask('old-age-allowance', { age: 85 }, '2026-11-15', '500113001001', allowance).outcome).toBe('granted')
  })
})

describe('其他待遇', () => {
  it('养老服务补贴：困难且高龄或失能', () => {
    const settings = [
      set('care-subsidy-amount', 200),
      set('care-subsidy-hardship', ['subsistence']),
      set('care-subsidy-advanced-age', 80),
      set('care-subsidy-care-levels', ['moderate', 'severe', 'total']),
      set('care-subsidy-birthday-month', 'sameMonth'),
      set('care-subsidy-death-month', false),
    ]
    const answer = (facts: object) => ask('care-subsidy', facts, '2026-11-15', '500113', settings)
    expect(answer({ birthDate: '1940-01-01', hardship: ['subsistence'] })).toMatchObject({
      outcome: 'granted',
      amountFen: 20_000,
    })
    expect(answer({ birthDate: '1960-01-01', hardship: ['subsistence'], careDependency: 'moderate' }).outcome).toBe(
      'granted',
    )
    expect(answer({ birthDate: '1960-01-01', hardship: ['subsistence'], careDependency: 'mild' }).outcome).toBe(
      'notMet',
    )
    expect(answer({ birthDate: '1960-01-01', hardship: ['subsistence'] })).toMatchObject({
      applies: null,
      missing: ['careDependency'],
    })
    expect(answer({ birthDate: '1940-01-01', hardship: ['lowIncome'] }).outcome).toBe('notMet')
    expect(ask('care-subsidy', { birthDate: '1940-01-01', hardship: ['subsistence'] }).outcome).toBe('blocked')
  })

  it('特困照料护理补贴按档；档次对应的等级也由区县定', () => {
    const settings = [
      set('extreme-hardship-care-full-levels', ['severe', 'total']),
      set('extreme-hardship-care-half-levels', ['mild', 'moderate']),
      set('extreme-hardship-care-full', 600),
      set('extreme-hardship-care-half', 300),
      set('extreme-hardship-care-self', 50.5),
    ]
    const amount = (careDependency?: string | null) =>
      ask('extreme-hardship-care-subsidy', { hardship: ['extreme'], careDependency }, '2026-11-15', '500113', settings)
    expect(['total', 'mild', 'none', null].map((level) => amount(level).amountFen)).toEqual([
      60_000, 30_000, 5_050, 5_050,
    ])
    expect(amount()).toMatchObject({ applies: null, outcome: 'undetermined', missing: ['careDependency'] })
    expect(ask('extreme-hardship-care-subsidy', { hardship: ['subsistence'] })).toMatchObject({ applies: false })
  })

  it('消费补贴是电子券：2026年起，中度以上失能，上限未设定时按名停下', () => {
    const facts = { birthDate: '1960-05-05', careDependency: 'moderate' }
    expect(ask('disability-voucher', facts)).toMatchObject({
      outcome: 'blocked',
      form: 'voucher',
      missing: ['parameter:disability-voucher-ceiling'],
    })
    const answer = ask('disability-voucher', facts, '2026-11-15', '500113', [set('disability-voucher-ceiling', 800)])
    expect(answer).toMatchObject({
      outcome: 'granted',
      amountFen: 80_000,
      form: 'voucher',
      link: { url: expect.stringContaining('https') },
    })
    expect(answer.says).toContain('消费券上限')
    expect(ask('disability-voucher', { ...facts, careDependency: 'mild' })).toMatchObject({ applies: false })
    expect(ask('disability-voucher', facts, '2025-12-31').outcome).toBe('notInForce')
  })

  it('能否同时享受，文件都没有写：没有设定的一对一对按名列出', () => {
    const pairs = exclusions(day('2026-11-15'), '500113', [set('overlap-old-age-allowance-care-subsidy', 'stack')])
    expect(pairs).toHaveLength(5)
    expect(pairs.find((pair) => pair.first === 'old-age-allowance' && pair.second === 'care-subsidy')).toMatchObject({
      rule: 'stack',
      example: true,
    })
    expect(pairs.filter((pair) => pair.rule === null)).toHaveLength(4)
  })
})
