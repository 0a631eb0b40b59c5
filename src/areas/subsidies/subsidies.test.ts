import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkLedger } from '../../engines/ledger/index.ts'
import { day, type Month, parseMonth } from '../../platform/clock/day.ts'
import { asSystem, newId, type Tx } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import type { Setting } from '../../policy/index.ts'
import { decidePaper, listBudgets, proposePaper } from '../funds/index.ts'
import { approveClaim, prepareClaim, returnClaim, verifyClaim } from './claim.ts'
import { findPlace } from './evidence.ts'
import { payInstalment, releaseInstalment } from './pay-instalment.ts'
import { recordPoolUse } from './pool-use.ts'
import { readClaim } from './read-claims.ts'

const BANAN = '500113'
const setting = (parameter: string, value: Setting['value']): Setting => ({
  division: BANAN,
  parameter,
  value,
  from: day('2022-03-01'),
  signedBy: ['a', 'b'],
  example: false,
})
const COUNTED = [setting('operating-subsidy-count-rule', 'lastDay')]

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase(3)
})
afterAll(() => town.drop())

const system = <T>(work: (tx: Tx) => Promise<T>) => asSystem(town.db, work)
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => (result.ok ? 'ok' : result.refusal?.code)
const month = (text: string): Month => {
  const read = parseMonth(text)
  if (read === undefined) throw new Error(text)
  return read
}

/** A home with so many accepted beds, facts, and residents of Banan and of elsewhere. */
async function home(of: {
  beds: number
  acceptedOn?: string
  facts?: Record<string, unknown>
  local?: number
  other?: number
  kind?: string
}): Promise<string> {
  const id = newId()
  const { beds, acceptedOn = '2026-03-10', facts = {}, local = 0, other = 0, kind = 'careHome' } = of
  await system(async (tx) => {
    await sql`insert into subsidies.place (district, id, name, kind, credit_code, operator, example, recorded_by)
              values (${BANAN}, ${id}, '某院', ${kind}, '91500113000000000X', '某公司', false, 't')`.execute(tx)
    for (const [name, value] of Object.entries({ inOperation: true, ...facts }))
      await sql`insert into subsidies.place_fact (district, place_id, name, valid_from, value, evidence, recorded_by)
                values (${BANAN}, ${id}, ${name}, '2020-01-01', ${JSON.stringify(value)}::jsonb, '登记材料', 't')`.execute(
        tx,
      )
    await sql`insert into subsidies.bed (district, id, place_id, label, accepted_on, evidence)
              select ${BANAN}, gen_random_uuid(), ${id}::uuid, 'B' || n, ${acceptedOn}::date, '验收表' from generate_series(1, ${beds}) n`.execute(
      tx,
    )
    await sql`insert into subsidies.stay (district, id, place_id, elder_id, household_division, from_day, source)
              select ${BANAN}, gen_random_uuid(), ${id}::uuid, gen_random_uuid(), case when n <= ${local} then '500113103' else '500112001' end, '2026-04-01', '入住登记'
                from generate_series(1, ${local + other}) n`.execute(tx)
  })
  return id
}
const prepare = (
  rule: string,
  place: string | undefined,
  from: string,
  to = from,
  settings: readonly Setting[] = COUNTED,
  account = 'operator',
) =>
  system(async (tx) => {
    const found = place === undefined ? undefined : await findPlace(tx, BANAN, place)
    const order = {
      district: BANAN,
      rule,
      from: month(from),
      to: month(to),
      settings,
      ...(found === undefined ? {} : { place: found }),
    }
    const made = await prepareClaim(
      tx,
      account,
      rule === 'township-centre-reward' ? { ...order, centres: { count: 3, evidence: '验收文件' } } : order,
      '',
    )
    return made
  })
