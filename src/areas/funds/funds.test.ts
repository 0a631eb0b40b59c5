import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkLedger } from '../../engines/ledger/index.ts'
import { day } from '../../platform/clock/day.ts'
import { asSystem, type Tx } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import type { Body } from './contract.ts'
import { drawForBatch, listBudgets, releaseBatch, reserveForBatch, returnToBudgets } from './index.ts'
import { decidePaper, proposePaper } from './propose.ts'
import { splitAmount } from './split-amount.ts'

const BANAN = '500113'
const november = day('2026-11-20')

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase(4)
})
afterAll(() => town.drop())

const system = <T>(work: (tx: Tx) => Promise<T>) => asSystem(town.db, work)
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => (result.ok ? 'ok' : result.refusal?.code)

/** Proposed by one, signed by another. */
async function sign(body: Body): Promise<string | undefined> {
  const made = await system((tx) => proposePaper(tx, 'officer', { district: BANAN, document: '示例文件', body }))
  if (!made.ok) return made.refusal.code
  const at = { district: BANAN, id: made.value.id }
  return codeOf(await system((tx) => decidePaper(tx, 'finance', at, { decision: 'approved' })))
}
const budget = (purpose: string, level: 'city' | 'district', amountFen: number): Body => ({
  kind: 'budget',
  purpose,
  level,
  year: 2026,
  amountFen,
  grantedOn: '2026-01-15',
})
const reserve = (key: string, purpose: string, amountFen: number) =>
  system((tx) => reserveForBatch(tx, { district: BANAN, key, purpose, day: november, amountFen, by: 'finance' }))
const left = async (purpose: string) =>
  (await system((tx) => listBudgets(tx, { district: BANAN, year: 2026 })))
    .filter((line) => line.purpose === purpose)
    .map(({ level, leftFen, heldFen, spentFen }) => [level, leftFen, heldFen, spentFen])

describe('谁出钱', () => {
  it('没有分担比例或预算时按名称说明，不能预留', async () => {
    expect(codeOf(await reserve('b0', 'old-age-allowance', 1))).toBe('FUNDS_SHARES_UNSET')
    await sign({
      kind: 'shares',
      purpose: 'old-age-allowance',
      from: '2026-01-01',
      shares: { city: '0.3', district: '0.7' },
    })
    const refused = await reserve('b0', 'old-age-allowance', 100)
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'FUNDS_BUDGET_MISSING' } })
    expect(!refused.ok && refused.refusal.message).toContain('2026 年高龄津贴市级资金')
  })

  it('一个批次按比例分到各级并预留，超支之前停下；支付后从预算支出，追回的按原比例退回', async () => {
    await sign(budget('old-age-allowance', 'city', 1000))
    await sign(budget('old-age-allowance', 'district', 2000))
    expect(await reserve('b1', 'old-age-allowance', 1001)).toMatchObject({
      ok: true,
      value: {
        parts: [
          { level: 'city', amountFen: 300 },
          { level: 'district', amountFen: 701 },
        ],
      },
    })
    expect(await reserve('b1', 'old-age-allowance', 1001)).toMatchObject({ ok: true })
    expect(await left('old-age-allowance')).toEqual([
      ['city', 700, 300, 0],
      ['district', 1299, 701, 0],
    ])

    const short = await reserve('b2', 'old-age-allowance', 2000)
    expect(short).toMatchObject({ ok: false, refusal: { code: 'FUNDS_BUDGET_SHORT' } })
    expect(await left('old-age-allowance')).toEqual([
      ['city', 700, 300, 0],
      ['district', 1299, 701, 0],
    ])

    const at = { district: BANAN, key: 'b1', by: 'finance', day: november }
    const drawn = await system((tx) => drawForBatch(tx, at))
    expect(drawn).toMatchObject({ ok: true, value: { amountFen: 1001 } })
    expect(await system((tx) => drawForBatch(tx, at))).toEqual(drawn)
    expect(await left('old-age-allowance')).toEqual([
      ['city', 700, 0, 300],
      ['district', 1299, 0, 701],
    ])

    const from = drawn.ok ? drawn.value.owner : ''
    const back = await system((tx) => returnToBudgets(tx, { ...at, returnKey: 'back-1', from, amountFen: 101 }))
    expect(codeOf(back)).toBe('ok')
    expect(await left('old-age-allowance')).toEqual([
      ['city', 730, 0, 270],
      ['district', 1370, 0, 630],
    ])
  })

  it('没有支付的预留可以解除', async () => {
    await reserve('b3', 'old-age-allowance', 100)
    await system((tx) => releaseBatch(tx, { district: BANAN, key: 'b3', by: 'finance' }))
    expect((await left('old-age-allowance')).map((each) => each[2])).toEqual([0, 0])
  })

  it('提出的人不能自己复核，处理过的不能再处理，比例不满一的不收', async () => {
    expect(await sign({ kind: 'shares', purpose: 'care-subsidy', from: '2026-01-01', shares: { city: '0.3' } })).toBe(
      'FUNDS_SHARES_NOT_WHOLE',
    )
    const made = await system((tx) =>
      proposePaper(tx, 'officer', { district: BANAN, document: '示例文件', body: budget('care-subsidy', 'city', 5) }),
    )
    const at = { district: BANAN, id: made.ok ? made.value.id : '' }
    const decided = (by: string) => system((tx) => decidePaper(tx, by, at, { decision: 'approved' }))
    expect(codeOf(await decided('officer'))).toBe('FUNDS_SAME_PERSON')
    expect(codeOf(await decided('finance'))).toBe('ok')
    expect(codeOf(await decided('finance'))).toBe('FUNDS_ALREADY_DECIDED')
  })

  it('两个批次同时预留同一笔预算，只有一个能成', async () => {
    await sign({ kind: 'shares', purpose: 'gov-purchase', from: '2026-01-01', shares: { district: '1' } })
    await sign(budget('gov-purchase', 'district', 1000))
    const both = await Promise.all([reserve('c1', 'gov-purchase', 600), reserve('c2', 'gov-purchase', 600)])
    expect(both.filter((each) => each.ok)).toHaveLength(1)
    expect((await left('gov-purchase')).map((each) => each[1])).toEqual([400])
  })

  it('所有账相符', async () => {
    expect(await system(checkLedger)).toMatchObject({ balanced: true, violations: [] })
  })
})

describe('分担', () => {
  it('任何金额按任何比例分，合计一分不差', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000_000),
        fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 4 }),
        (amount, cuts) => {
          const marks = [0, ...cuts.map((cut) => cut % 1_000_001).sort((a, b) => a - b), 1_000_000]
          const shares = Object.fromEntries(marks.slice(1).map((mark, n) => [`s${n}`, decimal(mark - (marks[n] ?? 0))]))
          expect(splitAmount(amount, shares).reduce((sum, part) => sum + part.amountFen, 0)).toBe(amount)
        },
      ),
    )
  })
})

const decimal = (millionths: number): string =>
  millionths === 1_000_000 ? '1' : `0.${String(millionths).padStart(6, '0')}`
