import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Propose } from './contract.ts'
import { decidePaper, proposePaper } from './propose.ts'
import { enterDelivery, enterInvoice } from './purchases.ts'

type Body = Propose['body']
type Asked = {
  readonly district: string
  readonly years: readonly number[]
  readonly month: string
  readonly maker: string
  readonly checker: string
}

const DOCUMENT = '示例：演示用数值，不是任何文件的规定'
const WAN = 1_000_000

/** Who pays what in the demonstration; the documents leave the shares to the districts. */
const SHARES: readonly (readonly [purpose: string, shares: Readonly<Record<string, string>>])[] = [
  ['old-age-allowance', { city: '0.3', district: '0.7' }],
  ['care-subsidy', { city: '0.4', district: '0.4', lottery: '0.2' }],
  ['extreme-hardship-care-subsidy', { central: '0.6', city: '0.2', district: '0.2' }],
  ['construction-subsidy', { city: '1' }],
  ['banan-construction-topup', { district: '0.5', lottery: '0.5' }],
  ['banan-operating-subsidy', { district: '1' }],
  ['banan-childcare-slot-subsidy', { district: '1' }],
  ['township-centre-reward', { city: '1' }],
  ['gov-purchase', { district: '0.6', lottery: '0.4' }],
]
/** Yearly budgets of each purpose in ten thousand yuan, split by the shares and rounded up. */
const BUDGETS: Readonly<Record<string, number>> = {
  'old-age-allowance': 2400,
  'care-subsidy': 1800,
  'extreme-hardship-care-subsidy': 1500,
  'construction-subsidy': 300,
  'banan-construction-topup': 40,
  'banan-operating-subsidy': 30,
  'banan-childcare-slot-subsidy': 20,
  'township-centre-reward': 400,
  'gov-purchase': 120,
}

/** Fills the demonstration district's funds through the same two signatures as everybody; everything is marked 示例. */
export async function fillDemonstrationFunds(tx: Tx, { district, years, month, maker, checker }: Asked): Promise<void> {
  const sign = async (body: Body) => {
    const made = await proposePaper(tx, maker, { district, document: DOCUMENT, body }, true)
    const done = made.ok
      ? await decidePaper(tx, checker, { district, id: made.value.id }, { decision: 'approved' })
      : made
    if (!done.ok) throw new Error(done.refusal.message)
  }
  for (const [purpose, shares] of SHARES)
    await sign({ kind: 'shares', purpose, from: `${Math.min(...years)}-01-01`, shares })
  for (const year of years) {
    for (const [purpose, shares] of SHARES)
      for (const [level, share] of Object.entries(shares))
        await sign({
          kind: 'budget',
          purpose,
          level: level as 'city',
          year,
          amountFen: Math.ceil((BUDGETS[purpose] ?? 0) * Number(share)) * WAN,
          grantedOn: `${year}-01-20`,
        })
    for (const item of lotteryItems(year)) await sign(item)
  }
  const year = Number(month.slice(0, 4))
  await sign({
    kind: 'contract',
    number: `示例采购〔${year}〕1 号`,
    lot: '助浴服务包件',
    provider: '示例·居家养老服务公司',
    creditCode: '91500113MA0000001X',
    service: '助浴',
    unit: '次',
    unitPriceFen: 80_00,
    quota: 6000,
    from: `${year}-01-01`,
    until: `${year + 1}-01-01`,
    shares: { [district]: '1' },
  })
  await sign({ kind: 'serviceList', from: `${years[0]}-02-01`, items: SERVICES })
  // What still waits for the second person, so that there is something to sign.
  await proposePaper(
    tx,
    maker,
    {
      district,
      document: DOCUMENT,
      body: {
        kind: 'budget',
        purpose: 'banan-operating-subsidy',
        level: 'district',
        year,
        amountFen: 5 * WAN,
        grantedOn: `${month}-01`,
      },
    },
    true,
  )
  await deliver(tx, district, month, maker)
}

async function deliver(tx: Tx, district: string, month: string, maker: string): Promise<void> {
  const { rows } = await sql<{
    id: string
  }>`select id from funds.contract where district = ${district} and example limit 1`.execute(tx)
  const contract = rows[0]?.id ?? ''
  const delivered = await enterDelivery(
    tx,
    maker,
    { district, contract, month, claimed: 412, recorded: 398, records: '服务签到记录（示例）' },
    `${month}-01` as Day,
  )
  const invoiced = delivered.ok
    ? await enterInvoice(tx, maker, { district, contract, month, number: '示例发票 0001', amountFen: 398 * 80_00 })
    : delivered
  if (!invoiced.ok) throw new Error(invoiced.refusal.message)
}

function lotteryItems(year: number): Body[] {
  const item = (
    kind: 'lotteryIncome' | 'lotteryPlan' | 'lotterySpending',
    on: string,
    name: string,
    forElderCare: boolean,
    wan: number,
  ): Body => ({
    kind,
    year,
    onDay: `${year}-${on}`,
    item: name,
    forElderCare,
    amountFen: wan * WAN,
  })
  return [
    item('lotteryIncome', '01-25', '上半年留存福彩公益金', false, 700),
    item('lotteryIncome', '07-20', '下半年留存福彩公益金', false, 500),
    item('lotteryPlan', '02-01', '社区养老服务站改造', true, 420),
    item('lotteryPlan', '02-01', '困难老年人居家适老化改造', true, 360),
    item('lotteryPlan', '02-01', '养老服务补贴（福彩承担部分）', true, 240),
    item('lotteryPlan', '02-01', '儿童福利与社会救助', false, 180),
    item('lotterySpending', '04-15', '社区养老服务站改造', true, 310),
    item('lotterySpending', '06-10', '困难老年人居家适老化改造', true, 260),
    item('lotterySpending', '08-18', '养老服务补贴（福彩承担部分）', true, 190),
    item('lotterySpending', '09-05', '儿童福利与社会救助', false, 150),
  ]
}

/** The kinds of basic service that the city's plan names, each with what a district still has to fill in. */
const SERVICES: Extract<Body, { kind: 'serviceList' }>['items'] = [
  {
    service: '高龄津贴',
    population: '达到规定年龄的高龄老年人',
    content: '按月发放津贴',
    standard: '示例：按本区公布的标准',
    kind: 'money',
    responsible: '区民政局、区财政局',
  },
  {
    service: '养老服务补贴',
    population: '经济困难的高龄、失能老年人',
    content: '按月发放，用于购买养老服务',
    standard: '示例：按本区公布的标准',
    kind: 'money',
    responsible: '区民政局、区财政局',
  },
  {
    service: '老年人能力综合评估',
    population: '申请基本养老服务的老年人',
    content: '评估自理、运动、精神状态和感知觉与社会参与',
    standard: '示例：每次评估结果有效期按国家标准',
    kind: 'care',
    responsible: '区民政局',
  },
  {
    service: '探访关爱',
    population: '独居、空巢、留守等特殊困难老年人',
    content: '定期上门或电话探访，发现问题及时处理',
    standard: '示例：每月不少于一次',
    kind: 'attention',
    responsible: '镇街、村（社区）',
  },
  {
    service: '特困人员集中供养',
    population: '自愿集中供养的特困老年人',
    content: '入住机构，提供照料和医疗陪护',
    standard: '示例：按特困人员救助供养标准',
    kind: 'care',
    responsible: '区民政局',
  },
  {
    service: '家庭适老化改造',
    population: '经济困难的失能、高龄、残疾老年人家庭',
    content: '按评估结果改造并配置辅具',
    standard: '示例：按改造清单',
    kind: 'goods',
    responsible: '区民政局、区残联',
  },
]