const read = async (id: string) => {
  const claim = await system((tx) => readClaim(tx, BANAN, id))
  if (claim === undefined) throw new Error('no claim')
  return claim
}
const key = (id: string) => ({ district: BANAN, id })
async function approve(id: string, amounts: number[]) {
  await system((tx) => verifyClaim(tx, 'officer-1', key(id), '抽查 5 张床位，与验收表一致'))
  return system((tx) =>
    approveClaim(
      tx,
      'officer-2',
      key(id),
      amounts.map((amountFen, n) => ({ dueWhen: `第 ${n + 1} 期`, amountFen })),
    ),
  )
}
const paper = async (body: Parameters<typeof proposePaper>[2]['body']) => {
  const made = await system((tx) => proposePaper(tx, 'officer-1', { district: BANAN, document: '示例文件', body }))
  if (made.ok) await system((tx) => decidePaper(tx, 'finance-1', key(made.value.id), { decision: 'approved' }))
}

describe('运营补贴', () => {
  it('入住率到 50% 的月份，按巴南区户籍在住的人每月 50 元；外区户籍计入入住率，写明不计的原因', async () => {
    const place = await home({ beds: 100, local: 30, other: 20 })
    const made = await prepare('banan-operating-subsidy', place, '2026-06', '2026-07')
    expect(made).toMatchObject({ ok: true, value: { amountFen: 2 * 30 * 50_00 } })
    const claim = await read(made.ok ? made.value.id : '')
    expect(claim.months).toEqual([
      {
        month: '2026-06',
        beds: 100,
        residents: 50,
        localResidents: 30,
        counted: 30,
        amountFen: 150_000,
        reached: true,
      },
      {
        month: '2026-07',
        beds: 100,
        residents: 50,
        localResidents: 30,
        counted: 30,
        amountFen: 150_000,
        reached: true,
      },
    ])
    expect(claim.groups.map(({ counted, reason, count }) => [counted, reason, count])).toEqual([
      [true, 'met', 60],
      [false, 'otherHousehold', 40],
    ])
    expect(claim.cards[0]?.clauses[0]).toMatchObject({ section: '三(十九)' })
  })

  it('入住率 49.9% 的月份一个人也不计，每个人月都列出原因', async () => {
    const place = await home({ beds: 1000, local: 499 })
    const made = await prepare('banan-operating-subsidy', place, '2026-06')
    const claim = await read(made.ok ? made.value.id : '')
    expect([claim.amountFen, claim.groups]).toEqual([
      0,
      [
        {
          rule: 'banan-operating-subsidy',
          subject: 'personMonth',
          counted: false,
          reason: 'occupancyBelow',
          count: 499,
          amountFen: 0,
        },
      ],
    ])
  })

  it('怎样计中途变动还没有设定时，按名称说明，不测算；严重失信标记生效的月份不计', async () => {
    const place = await home({ beds: 10, local: 8 })
    const blocked = await prepare('banan-operating-subsidy', place, '2026-06', '2026-06', [])
    expect(codeOf(blocked)).toBe('SUBSIDY_SETTING_MISSING')
    expect(!blocked.ok && blocked.refusal.message).toContain('中途入住、离开或死亡')
    const marked = await home({ beds: 10, local: 8, facts: { seriousDishonesty: true } })
    const made = await prepare('banan-operating-subsidy', marked, '2026-06')
    expect((await read(made.ok ? made.value.id : '')).groups.map((each) => each.reason)).toEqual(['dishonesty'])
  })

  it('已计过的人月不再计；退回的申领可以重新测算', async () => {
    const place = await home({ beds: 10, local: 8 })
    const first = await prepare('banan-operating-subsidy', place, '2026-06')
    expect(codeOf(await prepare('banan-operating-subsidy', place, '2026-06'))).toBe('SUBSIDY_OPEN_CLAIM')
    const id = first.ok ? first.value.id : ''
    await system((tx) => returnClaim(tx, 'officer-1', key(id), '床位数有误'))
    const again = await prepare('banan-operating-subsidy', place, '2026-06')
    expect(again).toMatchObject({ ok: true, value: { amountFen: 40_000 } })
    await approve(again.ok ? again.value.id : '', [40_000])
    const longer = await prepare('banan-operating-subsidy', place, '2026-06', '2026-07')
    const claim = await read(longer.ok ? longer.value.id : '')
    expect(claim.groups.map(({ reason, count }) => [reason, count])).toEqual([
      ['met', 8],
      ['paidBefore', 8],
    ])
  })
})

