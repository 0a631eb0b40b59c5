import { sql } from 'kysely'
import { balancesOf } from '../../engines/ledger/index.ts'
import { type Day, dayOf } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { findDocument, parameters, resolveParameter } from '../../policy/index.ts'
import { lotteryOf } from './accounts.ts'
import type { Lottery } from './contract.ts'

/** Floors for the share of welfare-lottery money that goes to the old; each is asked of the catalogue with its place and day. */
const FLOORS = ['lottery-share-2017', 'lottery-share-2025', 'bn-lottery-share']

/** What the share is taken of. No document defines it; this is how we read 留存, and it is shown beside every figure. */
const DENOMINATOR =
  '分母：本年度收到的、留存本区的福彩公益金（以到账日期计，不含上年结转）。分子：同年用于养老服务的支出（计划口径为养老服务项目的计划数）。文件未写明口径，此为本系统的读法。'

type Item = Lottery['items'][number]

/** Income, plan and spending of a year, the share for the old, and every floor that applies or applied. */
export async function readLottery(tx: Tx, district: string, year: number, today: Day): Promise<Lottery> {
  const { rows: items } = await sql<Item>`
    select id, kind, on_day as "onDay", item, for_elder_care as "forElderCare", amount_fen as "amountFen", document, example
      from funds.lottery_item where district = ${district} and year = ${year} order by on_day, id`.execute(tx)
  const sum = (kind: Item['kind'], elderCare = false) =>
    items
      .filter((each) => each.kind === kind && (!elderCare || each.forElderCare))
      .reduce((total, each) => total + each.amountFen, 0)
  const incomeFen = sum('income')
  const spentForElderCareFen = sum('spending', true)
  const account = (await balancesOf(tx, { district, owners: [lotteryOf(year)], currency: 'fen' })).get(lotteryOf(year))
  const on = dayOf(year, 12, 31) < today ? dayOf(year, 12, 31) : today
  return {
    district,
    year,
    incomeFen,
    planFen: sum('plan'),
    planForElderCareFen: sum('plan', true),
    spentFen: sum('spending'),
    spentForElderCareFen,
    leftFen: account?.balance ?? 0,
    shareSpent: shareOf(spentForElderCareFen, incomeFen),
    sharePlanned: shareOf(sum('plan', true), incomeFen),
    denominator: DENOMINATOR,
    floors: floorsOn(district, on, spentForElderCareFen, incomeFen),
    items,
  }
}

/** Hundredths of a percent, cut off: 59.999 % is not 60 %. */
const shareOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Number((BigInt(part) * 10_000n) / BigInt(whole))

/** Each floor that reaches the district on the day, with what is still missing to it; an exact comparison, not one of rounded shares. */
export function floorsOn(district: string, on: Day, spentFen: number, incomeFen: number): Lottery['floors'] {
  return FLOORS.flatMap((id) => {
    const floor = resolveParameter(id, { on, division: district })
    if (floor === undefined || !floor.reaches || floor.from > on || typeof floor.value !== 'number') return []
    const document = findDocument(floor.clause.doc)
    const needed = (BigInt(incomeFen) * BigInt(floor.value) + 99n) / 100n
    const missing = needed - BigInt(spentFen)
    return [
      {
        parameter: id,
        name: parameters.find((each) => each.id === id)?.name_zh ?? id,
        percent: floor.value,
        state: floor.periodOver ? ('periodOver' as const) : ('inForce' as const),
        met: incomeFen === 0 ? null : missing <= 0n,
        missingFen: incomeFen === 0 ? null : Number(missing > 0n ? missing : 0n),
        clause: {
          title: document?.title ?? floor.clause.doc,
          number: document?.docNo ?? '',
          section: floor.clause.section,
          lastVerified: floor.lastVerified,
          standing: floor.periodOver ? ('periodOver' as const) : ('notVerified' as const),
        },
      },
    ]
  })
}
