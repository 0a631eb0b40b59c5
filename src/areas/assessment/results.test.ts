import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { Day, Month } from '../../platform/clock/day.ts'
import { asSystem, newId } from '../../platform/db/index.ts'
import type { Setting, Settings } from '../../policy/index.ts'
import { batchesOf, runMonth } from '../benefits/index.ts'
import { DivisionTree, readDataset } from '../divisions/index.ts'
import { calm, insertHistory } from './insert-history.ts'
import type { LtcRow, Recognition } from './recognition-contract.ts'
import type { Registry } from './registry-contract.ts'
import { assessmentTown, BANAN, itemsWith, SEVERE } from './testing/town.ts'

type Town = Awaited<ReturnType<typeof assessmentTown>>
let t: Town
beforeAll(async () => {
  t = await assessmentTown('2026-10-20')
})
afterAll(() => t.town.close())

const SETTINGS: Settings = Object.entries({
  'care-subsidy-amount': 200,
  'care-subsidy-hardship': ['subsistence'],
  'care-subsidy-advanced-age': 80,
  'care-subsidy-care-levels': ['moderate', 'severe', 'total'],
  'care-subsidy-birthday-month': 'sameMonth',
  'care-subsidy-death-month': true,
}).map(
  ([parameter, value]): Setting => ({
    parameter,
    value,
    division: BANAN,
    from: '2022-02-21' as Day,
    signedBy: ['甲', '乙'],
    example: true,
  }),
)
const tree = new DivisionTree(readDataset())

/** Whether 养老服务补贴 is granted to a person in a month, as a run computes it now. */
async function grantedIn(month: string, elder: string): Promise<string | undefined> {
  const at = `${month}-01` as Month
  const batches = batchesOf(tree, BANAN, at)
  const batch = batches.ok ? batches.value[0] : undefined
  if (batch === undefined) throw new Error('no batch')
  const made = await runMonth(t.db, { batch, month: at, settings: SETTINGS, account: 'officer' })
  if (!made.ok) throw new Error(made.refusal.message)
  const { rows } = await sql<{ outcome: string }>`
    select outcome from benefits.entitlement where run_id = ${made.value.run.id}::uuid and elder_id = ${elder}::uuid and scheme = 'care-subsidy'`.execute(
    t.db,
  )
  return rows[0]?.outcome
}

describe('a level as the basis of a benefit', () => {
  it('opens it from the day of the assessment, stops it with a better result, and ends with its validity where that is set', async () => {
    await t.setting('assessment-validity-months', 12)
    await t.setting('assessment-level-ends-with-validity', true)
    const [better, lapsed] = [await t.addElder('某甲', '1955-01-01'), await t.addElder('某乙', '1956-01-01')]
    for (const elder of [better, lapsed]) await t.know(elder, 'hardship', ['subsistence'], '2020-01-01')
    expect([await grantedIn('2026-09', better), await grantedIn('2026-10', better)]).toEqual([
      'undetermined',
      'undetermined',
    ])
    for (const elder of [better, lapsed]) {
      const order = await t.order(elder)
      await t.assess(order, elder, SEVERE)
      await t.act('officer', order, { act: 'confirm', note: '' })
    }
    expect([await grantedIn('2026-09', better), await grantedIn('2026-10', better)]).toEqual([
      'undetermined',
      'granted',
    ])
    t.clock.today = '2026-11-05'
    const routine = await t.order(better, { reason: 'routine' })
    await t.assess(routine, better, itemsWith())
    await t.act('officer', routine, { act: 'confirm', note: '' })
    expect(await t.levels(better)).toEqual([
      ['severe', '2026-10-20', '2026-11-05'],
      ['none', '2026-11-05', '2027-11-05'],
    ])
    expect([await grantedIn('2026-10', better), await grantedIn('2026-11', better)]).toEqual(['granted', undefined])
    expect([await grantedIn('2027-09', lapsed), await grantedIn('2027-10', lapsed)]).toEqual([
      'granted',
      'undetermined',
    ])
  })
})

