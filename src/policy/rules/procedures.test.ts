import { describe, expect, it } from 'vitest'
import { ask } from '../testing-ask.ts'

const BEFORE = '2020-05-31'

describe('消防手续', () => {
  it.each([
    [{ floorArea: 200 }, 'exempt'],
    [{ floorArea: 300 }, 'exempt'],
    [{ floorArea: 300.01, investmentFen: 30_000_000 }, 'exempt'],
    [{ floorArea: 301, investmentFen: 30_000_001, inUseSince: '1998-08-31', alteredSince: false }, 'exempt'],
    [{ floorArea: 301, investmentFen: 30_000_001, inUseSince: '1998-09-01', alteredSince: false }, 'required'],
    [{ floorArea: 301, investmentFen: 30_000_001, inUseSince: '1998-08-31', alteredSince: true }, 'required'],
    [{ floorArea: 301, investmentFen: 30_000_001, alteredSince: true }, 'required'],
    [{ floorArea: 301, investmentFen: 30_000_001, inUseSince: null }, 'required'],
  ])('2020年6月1日以前 %o → %s', (facts, outcome) => {
    expect(ask('fire-review-exemption', facts, BEFORE)).toMatchObject({
      outcome,
      applies: outcome === 'exempt',
      missing: [],
    })
  })

  it('缺一项而有影响时不说可免', () => {
    expect(ask('fire-review-exemption', { floorArea: 301 }, BEFORE)).toMatchObject({
      applies: null,
      missing: ['inUseSince', 'alteredSince', 'investmentFen'],
    })
    expect(ask('fire-review-exemption', {}, '2017-10-23').outcome).toBe('notInForce')
  })

  it.each([[{}], [{ floorArea: 10 }], [{ floorArea: 9999 }]])('2020年6月1日起须向住建部门核实，无论 %o', (facts) => {
    expect(ask('fire-review-exemption', facts, '2020-06-01')).toMatchObject({
      applies: null,
      outcome: 'verify',
      missing: [],
      askWhom: expect.stringContaining('住房'),
    })
  })
})

describe('其他手续', () => {
  it.each([
    ['environment-registration', { registrationFormRequired: true, floorArea: 50_000 }, '2026-11-15', 'filing', true],
    [
      'environment-registration',
      { registrationFormRequired: true, floorArea: 50_000.5 },
      '2026-11-15',
      'notCovered',
      false,
    ],
    ['environment-registration', { registrationFormRequired: false }, '2026-11-15', 'notCovered', false],
    ['completion-acceptance-waiver', { hasPremisesTitle: true }, '2026-11-15', 'waived', true],
    ['completion-acceptance-waiver', { hasPremisesTitle: false }, '2026-11-15', 'required', false],
    [
      'conversion-paper-waiver',
      { conversion: 'standaloneBuilding', floorArea: 1000, meetsNationalStandards: true },
      '2019-12-30',
      'waived',
      true,
    ],
    [
      'conversion-paper-waiver',
      { conversion: 'standaloneBuilding', floorArea: 1000.1, meetsNationalStandards: true },
      '2019-12-30',
      'required',
      false,
    ],
    ['conversion-paper-waiver', { conversion: 'standaloneBuilding', floorArea: 1001 }, '2019-12-30', 'required', false],
    [
      'conversion-paper-waiver',
      { conversion: 'partOfFloors', floorArea: 1000, meetsNationalStandards: true },
      '2019-12-30',
      'waived',
      true,
    ],
    [
      'conversion-paper-waiver',
      { conversion: 'partOfFloors', floorArea: 1001, meetsNationalStandards: true },
      '2019-12-30',
      'verify',
      null,
    ],
    [
      'conversion-paper-waiver',
      { conversion: 'partOfFloors', floorArea: 1001, meetsNationalStandards: false },
      '2019-12-30',
      'required',
      false,
    ],
    ['conversion-paper-waiver', { conversion: 'other' }, '2026-11-15', 'required', false],
    ['conversion-paper-waiver', {}, '2019-12-29', 'notInForce', false],
    ['branch-site-filing', { sameRegistrationDistrict: true }, '2017-10-24', 'filing', true],
    ['branch-site-filing', { sameRegistrationDistrict: false }, '2026-11-15', 'registration', false],
    ['branch-site-filing', {}, '2026-11-15', 'undetermined', null],
  ])('%s %o %s → %s', (rule, facts, on, outcome, applies) => {
    expect(ask(rule, facts, on)).toMatchObject({ outcome, applies })
  })
})

describe('内设医疗机构', () => {
  const kinds = [
    'clinic',
    'infirmary',
    'nursingStation',
    'outpatientDepartment',
    'nursingHospital',
    'rehabilitationHospital',
    'tcmHospital',
  ]
  it.each(kinds)('2019年12月30日以前一律申请，10个工作日批复：%s', (clinicKind) => {
    const answer = ask('internal-clinic-procedure', { clinicKind }, '2019-12-29')
    expect(answer).toMatchObject({
      outcome: 'approval',
      clauses: [{ doc: 'cq-2017-162', section: '四(十九)' }],
      lastVerified: '2017-10-24',
    })
    expect(JSON.stringify(answer.trace)).toContain('10个工作日')
  })
  it.each(kinds.map((kind, i) => [kind, i < 3 ? 'filing' : 'approval']))(
    '2019年12月30日起 %s → %s',
    (clinicKind, outcome) => {
      expect(ask('internal-clinic-procedure', { clinicKind }, '2019-12-30').outcome).toBe(outcome)
    },
  )
  it('以前不问类别也能回答，以后要问', () => {
    expect(ask('internal-clinic-procedure', {}, '2019-12-29').outcome).toBe('approval')
    for (const facts of [{}, { clinicKind: null }])
      expect(ask('internal-clinic-procedure', facts, '2019-12-30')).toMatchObject({
        applies: null,
        outcome: 'undetermined',
        missing: ['clinicKind'],
      })
  })
})

describe('五年内暂不变更', () => {
  const hotel = { conversion: 'economyHotel', filedWithDepartments: true }
  const idle = { conversion: 'idlePremises', inAllocationCatalogue: true, yearsOfContinuousOperation: 1 }
  it.each([
    [{ ...hotel, startedOn: '2021-11-16' }, 'withinGrace', '2026-11-15'],
    [{ ...hotel, startedOn: '2021-11-15' }, 'graceEnded', '2026-11-14'],
    [{ ...idle, startedOn: '2021-11-16' }, 'withinGrace', '2026-11-15'],
    [{ ...idle, startedOn: '2020-02-29' }, 'graceEnded', '2025-02-28'],
    [{ ...idle, startedOn: '2019-03-01' }, 'graceEnded', '2024-02-29'],
  ])('%o → %s，最后一日 %s', (facts, outcome, lastDay) => {
    const answer = ask('temporary-use-five-years', facts)
    expect(answer).toMatchObject({ outcome, period: { lastDay, from: facts.startedOn } })
    expect(answer.trace).toContainEqual(expect.objectContaining({ value: lastDay }))
  })

  it.each([
    [{ ...hotel, filedWithDepartments: false, startedOn: '2024-01-01' }],
    [{ ...idle, yearsOfContinuousOperation: 0.9, startedOn: '2024-01-01' }],
    [{ ...idle, inAllocationCatalogue: false }],
    [{ filedWithDepartments: false, inAllocationCatalogue: false }],
    [{ ...hotel, startedOn: '2027-01-01' }],
  ])('条件不满足则不适用：%o', (facts) => {
    expect(ask('temporary-use-five-years', facts)).toMatchObject({ applies: false, outcome: 'notMet', missing: [] })
  })
})
