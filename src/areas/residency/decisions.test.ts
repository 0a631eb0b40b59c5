import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day, type Month } from '../../platform/clock/day.ts'
import { findInstrument } from '../../policy/index.ts'
import { monthOf } from './bed-fee.ts'
import { changeOf, countPeople, inHouse, type Move, reasonsOf, type Whereabouts } from './head-count.ts'
import { bedState } from './life-cycle.ts'
import { assessmentGate, mayPass } from './offer-rules.ts'
import { checkNursingShare, checkRatio, readRatio } from './staffing.ts'
import { bedSuits, groupOf, nextFor, orderQueue, type QueueFacts } from './waiting-order.ts'
import { checksOn, RISK_LEVELS, RISKS } from './words.ts'

const runs = { numRuns: 200 }
const maybe = <T>(from: fc.Arbitrary<T>) => fc.option(from, { nil: null })
const facts: fc.Arbitrary<QueueFacts> = fc.record({
  age: maybe(fc.integer({ min: 60, max: 110 })),
  hardship: maybe(fc.subarray(['extreme', 'subsistence', 'lowIncome', 'registeredPoor'])),
  careDependency: maybe(fc.constantFrom('none', 'mild', 'moderate', 'severe', 'total')),
  dementia: maybe(fc.constantFrom('diagnosed', 'none')),
  disability: maybe(fc.constantFrom('physical', 'none')),
  living: maybe(fc.subarray(['alone', 'kinless'])),
  oneChild: maybe(fc.constantFrom('bereaved', 'none')),
})
const PUBLIC = { hardship: ['extreme', 'subsistence', 'lowIncome'], advancedAge: 80, supported: true }
const applicants = fc.array(fc.tuple(facts, fc.integer({ min: 0, max: 40 })), { maxLength: 25 }).map((all) =>
  all.map(([of, days], n) => ({
    id: String(n),
    number: `LH-${n}`,
    facts: of,
    appliedOn: addDays(day('2026-01-01'), days),
  })),
)

describe('名单的次序', () => {
  it('同样的人、同样的一天，怎样打乱次序都一样；每人一个位次；组小的在前，同组按申请先后', () => {
    fc.assert(
      fc.property(applicants, fc.infiniteStream(fc.nat()), (all, random) => {
        const ordered = orderQueue(all, PUBLIC, 'days')
        const keys = new Map(all.map((each) => [each.id, random.next().value ?? 0]))
        const shuffled = [...all].sort((a, b) => (keys.get(a.id) ?? 0) - (keys.get(b.id) ?? 0))
        expect(orderQueue(shuffled, PUBLIC, 'days').map((each) => each.id)).toEqual(ordered.map((each) => each.id))
        expect(ordered.map((each) => each.place)).toEqual(ordered.map((_, n) => n + 1))
        for (const [n, each] of ordered.entries()) {
          const next = ordered[n + 1]
          if (next === undefined) continue
          expect(each.group).toBeLessThanOrEqual(next.group)
          if (each.group === next.group) expect(each.appliedOn <= next.appliedOn).toBe(true)
        }
      }),
      runs,
    )
  })

  it('供养对象总在其他人之前；每个人都有理由；没有采集的事实不当作“没有”', () => {
    fc.assert(
      fc.property(facts, (of) => {
        const { group, reasons, unknown } = groupOf(of, PUBLIC)
        expect(reasons.length).toBeGreaterThan(0)
        expect(group <= 2).toBe(of.hardship?.includes('extreme') ?? false)
        if (of.hardship === null) expect(unknown).toContain('困难身份')
        expect(groupOf(of, { hardship: [], advancedAge: 200, supported: false }).group).toBe(4)
      }),
      runs,
    )
  })

  it('区县设定先看失能程度时，同组里程度重的在前', () => {
    const of = (careDependency: string): QueueFacts => ({
      age: 70,
      hardship: [],
      careDependency,
      dementia: 'none',
      disability: 'none',
      living: [],
      oneChild: 'none',
    })
    const people = ['none', 'total', 'moderate'].map((level, n) => ({
      id: level,
      number: `${n}`,
      appliedOn: day('2026-01-01'),
      facts: of(level),
    }))
    expect(orderQueue(people, PUBLIC, 'levelThenDays').map((each) => each.id)).toEqual(['total', 'moderate', 'none'])
    expect(orderQueue(people, PUBLIC, 'days').map((each) => each.id)).toEqual(['none', 'total', 'moderate'])
  })

  it('一张床先给名单中第一位要这种床的人；护理型床位不给只要失智专区的人', () => {
    const rows = [
      { wants: 'dementia', state: 'waiting' },
      { wants: 'nursing', state: 'offered' },
      { wants: 'ordinary', state: 'waiting' },
      { wants: 'nursing', state: 'waiting' },
    ]
    expect(nextFor('nursing', rows)).toEqual([rows[2], rows[3]])
    expect([
      bedSuits('ordinary', 'nursing'),
      bedSuits('dementia', 'ordinary'),
      bedSuits('dementia', 'dementia'),
    ]).toEqual([false, false, true])
  })
})

