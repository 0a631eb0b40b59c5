import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkLedger } from '../../engines/ledger/index.ts'
import { day } from '../../platform/clock/day.ts'
import { asSystem, type Tx } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import type { Body } from './contract.ts'
import { floorsOn, readLottery } from './lottery.ts'
import { decidePaper, proposePaper } from './propose.ts'
import { approvePart, enterDelivery, enterInvoice, readPurchases } from './purchases.ts'
import { readServiceLists } from './service-lists.ts'
import { splitAmount } from './split-amount.ts'

const BANAN = '500113'
const NANAN = '500108'

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase(2)
})
afterAll(() => town.drop())

const system = <T>(work: (tx: Tx) => Promise<T>) => asSystem(town.db, work)
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => (result.ok ? 'ok' : result.refusal?.code)
/** Proposed and signed in one transaction, which is given up when it is refused. */
const sign = (body: Body, district = BANAN) =>
  system(async (tx) => {
    const made = await proposePaper(tx, 'officer', { district, document: '示例文件', body })
    const done = made.ok
      ? await decidePaper(tx, 'finance', { district, id: made.value.id }, { decision: 'approved' })
      : made
    if (!done.ok) throw new Error(done.refusal.code)
  }).then(
    () => 'ok',
    (error: Error) => error.message,
  )
const lottery = (
  kind: 'lotteryIncome' | 'lotteryPlan' | 'lotterySpending',
  yuan: number,
  forElderCare = true,
): Body => ({
  kind,
  year: 2026,
  onDay: '2026-05-06',
  item: '示例项目',
  forElderCare,
  amountFen: yuan * 100,
})

describe('福彩公益金', () => {
  it('占比写明分母；适用的每条下限分别列出，规划期已过的只作对照', async () => {
    await sign(lottery('lotteryIncome', 1000))
    await sign(lottery('lotteryPlan', 850))
    await sign(lottery('lotterySpending', 600))
    await sign(lottery('lotterySpending', 100, false))
    const shown = await system((tx) => readLottery(tx, BANAN, 2026, day('2026-11-21')))
    expect(shown).toMatchObject({
      incomeFen: 100_000,
      spentForElderCareFen: 60_000,
      shareSpent: 6000,
      sharePlanned: 8500,
      leftFen: 30_000,
    })
    expect(shown.denominator).toContain('分母')
    expect(shown.floors.map(({ percent, state, met, missingFen }) => [percent, state, met, missingFen])).toEqual([
      [50, 'inForce', true, 0],
      [60, 'periodOver', true, 0],
      [80, 'inForce', false, 20_000],
    ])
  })

  it('下限含本数，差一分也是未达到；没有收入时不下结论；区里的下限只在本区适用', () => {
    const met = (spent: number, income: number, district = BANAN) =>
      floorsOn(district, day('2024-06-01'), spent, income).map((each) => each.met)
    expect(met(8000, 10_000)).toEqual([true, true, true])
    expect(met(7999, 10_000)).toEqual([true, true, false])
    expect(met(5999, 10_000, NANAN)).toEqual([true, false])
    expect(met(0, 0)).toEqual([null, null, null])
    expect(floorsOn(BANAN, day('2021-12-29'), 1, 2).map((each) => each.percent)).toEqual([50])
  })

  it('支出不能超过账上的钱', async () => {
    expect(await sign(lottery('lotterySpending', 301))).toBe('LEDGER_BELOW_FLOOR')
  })
})

