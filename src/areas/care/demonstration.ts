import { addDays, type Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { orRefuse } from '../../platform/http/index.ts'
import { findHome, type Home, residentsOn } from '../residency/index.ts'
import { actInCare, type By } from './act.ts'
import type { Act } from './contract.ts'

type Asked = {
  readonly district: string
  readonly facilities: readonly string[]
  readonly today: Day
  readonly now: Date
  readonly carer: string
  readonly nurse: string
}

const PLANNED = 12
const SINCE_DAYS = 10
const ALL_WEEK = [1, 2, 3, 4, 5, 6, 7]

/** A day of care in the homes of the demonstration's operator: plans, medicines, a night round, meals, two incidents of which one is closed. Everything is marked 示例. */
export async function fillDemonstrationCare(tx: Tx, asked: Asked): Promise<void> {
  for (const id of asked.facilities) {
    const home = await findHome(tx, asked.district, id, asked.today)
    if (home !== undefined) await fillHome(tx, home, asked)
  }
}

async function fillHome(tx: Tx, home: Home, asked: Asked): Promise<void> {
  const { today, now } = asked
  const people = (await residentsOn(tx, { district: home.district, facility: home.id, on: today }))
    // Long enough in the house for what happened some days ago.
    .filter((each) => each.away === null && each.since <= addDays(today, -SINCE_DAYS))
    .slice(0, PLANNED)
  const as = (account: string) => async (act: Act) => {
    const by: By = { account, today, now }
    return orRefuse(await actInCare(tx, home, by, act)).id ?? ''
  }
  const [carer, nurse] = [as(asked.carer), as(asked.nurse)]
  for (const [n, { stay }] of people.entries()) {
    const shift = n % 3 === 0 ? 'night' : 'early'
    await carer({
      act: 'plan',
      stay,
      goals: n % 2 === 0 ? '保持现有自理能力，预防跌倒（示例）' : '按时翻身，预防压疮（示例）',
      tasks: [
        { label: '晨间洗漱', shift: 'early', weekdays: ALL_WEEK, minutes: 15 },
        { label: n % 2 === 0 ? '户外活动' : '翻身', shift: 'late', weekdays: ALL_WEEK, minutes: 20 },
        { label: '夜间查看', shift, weekdays: ALL_WEEK },
      ],
    })
    if (n % 2 === 1) continue
    const medicine = await nurse({
      act: 'medicine',
      stay,
      name: '示例药品',
      dose: '1 片',
      times: ['08:00', '20:00'],
      prescription: '签约医院处方，存护士站（示例）',
    })
    if (n % 4 === 0) {
      await carer({ act: 'checkMedicine', medicine })
      await nurse({ act: 'dose', medicine, at: '08:00', outcome: 'given' })
    }
  }
  await carer({ act: 'round', seen: people.length, findings: [] })
  await carer({ act: 'meal', meal: 'breakfast', menu: '小米粥、鸡蛋、拌青菜（示例）', grams: 150 })
  const [first, second] = people
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString()
  const fell = {
    act: 'incident',
    kind: 'fall',
    place: '卫生间',
    what: '起身时滑倒（示例）',
    harm: 'light',
    doneAtOnce: '查看、冰敷，测量血压',
  } as const
  if (first !== undefined) {
    await carer({ ...fell, stay: first.stay, happenedAt: hoursAgo(200) })
    await carer({ ...fell, stay: first.stay, happenedAt: hoursAgo(30) })
  }
  if (second === undefined) return
  const incident = await carer({
    ...fell,
    kind: 'bedFall',
    place: '房间',
    stay: second.stay,
    happenedAt: hoursAgo(100),
  })
  const steps = [
    ['familyTold', 98, '电话告知，家属知晓'],
    ['directorTold', 99, '已报告值班负责人'],
    ['cause', 72, '床栏没有拉起'],
    ['learning', 71, '夜间查看清单增加床栏一项'],
    ['closed', 70, '家属认可处理结果'],
  ] as const
  for (const [kind, hours, note] of steps)
    await carer({ act: 'step', incident, kind, at: hoursAgo(hours), note: `${note}（示例）` })
}
