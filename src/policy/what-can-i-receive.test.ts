import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '../platform/clock/day.ts'
import type { Setting } from './settings.ts'
import { type Answers, type Receivable, whatCanIReceive } from './what-can-i-receive.ts'

const ON = day('2026-11-15')
const mother: Answers = {
  division: '500113',
  placeName: '巴南区',
  birth: { year: 1944, month: 3 },
  household: 'here',
  family: 'other',
  selfCare: 'someHelp',
  livesWith: 'children',
}
const unknown: Answers = {
  division: '500113',
  birth: 'unknown',
  household: 'unknown',
  family: 'unknown',
  selfCare: 'unknown',
  livesWith: 'unknown',
}
const ids = (group: Receivable[keyof Receivable]) => group.map((each) => each.rule)
const find = (result: Receivable, rule: string) =>
  [...result.now, ...result.confirmOne, ...result.notNow].find((each) => each.rule === rule)

describe('P02 我能享受什么', () => {
  it('巴南 82 岁的母亲：高龄津贴和评估现在可以办，金额以区公布为准', () => {
    const result = whatCanIReceive(mother, { on: ON })
    expect(ids(result.now)).toEqual(
      expect.arrayContaining(['old-age-allowance', 'ability-assessment', 'free-health-check']),
    )
    expect(find(result, 'old-age-allowance')).toMatchObject({
      amount: '以巴南区公布为准',
      clause: expect.stringContaining('渝府发〔2022〕15号'),
      lastVerified: '2022-02-21',
    })
  })

  it('图片不是评估：失能消费补贴要先做能力评估，并且是国家平台的电子券', () => {
    const result = whatCanIReceive(mother, { on: ON })
    expect(ids(result.confirmOne)).toContain('disability-voucher')
    expect(find(result, 'disability-voucher')).toMatchObject({
      form: 'voucher',
      link: { url: expect.any(String) },
      confirm: [expect.stringContaining('能力评估')],
    })
  })

  it('暂时不符合的说明哪一条没有满足，以及怎样会变', () => {
    const result = whatCanIReceive({ ...mother, birth: { year: 1948, month: 3 } }, { on: ON })
    expect(ids(result.notNow)).toContain('old-age-allowance')
    expect(find(result, 'old-age-allowance')).toMatchObject({
      because: expect.stringContaining('80 周岁'),
      change: '如果年满 80 周岁（2028年3月），就会变成“现在可以办”。',
    })
  })

  it('刚好在满龄的那个月，请补出生日期', () => {
    const settings: Setting[] = []
    const result = whatCanIReceive({ ...mother, birth: { year: 1946, month: 11 } }, { on: ON, settings })
    expect(ids(result.confirmOne)).toContain('ability-assessment')
    expect(find(result, 'ability-assessment')?.confirm).toEqual(['出生日期（具体到日）'])
  })

  it('金额有了设定就写明，示例的标明示例', () => {
    const set = (parameter: string, value: Setting['value']): Setting => ({
      parameter,
      division: '500113',
      value,
      from: day('2026-01-01'),
      signedBy: ['a', 'b'],
      example: true,
    })
    const settings = [
      set('old-age-allowance-80-89', 100),
      set('old-age-allowance-birthday-month', 'sameMonth'),
      set('old-age-allowance-place', 'household'),
      set('old-age-allowance-death-month', true),
    ]
    expect(find(whatCanIReceive(mother, { on: ON, settings }), 'old-age-allowance')?.amount).toBe(
      '每月 100.00 元（示例）',
    )
  })

  it('全部不清楚时，没有一项说成不符合', () => {
    expect(whatCanIReceive(unknown, { on: ON }).notNow).toEqual([])
  })

  it('把任何一个回答改成不清楚，不会让原来能办的变成不符合', () => {
    const answers = fc.record<Answers>({
      division: fc.constantFrom('500113', '500113001', 'liangjiang'),
      birth: fc.record({ year: fc.integer({ min: 1916, max: 1970 }), month: fc.integer({ min: 1, max: 12 }) }),
      household: fc.constantFrom('here', 'elsewhere'),
      family: fc.constantFrom('extreme', 'subsistence', 'lowIncome', 'other'),
      selfCare: fc.constantFrom('able', 'littleHelp', 'someHelp', 'muchHelp', 'fullHelp'),
      livesWith: fc.constantFrom('alone', 'spouse', 'children', 'institution'),
      medicalInsurance: fc.constantFrom('employee', 'resident'),
    })
    const question = fc.constantFrom('birth', 'household', 'family', 'selfCare', 'livesWith', 'medicalInsurance')
    fc.assert(
      fc.property(answers, question, (full, left) => {
        const before = whatCanIReceive(full, { on: ON })
        const after = whatCanIReceive({ ...full, [left]: 'unknown' }, { on: ON })
        for (const rule of ids([...before.now, ...before.confirmOne])) expect(ids(after.notNow)).not.toContain(rule)
      }),
      { numRuns: 60, seed: 3 },
    )
  })
})
