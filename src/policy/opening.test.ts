import { describe, expect, it } from 'vitest'
import { day } from '../platform/clock/day.ts'
import { evaluate, findRule, type Opening, openingOf, ruleContext } from './index.ts'

const AT = { on: day('2026-11-15'), division: '500113' }
const HOME = {
  ownership: 'private',
  tenure: 'owned',
  newBeds: 50,
  beds: 50,
  floorArea: 800,
  investmentFen: 500_000_000,
  inUseSince: '2010-05-01',
  alteredSince: false,
  hasPremisesTitle: true,
  registrationFormRequired: true,
  sameRegistrationDistrict: true,
  clinicKind: 'infirmary',
  meetsNationalStandards: true,
  'conversion-paper-waiver.conversion': 'standaloneBuilding',
}

const opening = (facts: unknown, at = AT): Opening => {
  const read = openingOf(facts, at)
  if (!read.ok) throw new Error(read.refusals.map((each) => each.message).join())
  return read.opening
}
const ids = (lines: readonly { rule: string }[]) => lines.map((each) => each.rule)

describe('开办养老机构：可免、须办、可享', () => {
  it('齐全的情况分到各栏，并带条款；与逐条问规则得到的相同', () => {
    const panel = opening(HOME)
    expect(ids(panel.spared)).toEqual([
      'environment-registration',
      'completion-acceptance-waiver',
      'conversion-paper-waiver',
      'internal-clinic-procedure',
      'branch-site-filing',
    ])
    expect(panel.required).toEqual([])
    expect(panel.verify).toMatchObject([
      { rule: 'fire-review-exemption', with: expect.stringContaining('住房和城乡建设') },
    ])
    expect(panel.receivable).toMatchObject([
      { rule: 'construction-subsidy', amountFen: 50_000_000, clauses: [{ doc: 'cq-2017-162', section: '五(二十四)' }] },
      { rule: 'banan-construction-topup', amountFen: 5_000_000 },
    ])
    const asked = evaluate(
      findRule('construction-subsidy')!,
      { ownership: 'private', tenure: 'owned', newBeds: 50 },
      ruleContext(AT),
    )
    expect(panel.receivable[0]?.answer).toEqual(asked)
    expect(ids(panel.open)).toEqual([
      'banan-operating-subsidy',
      'banan-childcare-slot-subsidy',
      'banan-childcare-rent-reduction',
      'temporary-use-five-years',
    ])
    for (const line of panel.open) expect(line.missing.length).toBeGreaterThan(0)
  })

  it('49 张：差 1 张，市级和随市级走的区级都在可享栏里写明', () => {
    const step = { fact: 'newBeds', have: 49, need: 50 }
    expect(opening({ ...HOME, newBeds: 49 }).receivable).toMatchObject([
      { rule: 'construction-subsidy', amountFen: null, nearMiss: step },
      { rule: 'banan-construction-topup', amountFen: null, nearMiss: step },
    ])
  })

  it('换一个性质或出租方不算“差一点”', () => {
    expect(opening({ ...HOME, ownership: 'public' }).receivable).toEqual([])
    expect(opening({ affordable: true, lessor: 'stateOwnedEnterprise', annualRentFen: 100 }).receivable).toEqual([])
  })

  it('由另一条规则回答的情况不用问；另有说法的，以所说为准', () => {
    expect(ids(opening({ ...HOME, receivesCityConstructionSubsidy: false }).receivable)).toEqual([
      'construction-subsidy',
    ])
    const unknown = opening({ ownership: 'private', tenure: 'owned' })
    expect(unknown.open.find((each) => each.rule === 'banan-construction-topup')?.missing).toEqual(['newBeds'])
  })

  it('没有内设医疗机构、没有改造的，不列相应手续；不用填登记表的，不说须办', () => {
    const panel = opening({
      ...HOME,
      clinicKind: null,
      'conversion-paper-waiver.conversion': null,
      registrationFormRequired: false,
    })
    expect([...ids(panel.spared), ...ids(panel.required)]).toEqual([
      'completion-acceptance-waiver',
      'branch-site-filing',
    ])
    expect(
      ids(opening({ ...HOME, hasPremisesTitle: false, clinicKind: 'nursingHospital', floorArea: 60_000 }).required),
    ).toEqual([
      'environment-registration',
      'completion-acceptance-waiver',
      'conversion-paper-waiver',
      'internal-clinic-procedure',
    ])
  })

  it('外区没有本区的补贴；2018 年免办消防审验', () => {
    expect(ids(opening(HOME, { ...AT, division: '500103' }).receivable)).toEqual(['construction-subsidy'])
    expect(ids(opening({ ...HOME, floorArea: 300 }, { ...AT, on: day('2018-05-01') }).spared)).toContain(
      'fire-review-exemption',
    )
  })

  it('每一项免办都写明安全标准仍须遵守', () => {
    const panel = opening({ ...HOME, floorArea: 300 }, { ...AT, on: day('2020-05-31') })
    const hotel = opening({ conversion: 'economyHotel', startedOn: '2025-01-01', filedWithDepartments: true })
    const spared = [...panel.spared, ...hotel.spared]
    expect(ids(spared)).toHaveLength(7)
    for (const { answer } of spared) expect(answer.conditions).toContainEqual(expect.stringContaining('安全标准'))
  })

  it('写错的情况不放过；两条规则用词不同的，各认各的', () => {
    expect(openingOf({ newBeds: '约50' }, AT)).toMatchObject({ ok: false, refusals: [{ fact: 'newBeds' }] })
    expect(openingOf([], AT)).toMatchObject({ ok: false })
    expect(openingOf({ newBed: 50 }, AT)).toMatchObject({ ok: true, ignored: ['newBed'] })
    const early = opening(
      { hasPremisesTitle: true, conversion: 'standaloneBuilding' },
      { ...AT, on: day('2018-05-01') },
    )
    expect(ids(early.spared)).toEqual(['completion-acceptance-waiver'])
    expect(openingOf({ conversion: '改造' }, { ...AT, on: day('2018-05-01') })).toMatchObject({
      ok: false,
      refusals: [
        { fact: 'conversion', message: expect.stringContaining('standaloneBuilding') },
        { fact: 'conversion', message: expect.stringContaining('economyHotel') },
      ],
    })
    const hotel = opening({ conversion: 'economyHotel', startedOn: '2025-01-01', filedWithDepartments: true })
    expect(ids(hotel.spared)).toEqual(['temporary-use-five-years'])
    expect(hotel.open.find((each) => each.rule === 'conversion-paper-waiver')?.missing).toContain('conversion')
  })
})