describe('建设补贴', () => {
  const owned = { ownership: 'private', tenure: 'owned', leaseYears: null }

  it('市级和区级各是一笔，床位编号相同；同一张床不再计第二次', async () => {
    const place = await home({ beds: 60, facts: owned })
    const made = await prepare('construction-subsidy', place, '2026-03')
    expect(made).toMatchObject({ ok: true, value: { amountFen: 60 * (10_000_00 + 1_000_00) } })
    const id = made.ok ? made.value.id : ''
    expect((await read(id)).groups.map(({ rule, count, amountFen }) => [rule, count, amountFen])).toEqual([
      ['banan-construction-topup', 60, 6_000_000],
      ['construction-subsidy', 60, 60_000_000],
    ])
    await approve(id, [66_000_000])
    const again = await prepare('construction-subsidy', place, '2026-03')
    expect(codeOf(again)).toBe('SUBSIDY_NOTHING_TO_PAY')
    expect(!again.ok && again.refusal.message).toContain('以前都已计过')
  })

  it('不满 50 张不给；产权没有采集时说缺什么，不当作不符合', async () => {
    const refused = await prepare('construction-subsidy', await home({ beds: 49, facts: owned }), '2026-03')
    expect(codeOf(refused)).toBe('SUBSIDY_NOTHING_TO_PAY')
    const unknown = await prepare(
      'construction-subsidy',
      await home({ beds: 60, facts: { ownership: 'private' } }),
      '2026-03',
    )
    expect(codeOf(unknown)).toBe('SUBSIDY_FACTS_MISSING')
    expect(!unknown.ok && unknown.refusal.message).toContain('房屋产权')
  })

  it('两个人核定，分期支付从各自的预算支出；预算没有或不够时停下；确认的人不能支付', async () => {
    const place = await home({ beds: 50, facts: owned })
    const made = await prepare('construction-subsidy', place, '2026-03', '2026-03', COUNTED, 'officer-2')
    const id = made.ok ? made.value.id : ''
    expect(codeOf(await approve(id, [55_000_000]))).toBe('SUBSIDY_SAME_PERSON')
    const sign = (amounts: number[]) =>
      system((tx) =>
        approveClaim(
          tx,
          'officer-3',
          key(id),
          amounts.map((amountFen) => ({ dueWhen: '验收', amountFen })),
        ),
      )
    expect(codeOf(await sign([1, 2]))).toBe('SUBSIDY_INSTALMENTS_DIFFER')
    expect(codeOf(await sign([33_000_000, 22_000_000]))).toBe('ok')
    // A refusal ends the transaction, as the route does it.
    const pay = (account: string, no: number) =>
      system(async (tx) => {
        const paid = await payInstalment(tx, account, key(id), no, day('2026-11-21'))
        if (!paid.ok) throw new Error(paid.refusal.code)
      }).then(
        () => 'ok',
        (error: Error) => error.message,
      )
    expect(await pay('finance-1', 1)).toBe('SUBSIDY_EVIDENCE_FIRST')
    await system((tx) => releaseInstalment(tx, 'officer-1', key(id), 1, '验收合格证'))
    const change = (what: string) =>
      system((tx) => sql.raw(`update subsidies.instalment set ${what} where claim_id = '${id}' and no = 1`).execute(tx))
    await expect(change('amount_fen = amount_fen + 1')).rejects.toThrow(/never changed/)
    await expect(change(`released_by = 'somebody'`)).rejects.toThrow(/never changed/)
    await system((tx) => releaseInstalment(tx, 'officer-1', key(id), 2, '运营满一年'))
    expect(await pay('officer-1', 1)).toBe('SUBSIDY_PAYER_IS_CONFIRMER')
    expect(await pay('finance-1', 1)).toBe('FUNDS_SHARES_UNSET')
    await paper({ kind: 'shares', purpose: 'construction-subsidy', from: '2026-01-01', shares: { city: '1' } })
    await paper({
      kind: 'shares',
      purpose: 'banan-construction-topup',
      from: '2026-01-01',
      shares: { district: '0.5', lottery: '0.5' },
    })
    const budget = (purpose: string, level: 'city' | 'district' | 'lottery', amountFen: number) =>
      paper({ kind: 'budget', purpose, level, year: 2026, amountFen, grantedOn: '2026-01-10' })
    await budget('construction-subsidy', 'city', 50_000_000)
    await budget('banan-construction-topup', 'district', 2_500_000)
    await budget('banan-construction-topup', 'lottery', 2_000_000)
    expect(await pay('finance-1', 1)).toBe('ok')
    expect(await pay('finance-1', 1)).toBe('SUBSIDY_ALREADY_DONE')
    expect(await pay('finance-1', 2)).toBe('FUNDS_BUDGET_SHORT')
    await budget('banan-construction-topup', 'lottery', 500_000)
    expect(await pay('finance-1', 2)).toBe('ok')
    const left = await system((tx) => listBudgets(tx, { district: BANAN, year: 2026 }))
    expect(left.map(({ level, spentFen, leftFen }) => [level, spentFen, leftFen])).toEqual([
      ['district', 2_500_000, 0],
      ['lottery', 2_500_000, 0],
      ['city', 50_000_000, 0],
    ])
    expect(await system(checkLedger)).toMatchObject({ balanced: true })
  })
})