describe('政府购买服务', () => {
  const contract: Body = {
    kind: 'contract',
    number: '示例 1 号',
    lot: '助浴',
    provider: '某公司',
    creditCode: '91500113MA0000001X',
    service: '助浴',
    unit: '次',
    unitPriceFen: 333,
    quota: 150,
    from: '2026-01-01',
    until: '2027-01-01',
    shares: { [BANAN]: '0.7', [NANAN]: '0.3' },
  }

  it('承接方报的和记录核实的取较小的付；发票一分不差才登记；超过合同数量停下', async () => {
    expect(await sign(contract)).toBe('ok')
    expect(await sign(contract)).toBe('FUNDS_CONTRACT_EXISTS')
    const { rows } = await sql<{ id: string }>`select id from funds.contract`.execute(town.db)
    const at = { district: BANAN, contract: rows[0]?.id ?? '' }
    const deliver = (month: string, claimed: number, recorded: number) =>
      system((tx) =>
        enterDelivery(tx, 'officer', { ...at, month, claimed, recorded, records: '签到记录' }, day('2026-11-21')),
      )
    const bill = (month: string, amountFen: number) =>
      system((tx) => enterInvoice(tx, 'officer', { ...at, month, number: '001', amountFen }))
    expect(codeOf(await bill('2026-05', 333))).toBe('FUNDS_DELIVERY_MISSING')
    expect(codeOf(await deliver('2026-05', 110, 101))).toBe('ok')
    expect(codeOf(await deliver('2026-05', 110, 101))).toBe('FUNDS_DELIVERY_EXISTS')
    expect(codeOf(await deliver('2026-06', 50, 50))).toBe('FUNDS_QUOTA_PASSED')
    expect(codeOf(await deliver('2026-12', 1, 1))).toBe('FUNDS_MONTH_AHEAD')
    expect(codeOf(await deliver('2027-01', 1, 1))).toBe('FUNDS_MONTH_OUTSIDE')
    expect(codeOf(await bill('2026-05', 110 * 333))).toBe('FUNDS_INVOICE_MISMATCH')
    expect(codeOf(await bill('2026-05', 101 * 333))).toBe('ok')
    expect(codeOf(await bill('2026-05', 101 * 333))).toBe('FUNDS_INVOICE_EXISTS')
  })

  it('各区分担的部分在各自的账上，由各区的另一个人复核支付', async () => {
    const shown = await system((tx) => readPurchases(tx, NANAN))
    const total = splitAmount(101 * 333, { [NANAN]: '0.3', [BANAN]: '0.7' })
    expect(shown.parts.map((part) => part.amountFen)).toEqual([total.find((part) => part.part === NANAN)?.amountFen])
    const invoice = shown.parts[0]?.invoice ?? ''
    const pay = (account: string) => system((tx) => approvePart(tx, account, NANAN, invoice, day('2026-11-21')))
    expect(codeOf(await pay('officer'))).toBe('FUNDS_SAME_PERSON')
    expect(codeOf(await pay('nanan-finance'))).toBe('FUNDS_SHARES_UNSET')
    await sign({ kind: 'shares', purpose: 'gov-purchase', from: '2026-01-01', shares: { district: '1' } }, NANAN)
    await sign(
      {
        kind: 'budget',
        purpose: 'gov-purchase',
        level: 'district',
        year: 2026,
        amountFen: 20_000,
        grantedOn: '2026-01-05',
      },
      NANAN,
    )
    expect(codeOf(await pay('nanan-finance'))).toBe('ok')
    expect(codeOf(await pay('nanan-finance'))).toBe('FUNDS_ALREADY_DECIDED')
    expect(await system(checkLedger)).toMatchObject({ balanced: true })
  })
})

describe('基本养老服务清单', () => {
  it('复核后公布，版本依次递增，施行日期不能早于现行清单', async () => {
    const list = (from: string): Body => ({
      kind: 'serviceList',
      from,
      items: [
        {
          service: '探访关爱',
          population: '独居老年人',
          content: '上门探访',
          standard: '每月一次',
          kind: 'attention',
          responsible: '镇街',
        },
      ],
    })
    expect([await sign(list('2026-01-01')), await sign(list('2026-01-01')), await sign(list('2026-07-01'))]).toEqual([
      'ok',
      'FUNDS_LIST_TOO_EARLY',
      'ok',
    ])
    const shown = await system((tx) => readServiceLists(tx, BANAN))
    expect(shown.lists.map(({ version, validFrom }) => [version, validFrom])).toEqual([
      [2, '2026-07-01'],
      [1, '2026-01-01'],
    ])
  })
})