describe('邀约和评估', () => {
  const contact = (channel: 'sms' | 'call', answered = false) => ({ channel, answered, at: '' })
  it.each([
    ['没有联系过', [], null, 'secondChannelMissing'],
    ['同一种方式两次', [contact('sms'), contact('sms')], null, 'secondChannelMissing'],
    ['两种方式', [contact('sms'), contact('call')], null, undefined],
    ['期限最后一天', [contact('sms'), contact('call')], '2026-11-20', 'termRunning'],
    ['期限已过', [contact('sms'), contact('call')], '2026-11-19', undefined],
    ['有答复', [contact('sms'), contact('call', true)], null, 'answered'],
  ] as const)('过号：%s', (_, contacts, answerBy, expected) => {
    expect(mayPass(contacts, answerBy === null ? null : day(answerBy), day('2026-11-20'))).toBe(expected)
  })

  it('没有评估不能入住；有效期满的当天起不能；没有设定有效期时不因时间拦下', () => {
    const year = () => day('2026-11-20')
    expect(assessmentGate(null, day('2026-11-20'), year)).toMatchObject({ pass: false, because: 'neverAssessed' })
    expect(assessmentGate(day('2025-11-20'), day('2026-11-19'), year)).toEqual({ pass: true, until: '2026-11-20' })
    expect(assessmentGate(day('2025-11-20'), day('2026-11-20'), year)).toMatchObject({
      pass: false,
      because: 'expired',
    })
    expect(assessmentGate(day('2005-01-01'), day('2026-11-20'), () => null)).toEqual({ pass: true, until: null })
  })
})

describe('人数', () => {
  const where = fc.constantFrom<Whereabouts>('in', 'leave', 'hospital', 'out')
  it('每一天的差异都说得出原因：各项原因加起来就是在院人数的差', () => {
    const moves: fc.Arbitrary<Move[]> = fc.array(
      fc.record({ yesterday: where, today: where, died: fc.boolean(), people: fc.integer({ min: 0, max: 30 }) }),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(moves, (all) => {
        const beds = { beds: 1000, nursingBeds: 0 }
        const yesterday = countPeople(
          all.map((each) => ({ ...each, today: each.yesterday })),
          beds,
        )
        expect(changeOf(reasonsOf(all))).toBe(inHouse(countPeople(all, beds)) - inHouse(yesterday))
      }),
      runs,
    )
  })

  it('床位状态只有一个，住着人的床总看得见', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean(), (inService, occupied, absent, offered) => {
        const state = bedState({ inService, occupied, absent, offered })
        expect(occupied).toBe(state === 'occupied' || state === 'away')
        if (state === 'free') expect([inService, occupied, offered]).toEqual([true, false, false])
      }),
      runs,
    )
  })
})