describe('其他设施资金', () => {
  it('普惠托位按验收的托位计区级一次性补贴；租金减免不产生付款', async () => {
    const place = await home({
      beds: 40,
      kind: 'nursery',
      facts: { affordable: true, centrallyFunded: true, lessor: 'stateOwnedAssets', annualRentFen: 12_000_000 },
    })
    expect(await prepare('banan-childcare-slot-subsidy', place, '2026-03')).toMatchObject({
      ok: true,
      value: { amountFen: 40 * 1_000_00 },
    })
    const rent = await prepare('banan-childcare-rent-reduction', place, '2026-03')
    expect(rent).toMatchObject({ ok: true, value: { amountFen: 3_600_000 } })
    const id = rent.ok ? rent.value.id : ''
    expect(codeOf(await approve(id, []))).toBe('ok')
    expect((await read(id)).instalments).toEqual([])
    expect(codeOf(await prepare('construction-subsidy', place, '2026-03'))).toBe('SUBSIDY_WRONG_KIND')
  })

  it('乡镇中心奖补是一笔统筹资金，不按单个中心定额；使用不超过总额', async () => {
    const made = await prepare('township-centre-reward', undefined, '2026-03')
    expect(made).toMatchObject({ ok: true, value: { amountFen: 3 * 1_000_000_00 } })
    const id = made.ok ? made.value.id : ''
    expect((await read(id)).groups).toEqual([
      {
        rule: 'township-centre-reward',
        subject: 'pool',
        counted: true,
        reason: 'met',
        count: 1,
        amountFen: 300_000_000,
      },
    ])
    await approve(id, [300_000_000])
    const use = (amountFen: number) =>
      system((tx) => recordPoolUse(tx, 'officer-1', key(id), { usedFor: '某镇中心', amountFen }))
    expect([codeOf(await use(160_000_000)), codeOf(await use(140_000_001)), codeOf(await use(140_000_000))]).toEqual([
      'ok',
      'SUBSIDY_POOL_EXCEEDED',
      'ok',
    ])
  })
})