describe('a result from Chengdu', () => {
  const report = (elderId: string, more: object = {}) => ({
    district: BANAN,
    elderId,
    jurisdiction: '510100',
    issuerName: '示例·成都某评估中心',
    reference: 'CD-2026-0001',
    personName: '某丙',
    personMatch: 'nameOnly',
    scale: 'gbt42195',
    scaleVersion: 'GB/T 42195-2022',
    assessedOn: '2026-06-01',
    validUntil: '2027-06-01',
    originLevel: '中度失能',
    originIndex: 2,
    ...more,
  })
  const read = (id: string) => t.ask<Recognition>('officer2', 'GET', `/recognitions/${BANAN}/${id}`)
  const act = (as: string, id: string, given: object) =>
    t.ask<{ code: string; detail?: string }>(as, 'POST', `/recognitions/${BANAN}/${id}/acts`, given)

  it('waits for issuer, identity and the agreement, is accepted by a second person, and keeps its origin and validity', async () => {
    const elder = await t.addElder('某丙', '1942-01-01')
    const { body } = await t.ask<{ id: string }>('officer', 'POST', '/recognitions', report(elder))
    const first = (await read(body.id)).body
    expect([first.finding.outcome, first.finding.reasons.length, first.finding.settings]).toEqual([
      'wait',
      3,
      ['“四川省出具的能力评估结果是否互认”'],
    ])
    expect(first.accepting.length).toBeGreaterThan(0)
    const issuer = newId()
    await sql`insert into assessment.issuer (id, jurisdiction, name, how_checked, from_day, recorded_by)
              values (${issuer}, '510100', '示例·成都某评估中心', '扫码核验', '2024-01-01', 't')`.execute(t.db)
    await act('officer', body.id, {
      act: 'check',
      personMatch: 'number',
      issuerId: issuer,
      checkedHow: '电话向出具机构核实',
    })
    expect((await act('officer2', body.id, { act: 'decide', outcome: 'recognised', note: '同一标准' })).body.code).toBe(
      'RECOGNITION_BLOCKED',
    )
    await t.setting('recognition-sichuan', true)
    expect((await act('officer', body.id, { act: 'decide', outcome: 'recognised', note: '同一标准' })).body.code).toBe(
      'RECOGNITION_SAME_PERSON',
    )
    expect((await act('officer2', body.id, { act: 'decide', outcome: 'recognised', note: '同一标准' })).status).toBe(
      200,
    )
    expect(await t.levels(elder)).toEqual([['moderate', '2026-06-01', '2027-06-01']])
    const { rows } = await sql<{ origin: string; until: string }>`
      select origin, valid_until::text as until from assessment.result where elder_id = ${elder}::uuid`.execute(t.db)
    expect(rows).toEqual([{ origin: 'recognition', until: '2027-06-01' }])
    expect((await read(body.id)).body).toMatchObject({
      state: 'recognised',
      mappedLevel: '中度失能',
      orderId: null,
      originLevel: '中度失能',
    })
    expect((await act('officer2', body.id, { act: 'receipt', sentOn: '2026-11-06' })).status).toBe(200)
    expect((await act('officer2', body.id, { act: 'decide', outcome: 'refused', note: '再想想' })).body.code).toBe(
      'RECOGNITION_DECIDED',
    )
  })

  it('never turns another scale into a level unless a mapping is set, and sends who is refused to an assessment', async () => {
    const elder = await t.addElder('某丁', '1943-01-01')
    const { body } = await t.ask<{ id: string }>(
      'officer',
      'POST',
      '/recognitions',
      report(elder, { scale: 'mzt039', originIndex: 2, personMatch: 'number', checkedHow: '函询' }),
    )
    const found = (await read(body.id)).body
    expect([found.finding.level, found.finding.settings.join()]).toEqual([
      null,
      expect.stringContaining('2013 年标准的“中度失能”'),
    ])
    expect((await act('officer2', body.id, { act: 'decide', outcome: 'recognised', note: '同意' })).status).toBe(422)
    await act('officer2', body.id, { act: 'decide', outcome: 'refused', note: '量表不同，没有核定对应' })
    expect((await read(body.id)).body).toMatchObject({ state: 'refused', orderId: expect.any(String) })
    expect(await t.levels(elder)).toEqual([])
  })
})