describe('配比', () => {
  it('1:3 和 1:10 按人数向上取整，差几人说得出', () => {
    const third = readRatio('care-centre-staffing', '1:3')
    const tenth = readRatio('rural-home-staffing', '1:10')
    if (third === undefined || tenth === undefined) throw new Error('the catalogue writes ratios as 1:3')
    expect([0, 1, 3, 4, 90].map((people) => checkRatio(third, 2, people))).toMatchObject([
      { needed: 0, missing: 0 },
      { needed: 1, missing: 0 },
      { needed: 1, missing: 0 },
      { needed: 2, missing: 0 },
      { needed: 30, missing: 28 },
    ])
    expect(checkRatio(tenth, 2, 21)).toMatchObject({ needed: 3, missing: 1, met: false })
    expect(readRatio('x', '三比一')).toBeUndefined()
  })

  it('补上还差的人或床就达到，少一个就没有达到', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), fc.integer({ min: 1, max: 500 }), (have, people, beds) => {
        const ratio = { parameter: 'x', staff: 1, residents: 3 }
        const { missing } = checkRatio(ratio, have, people)
        expect(checkRatio(ratio, have + missing, people).met).toBe(true)
        if (missing > 0) expect(checkRatio(ratio, have + missing - 1, people).met).toBe(false)
        const nursing = Math.min(have, beds)
        const share = checkNursingShare(80, beds, nursing)
        expect(checkNursingShare(80, beds, nursing + share.missing).met).toBe(true)
        if (share.missing > 0) expect(checkNursingShare(80, beds, nursing + share.missing - 1).met).toBe(false)
      }),
      runs,
    )
    expect(checkNursingShare(80, 100, 80)).toMatchObject({ met: true, percent: 80, missing: 0 })
    expect(checkNursingShare(80, 0, 0)).toMatchObject({ met: true, percent: null })
  })
})

describe('床位费', () => {
  const november = '2026-11-01' as Month
  const terms = { bedFeeFen: 120_000, careFeeFen: 90_000, mealFeeFen: 60_000, hospitalPercent: 50, leavePercent: null }
  it('住院按合同约定的比例收床位费，不收护理费和伙食费；合同没有写的天数不收并说明', () => {
    const away = [
      { kind: 'hospital' as const, from: day('2026-11-11'), until: day('2026-11-21') },
      { kind: 'leave' as const, from: day('2026-11-28'), until: null },
    ]
    expect(monthOf(november, { from: day('2026-01-01'), until: null }, away, terms)).toEqual({
      inHouse: 17,
      hospital: 10,
      leave: 3,
      bedFen: 68_000 + 20_000,
      careFen: 51_000,
      mealFen: 34_000,
      unsettled: 3,
    })
  })

  it('任何入住、离院和外出，三种天数加起来就是合同在这个月的天数；整月在院就是合同的数', () => {
    const on = fc.integer({ min: -40, max: 70 }).map((n) => addDays(day('2026-11-01'), n))
    const stretch = fc.tuple(on, on).map(([a, b]) => (a < b ? { from: a, until: b } : { from: b, until: a }))
    fc.assert(
      fc.property(stretch, stretch, fc.constantFrom('hospital' as const, 'leave' as const), (stay, out, kind) => {
        const fee = monthOf(november, stay, [{ ...out, kind }], terms)
        const days = Array.from({ length: 30 }, (_, n) => addDays(day('2026-11-01'), n))
        expect(fee.inHouse + fee.hospital + fee.leave).toBe(
          days.filter((each) => stay.from <= each && each < stay.until).length,
        )
        expect(fee.bedFen).toBeLessThanOrEqual(terms.bedFeeFen)
      }),
      runs,
    )
    expect(monthOf(november, { from: day('2026-01-01'), until: null }, [], terms)).toMatchObject({
      bedFen: 120_000,
      careFen: 90_000,
      mealFen: 60_000,
    })
  })
})

it('九项风险和三档判断就是标准量表的项目和选项；每月抽查和每季通报只在当天出现', () => {
  const items = findInstrument('admission-risks')?.sections.flatMap((section) => section.items) ?? []
  expect(items.map((item) => item.code)).toEqual(Object.keys(RISKS))
  expect(items[0]?.options.map((option) => option.label)).toEqual(Object.values(RISK_LEVELS))
  expect(checksOn('2026-11-20')).toHaveLength(5)
  expect(checksOn('2026-11-01')).toContain('monthlySample')
  expect([checksOn('2026-11-01'), checksOn('2026-10-01')].map((each) => each.includes('quarterlyNotice'))).toEqual([
    false,
    true,
  ])
})
