import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { setDemonstrationValues } from '../../areas/rules/index.ts'
import { day } from '../../platform/clock/day.ts'
import { asSystem } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { yiyang } from '../command-line/testing/yiyang.ts'

let town: TestDatabase | undefined
afterAll(() => town?.drop())

describe('yiyang rules, yiyang policy', () => {
  it('answers a facts file from standard input with the fields that scripts rely on', async () => {
    const { status, json } = await yiyang(
      'rules eval construction-subsidy --on 2026-11-01 --in 500113 --facts - --json',
      { ownership: 'private', tenure: 'owned', newBeds: 50, remark: 'x' },
    )
    expect(status).toBe(0)
    expect(Object.keys(json).slice(0, 9)).toEqual([
      'rule',
      'version',
      'applies',
      'amountFen',
      'period',
      'outcome',
      'trace',
      'missing',
      'clauses',
    ])
    expect(json).toMatchObject({
      rule: 'construction-subsidy',
      applies: true,
      amountFen: 50_000_000,
      outcome: 'granted',
      missing: [],
      ignoredFacts: ['remark'],
    })
  })

  it.each([
    ['rules eval nothing --on 2026-11-01 --in 500113', 'RULE_UNKNOWN'],
    ['rules eval construction-subsidy --on 2026-02-30 --in 500113', 'DATE_INVALID'],
    ['rules eval construction-subsidy --on 2026-02-01', 'DIVISION_MISSING'],
    ['rules eval construction-subsidy --on 2026-02-01 --in 5', 'DIVISION_UNKNOWN'],
    ['rules eval construction-subsidy --on 2026-02-01 --in 500113 --fact -', 'OPTION_UNKNOWN'],
    ['rules eval construction-subsidy --on 2026-02-01 --in 500113 --facts no/such/file', 'FILE_UNREADABLE'],
    ['rules list --subject nobody --json', 'SUBJECT_UNKNOWN'],
    ['policy parameter nothing --on 2026-11-01 --json', 'PARAMETER_UNKNOWN'],
    ['policy', 'USAGE'],
    ['facilities', 'USAGE'],
    ['facilities opening --on 2026-11-01', 'DIVISION_MISSING'],
    ['rules whatif --in 500113 --set amount', 'CHANGE_INVALID'],
    ['ledger --json', 'USAGE'],
    ['benefits run --json', 'USAGE'],
    ['audit --json', 'USAGE'],
    ['ledger check --json --data', 'CONFIG_INVALID'],
    ['import elders --json', 'USAGE'],
    ['import elders some.xlsx --in --json', 'CONFIG_INVALID'],
  ])('%s: refused in JSON, status 2', async (words, code) => {
    const { status, json } = await yiyang(words)
    expect([status, (json.error as { code: string }).code]).toEqual([2, code])
  })

  it('names every fact of every rule with its type, unit and Chinese label', async () => {
    const { json } = await yiyang('rules facts --json')
    const all = Object.entries(
      json as Record<string, { name: string; label: string; type: string; unit: string | null }[]>,
    )
    expect(all.length).toBeGreaterThan(15)
    for (const [rule, facts] of all) {
      for (const fact of facts) {
        expect(fact.label, `${rule}.${fact.name}`).toMatch(/\p{Script=Han}/u)
        expect(['boolean', 'integer', 'number', 'fen', 'day', 'choice', 'tags', 'division']).toContain(fact.type)
        if (fact.type === 'fen') expect(fact.unit).toBe('分')
      }
    }
  })

  it('answers what a new home is spared, must do and can receive, in the shape that scripts rely on', async () => {
    const facts = {
      ownership: 'private',
      tenure: 'owned',
      newBeds: 49,
      hasPremisesTitle: true,
      sameRegistrationDistrict: false,
    }
    const { status, json } = await yiyang('facilities opening --facts - --on 2026-11-15 --in 500113 --json', facts)
    expect(status).toBe(0)
    expect(Object.keys(json)).toEqual(['spared', 'required', 'verify', 'receivable', 'open'])
    expect(json.spared).toEqual([
      { rule: 'completion-acceptance-waiver', clauses: [{ doc: 'cq-2017-162', section: '二(七)' }] },
    ])
    expect(json.required).toMatchObject([{ rule: 'branch-site-filing' }])
    expect(json.verify).toMatchObject([{ rule: 'fire-review-exemption', with: expect.any(String) }])
    expect((json.receivable as object[])[0]).toEqual({
      rule: 'construction-subsidy',
      amountFen: null,
      clauses: [{ doc: 'cq-2017-162', section: '五(二十四)' }],
      nearMiss: { fact: 'newBeds', have: 49, need: 50 },
    })
    expect(json.open).toContainEqual({
      rule: 'banan-operating-subsidy',
      missing: expect.arrayContaining(['inOperation', 'beds', 'residents']),
    })
  })

  it('tries a changed value over the register of a database, and leaves it as it is', async () => {
    town ??= await testDatabase()
    const { status, json } = await yiyang(
      'rules whatif --in 500113 --month 2026-11 --months 2 --set old-age-allowance-80-89=150 --json',
      undefined,
      { DATABASE_URL: town.url },
    )
    expect(status).toBe(0)
    expect(json).toMatchObject({
      division: '500113',
      changes: [{ parameter: 'old-age-allowance-80-89', after: 150 }],
      districts: [{ district: '500113', months: [{ month: '2026-11', persons: 0, gain: 0 }, { month: '2026-12' }] }],
    })
  })

  it('loads neither database nor HTTP code', async () => {
    const { json } = await yiyang('policy parameter nursing-bed-share-min-2020 --on 2023-01-01 --follow --json')
    expect(json).toMatchObject({ id: 'nursing-bed-share-min-2025', value: 60 })
    for (const file of ['rules.ts', 'policy.ts', 'facilities.ts'])
      expect(readFileSync(join(import.meta.dirname, file), 'utf8')).not.toMatch(
        /from '\.\.\/\.\.\/(areas|platform\/(db|http))/,
      )
  })

  it('counts the settings of a district only where a database is named', async () => {
    town ??= await testDatabase()
    await asSystem(town.db, (tx) =>
      setDemonstrationValues(tx, { division: '500113', from: day('2026-01-01'), maker: 'a', checker: 'b' }),
    )
    const words = 'rules eval old-age-allowance --on 2026-11-01 --in 500113 --facts -'
    const facts = { birthDate: '1940-05-05', householdDivision: '500113' }
    const [without, beside] = await Promise.all([
      yiyang(words, facts),
      yiyang(words, facts, { DATABASE_URL: town.url }),
    ])
    expect(without.json).toMatchObject({ outcome: 'blocked', missing: ['parameter:old-age-allowance-80-89'] })
    expect(beside.json).toMatchObject({ outcome: 'granted', amountFen: 10_000, example: true })
  })
})
