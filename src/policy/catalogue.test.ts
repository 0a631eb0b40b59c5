import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parametersIn } from '../engines/rulebook/index.ts'
import { day } from '../platform/clock/day.ts'
import { documents, findDocument, findParameter, parameters } from './catalogue.ts'
import { resolveParameter } from './resolve.ts'
import { listRules } from './rule-list.ts'

const at = (id: string, on: string, more: object = {}) => resolveParameter(id, { on: day(on), ...more })

/** The fact table that the catalogue was taken from; not part of the product. `YIYANG_POLICY_FACTS` names its folder. */
const folder =
  process.env.YIYANG_POLICY_FACTS ??
  [
    join(import.meta.dirname, '../../../shared/policy-facts'),
    join(import.meta.dirname, '../../../../shared/policy-facts'),
  ].find(existsSync)
const table = folder === undefined ? undefined : join(folder, 'parameters.json')

type FactRow = Record<string, unknown> & { id: string; jurisdiction: { code: string } }

describe('政策目录', () => {
  it.skipIf(table === undefined)(
    'carries every row of the fact table, value for value (skipped where the table is not at hand)',
    () => {
      const facts = JSON.parse(readFileSync(table!, 'utf8')) as FactRow[]
      const ours = parameters.filter((row) => row.origin === 'document' || row.origin === 'indicator-target')
      expect(ours.length).toBe(facts.length)
      for (const { jurisdiction, ...fact } of facts) {
        expect(findParameter(fact.id), fact.id).toMatchObject({ ...fact, jurisdiction: jurisdiction.code })
      }
    },
  )

  it('names each parameter once, with a document of its own list', () => {
    expect(new Set(parameters.map((row) => row.id)).size).toBe(parameters.length)
    for (const row of parameters)
      expect(findDocument(row.source.doc), `${row.id} rests on ${row.source.doc}`).toBeDefined()
    for (const rule of listRules())
      for (const clause of rule.clauses) expect(findDocument(clause.doc), rule.id).toBeDefined()
    expect(documents.length).toBeGreaterThanOrEqual(5)
  })

  it('leaves open what the documents leave open, and says what may be set there', () => {
    for (const row of parameters.filter((each) => each.value === null)) expect(row.accepts, row.id).toBeDefined()
    for (const row of parameters.filter((each) => each.origin === 'open')) expect(row.value, row.id).toBe(null)
  })

  it('knows every parameter that a rule rests on', () => {
    for (const rule of listRules())
      for (const id of parametersIn(rule)) expect(findParameter(id), `${rule.id}: ${id}`).toBeDefined()
  })

  it('follows successors to the one in force on the day, never a restatement', () => {
    const follow = { follow: true }
    expect(at('nursing-bed-share-min-2020', '2018-01-01', follow)?.id).toBe('nursing-bed-share-min-2020')
    expect(at('nursing-bed-share-min-2020', '2021-01-01', follow)?.id).toBe('nursing-bed-share-min-2022')
    expect(at('nursing-bed-share-min-2020', '2023-01-01', follow)).toMatchObject({
      id: 'nursing-bed-share-min-2025',
      value: 60,
      unit: '%',
      inForce: true,
    })
    expect(at('nursing-bed-share-min-2020', '2023-01-01')).toMatchObject({
      id: 'nursing-bed-share-min-2020',
      value: 30,
      periodOver: true,
    })
    expect(at('care-centre-staffing', '2023-01-01', follow)).toMatchObject({
      id: 'care-centre-staffing',
      inForce: true,
      restatedBy: ['care-centre-staffing-2022'],
    })
  })

  it.each([
    ['licence-mode-2017', '2017-10-23', false, false],
    ['licence-mode-2017', '2017-10-24', true, false],
    ['licence-mode-2017', '2019-12-29', true, false],
    ['licence-mode-2017', '2019-12-30', false, false], // the end is exclusive
    ['lottery-share-2025', '2025-12-31', true, false],
    ['lottery-share-2025', '2026-01-01', true, true],
    ['special-difficulty-definition', '2026-01-01', true, true], // the plan's period, without a deadline of its own
    ['build-subsidy-owned', '2026-01-01', true, false],
  ])('%s on %s: in force %s, period over %s', (id, on, inForce, periodOver) => {
    expect(at(id, on)).toMatchObject({ inForce, periodOver })
  })

  it('keeps value and unit as they stand in the table', () => {
    expect(at('bn-operating-subsidy', '2026-11-01', { division: '500113001' })).toMatchObject({
      value: 50,
      unit: '元/人·月',
      inForce: true,
      reaches: true,
      lastVerified: '2021-12-30',
      from: '2021-12-30',
      until: null,
      clause: { doc: 'bn-2021-74', section: '三(十九)' },
    })
    expect(at('bn-operating-subsidy', '2026-11-01', { division: '500103' })).toMatchObject({
      inForce: false,
      reaches: false,
    })
    expect(at('no-such-parameter', '2026-11-01')).toBeUndefined()
  })

  it('takes the nearest setting in force, and none for a value that a document gives', () => {
    const setting = (parameter: string, division: string, value: number, from: string, until?: string) => ({
      parameter,
      division,
      value,
      from: day(from),
      until: until ? day(until) : null,
      signedBy: ['a', 'b'],
      example: false,
    })
    const settings = [
      setting('old-age-allowance-80-89', '500000', 50, '2025-01-01'),
      setting('old-age-allowance-80-89', '500113', 100, '2026-01-01', '2026-07-01'),
      setting('old-age-allowance-80-89', '500113', 120, '2026-07-01'),
      setting('bn-operating-subsidy', '500113', 999, '2020-01-01'),
    ]
    const value = (on: string, division: string) => at('old-age-allowance-80-89', on, { division, settings })
    expect(
      [
        value('2025-06-01', '500113'),
        value('2026-06-30', '500113'),
        value('2026-07-01', '500113001001'),
        value('2026-07-01', '500103'),
      ].map((each) => each?.value),
    ).toEqual([50, 100, 120, 50])
    expect(value('2024-06-01', '500113')).toMatchObject({ value: null, basis: 'unset' })
    expect(at('bn-operating-subsidy', '2026-11-01', { division: '500113', settings })).toMatchObject({
      value: 50,
      basis: 'document',
    })
  })
})