describe('long-term care gradings', () => {
  it('keep the conclusion as issued, and name the settings that a level of our own would need', async () => {
    const elder = await t.addElder('某戊', '1944-01-01')
    const points = { 'L.1.5': 5, 'L.2.1': 2, 'L.2.2': 2, 'L.2.3': 2, 'L.2.4': 2, 'L.3.1': 2, 'L.3.2': 2, 'L.3.3': 2 }
    const items = { ...Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`L.1.${at + 1}`, 0])), ...points }
    const given = {
      district: BANAN,
      elderId: elder,
      appliedOn: '2026-10-01',
      selfCheck: { a: 3, b: 2 },
      gradedOn: '2026-10-10',
      items,
      conclusion: { no: '示例医保评〔2026〕1 号', on: '2026-10-15', level: 3 },
    }
    const added = await t.ask<{ selfGrade: string; level: string | null; blockedBy: string }>(
      'officer',
      'POST',
      '/ltc',
      given,
    )
    expect(added.body).toMatchObject({ selfGrade: 'F', level: null })
    expect(added.body.blockedBy).toContain('长护失能')
    const listed = await t.ask<{ rows: z.infer<typeof LtcRow>[] }>('officer', 'GET', '/ltc?only=severe')
    expect(listed.body.rows).toMatchObject([
      { name: '某戊', level: '重度失能Ⅰ级', severe: true, ownLevel: null, validUntil: null },
    ])
    expect(await t.levels(elder)).toEqual([])
    expect((await t.ask<{ rows: unknown[] }>('stranger', 'GET', '/ltc')).body.rows).toEqual([])
  })
})

describe('figures of assessors', () => {
  it('measure everybody against peers for comparable people, and name small numbers as such', async () => {
    // Two hundred comparable people: eve takes ten points more away than the others do.
    const people = await sql<{ id: string }>`
      insert into elders.elder (district, id, name, sex, birth_date, id_kind, township, village)
      select ${BANAN}, gen_random_uuid(), '众人' || n, 'male', '1938-01-01', 'none', '500113103', '500113103003' from generate_series(1, 200) n
      returning id::text`.execute(t.db)
    const pairs = [
      ['ann', 'ben'],
      ['cai', 'ben'],
      ['ann', 'cai'],
      ['eve', 'ben'],
    ] as const
    await asSystem(t.db, (tx) =>
      insertHistory(
        tx,
        BANAN,
        people.rows.map(({ id }, at) => {
          const [firstAccount, secondAccount] = pairs[at % 4] ?? pairs[0]
          const lost = (at % 5) + (firstAccount === 'eve' ? 10 : 0)
          const items = itemsWith({
            'B.1.2': 4 - Math.min(4, lost),
            'B.1.3': 4 - Math.min(4, Math.max(0, lost - 4)),
            'B.1.4': 4 - Math.min(4, Math.max(0, lost - 8)),
            'B.1.5': 4 - Math.max(0, lost - 12),
          })
          return {
            elderId: id,
            firstAccount,
            secondAccount,
            on: '2026-08-01' as Day,
            minutes: 25,
            answers: calm(items),
            placeKind: 'home',
          }
        }),
        { reviewer: 'officer', months: 12 },
      ),
    )
    const { body } = await t.ask<Registry>('officer', 'GET', `/registry/${BANAN}`)
    const of = (name: string) => body.assessors.find((each) => each.account === name)
    expect(of('eve')).toMatchObject({ stands: 'moreSevere', few: false })
    expect(of('eve')?.drift).toBeLessThan(-8)
    expect(of('dan')).toMatchObject({ sheets: 0, stands: 'notEnough', few: true, drift: null })
  })
})
