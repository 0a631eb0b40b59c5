import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, type Day, day, type Month } from '../../platform/clock/day.ts'
import { newId } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { admit } from './admit.ts'
import { applyForBed, endApplication, recordWish } from './apply.ts'
import { changeBed, comeBack, endStay, goAway } from './change-stay.ts'
import { checkHome, countDay } from './count-day.ts'
import { type ReportOrder, readDay, submitReport } from './daily-report.ts'
import type { Home } from './home.ts'
import { nationalForm } from './national-form.ts'
import { freeBeds, nursingBedsNear, occupancyOf } from './occupancy.ts'
import { closeOffer, offerBed, recordContact } from './offer.ts'
import { publicQueue, readQueue } from './read-queue.ts'
import { contractsOf, residentsOn } from './residents.ts'
import { BY, CONTRACT, DISTRICT, house, NO_RISKS, TODAY, TOWNSHIP } from './testing/house.ts'

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase()
})
afterAll(() => town.drop())

const { system, attempt, done, home, elder, wait, beds, firstFree, offered } = house(() => town.db)
const moveIn = async (of: Home, person: string, from: Day = TODAY) => {
  const offer = await offered(of, person)
  return (await done((tx) => admit(tx, BY, of, { offer, from, risks: NO_RISKS, contract: CONTRACT }))).stay
}
const ROUNDS = process.env.PROVE === '1' ? 300 : 12

describe('轮候', () => {
  it('供养对象先于社会老年人，同组按申请先后；每个人都看得到位次和原因，公示只有姓和编号', async () => {
    const of = await home({ ordinary: 1 })
    const social = await elder()
    await wait(of, social, day('2026-03-01'))
    await wait(of, await elder({ hardship: ['extreme'] }), day('2026-10-01'))
    await wait(of, await elder({ hardship: ['extreme'], careDependency: ['severe'] }), day('2026-11-01'))
    await wait(of, await elder({ hardship: ['subsistence'], livingArrangement: ['kinless'] }), day('2026-11-02'))
    await wait(of, await elder({ hardship: ['subsistence'] }, '1960-01-01'), day('2026-01-02'))
    const queue = await system((tx) => readQueue(tx, of, TODAY, []))
    expect(queue.rows.map(({ place, group, reasons, appliedOn }) => [place, group, reasons.join(), appliedOn])).toEqual(
      [
        [1, 1, '特困供养对象,失能', '2026-11-01'],
        [2, 2, '特困供养对象', '2026-10-01'],
        [3, 3, '经济困难,孤寡,满 80 周岁', '2026-11-02'],
        [4, 4, '社会老年人', '2026-01-02'],
        [5, 4, '社会老年人', '2026-03-01'],
      ],
    )
    expect(queue.order.unset).toEqual(['queue-order-in-group'])
    expect(queue.order.clauses.map((clause) => clause.section)).toEqual(['二(九)', '第三章第二节¶2'])
    expect(publicQueue(queue).at(-1)).toEqual({
      place: 5,
      number: queue.rows[4]?.number,
      name: '周某某',
      group: 4,
      waitingDays: 264,
    })
    expect(await attempt((tx) => applyForBed(tx, BY, of, { elder: social, kind: 'long', wants: 'ordinary' }))).toBe(
      'RESIDENCY_ALREADY_WAITING',
    )
  })

  it('没有评估不能邀约；特困供养对象没有登记意愿不能邀约，登记分散供养的也不能', async () => {
    const of = await home({ ordinary: 2 })
    const never = await elder()
    await system((tx) =>
      sql`delete from elders.fact where elder_id = ${never}::uuid and kind = 'careDependency'`.execute(tx),
    )
    const bed = await firstFree(of)
    const application = await wait(of, never)
    expect(await attempt((tx) => offerBed(tx, BY, of, { bed, application }))).toBe('RESIDENCY_NEVER_ASSESSED')
    const supported = await elder({ hardship: ['extreme'] })
    const second = await wait(of, supported)
    expect(await attempt((tx) => offerBed(tx, BY, of, { bed, application: second }))).toBe('RESIDENCY_WISH_MISSING')
    const wish = { elder: supported, answeredBy: 'self', on: TODAY, note: '' } as const
    await done((tx) => recordWish(tx, BY, DISTRICT, { ...wish, wish: 'scattered' }))
    expect(await attempt((tx) => offerBed(tx, BY, of, { bed, application: second }))).toBe('RESIDENCY_WISH_SCATTERED')
    await done((tx) => recordWish(tx, BY, DISTRICT, { ...wish, wish: 'central' }))
    expect(await attempt((tx) => offerBed(tx, BY, of, { bed, application: second }))).toMatchObject({
      standing: 1,
      skipped: 0,
    })
    expect(await attempt((tx) => recordWish(tx, BY, DISTRICT, { ...wish, elder: never, wish: 'central' }))).toBe(
      'RESIDENCY_NOT_SUPPORTED',
    )
  })

  it('不按次序要写原因并计数；一床一邀；过号要两种方式联系过；放弃后床位空出', async () => {
    const of = await home({ ordinary: 1 })
    const first = await wait(of, await elder(), day('2026-01-01'))
    const second = await wait(of, await elder(), day('2026-02-01'))
    const bed = await firstFree(of)
    expect(await attempt((tx) => offerBed(tx, BY, of, { bed, application: second }))).toBe(
      'RESIDENCY_SKIP_REASON_MISSING',
    )
    const offer = await done((tx) =>
      offerBed(tx, BY, of, { bed, application: second, skipReason: '夫妻同住，配偶已在院' }),
    )
    expect(offer).toMatchObject({ standing: 2, skipped: 1 })
    expect(await attempt((tx) => offerBed(tx, BY, of, { bed, application: first }))).toBe('RESIDENCY_BED_OFFERED')
    const contact = (channel: 'sms' | 'call') =>
      done((tx) => recordContact(tx, BY, of, offer.id, { channel, answered: false }))
    const pass = () => attempt((tx) => closeOffer(tx, BY, of, offer.id, { state: 'passed' }))
    await contact('sms')
    await contact('sms')
    expect(await pass()).toBe('RESIDENCY_PASS_SECOND_CHANNEL')
    await contact('call')
    expect(await pass()).toEqual({ done: true })
    expect((await beds(of))[0]?.state).toBe('free')
    expect((await system((tx) => readQueue(tx, of, TODAY, []))).rows.map((row) => row.passes)).toEqual([0, 1])
    expect(
      await attempt((tx) => endApplication(tx, BY, of, second, { state: 'withdrawn', reason: '本人不来了' })),
    ).toEqual({ done: true })
  })
})

describe('入住', () => {
  it('九项风险、合同、床位、名单和台账一起写；两天后住院、返回、换床、离院，每一天的人数都说得出原因', async () => {
    const of = await home({ ordinary: 2, nursing: 1 }, 'careHome')
    const person = await elder({ livingArrangement: ['alone'] })
    const offer = await offered(of, person)
    const order = { offer, from: day('2026-11-18'), risks: NO_RISKS, contract: CONTRACT }
    const { fall: _, ...eight } = NO_RISKS
    expect(await attempt((tx) => admit(tx, BY, of, { ...order, risks: eight }))).toBe('RESIDENCY_RISKS_MISSING')
    const bare = { ...NO_RISKS, fall: { level: 'high', measures: ' ' } } as const
    expect(await attempt((tx) => admit(tx, BY, of, { ...order, risks: bare }))).toBe('RESIDENCY_MEASURES_MISSING')
    const paid = { ...CONTRACT, payer: 'government' } as const
    expect(await attempt((tx) => admit(tx, BY, of, { ...order, contract: paid }))).toBe('RESIDENCY_PAYER_NOT_SUPPORTED')
    const deposit = (months: number) => ({ ...CONTRACT, depositFen: months * CONTRACT.bedFeeFen })
    expect(await attempt((tx) => admit(tx, BY, of, { ...order, contract: deposit(13) }))).toMatch(/^CUSTODY_/)
    const { stay, contract } = await done((tx) => admit(tx, BY, of, { ...order, contract: deposit(2) }))
    const kept = await system((tx) =>
      sql<{ fen: number }>`select agreed_fen::int as fen from custody.agreement where contract = ${contract}`.execute(
        tx,
      ),
    )
    expect(kept.rows).toEqual([{ fen: 240_000 }])
    const living = () =>
      system((tx) =>
        sql<{
          value: string[]
          from: string
        }>`select value, valid_from as "from" from elders.fact where elder_id = ${person}::uuid
          and kind = 'livingArrangement' and superseded_at is null order by valid_from`.execute(tx),
      ).then(({ rows }) => rows.map(({ value, from }) => `${value.join()} ${from}`))
    expect(await living()).toEqual(['alone 2026-01-01', 'institution 2026-11-18'])
    expect(await system((tx) => contractsOf(tx, DISTRICT, of.id, TODAY))).toMatchObject([
      { stay, elder: person, bedFeeFen: 120_000, until: null },
    ])

    const other = await home({ ordinary: 1 }, 'careHome')
    const again = await offered(other, person)
    expect(
      await attempt((tx) => admit(tx, BY, other, { offer: again, from: TODAY, risks: NO_RISKS, contract: CONTRACT })),
    ).toBe('RESIDENCY_LIVES_ELSEWHERE')

    await done((tx) =>
      goAway(tx, BY, of, stay, { kind: 'hospital', from: day('2026-11-19'), expectedBack: null, note: '' }),
    )
    expect(
      await attempt((tx) => goAway(tx, BY, of, stay, { kind: 'leave', from: TODAY, expectedBack: null, note: '' })),
    ).toBe('RESIDENCY_ALREADY_AWAY')
    expect((await beds(of)).filter((bed) => bed.state === 'away')).toHaveLength(1)
    await done((tx) => comeBack(tx, BY, of, stay, TODAY))
    const says = async (on: Day) =>
      (await system((tx) => countDay(tx, of, on))).reasons.map(
        ({ says, people, effect }) => `${says} ${effect * people}`,
      )
    expect([await says(day('2026-11-18')), await says(day('2026-11-19')), await says(TODAY)]).toEqual([
      ['入住 1'],
      ['住院 -1'],
      ['出院返回 1'],
    ])

    const to = await firstFree(of)
    await done((tx) => changeBed(tx, BY, of, stay, to))
    expect(await attempt((tx) => changeBed(tx, BY, of, stay, to))).toBe('RESIDENCY_SAME_BED')
    await done((tx) =>
      endStay(tx, { ...BY, today: day('2026-11-21') }, of, stay, {
        how: 'left',
        on: day('2026-11-21'),
        reason: '回家',
      }),
    )
    expect(await living()).toEqual(['alone 2026-01-01', 'institution 2026-11-18', 'alone 2026-11-21'])
    const days = await system((tx) =>
      occupancyOf(tx, { district: DISTRICT, facility: of.id, from: day('2026-11-17'), to: day('2026-11-21') }),
    )
    expect(days.map(({ occupied, beds: all }) => [occupied, all])).toEqual([
      [0, 3],
      [1, 3],
      [1, 3],
      [1, 3],
      [0, 3],
    ])
    expect(await system((tx) => residentsOn(tx, { district: DISTRICT, facility: of.id, on: TODAY }))).toMatchObject([
      { stay, bed: to, name: '周某某' },
    ])
    expect(await system((tx) => freeBeds(tx, DISTRICT, [of.id], day('2026-11-21')))).toMatchObject([
      { ordinary: 2, nursing: 1, residents: 0 },
    ])
    const near = await system((tx) =>
      nursingBedsNear(tx, { longitude: 106.501, latitude: 29.4, metres: 500, limit: 50 }, day('2026-11-21')),
    )
    expect(near.find((each) => each.facility === of.id)).toMatchObject({ free: 1, metres: 97 })
    const ended = await system((tx) =>
      sql<{ on: string }>`select ended_on as "on" from custody.agreement where contract = ${contract}`.execute(tx),
    )
    expect(ended.rows).toEqual([{ on: '2026-11-21' }])
  })

  it('最后一张床：两位经办同时邀约，总有一人得到、一人被告知', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const of = await home({ ordinary: 1 })
      const [a, b] = [await wait(of, await elder()), await wait(of, await elder())]
      const bed = await firstFree(of)
      const both = await Promise.all(
        [a, b].map((application) =>
          attempt((tx) => offerBed(tx, BY, of, { bed, application, skipReason: '同时办理' })),
        ),
      )
      expect(both.filter((each) => typeof each !== 'string')).toHaveLength(1)
      expect(both.filter((each) => each === 'RESIDENCY_BED_OFFERED')).toHaveLength(1)
    }
  })

  it('绕过办理直接写表，数据库也不让一张床有两个人、一个人有两张床', async () => {
    const of = await home({ ordinary: 3 })
    const stay = await moveIn(of, await elder(), day('2026-11-15'))
    const [one, two] = await beds(of)
    const write = (bed: string | undefined, holder: string, from: string, until: string | null) =>
      system((tx) =>
        sql`insert into residency.occupancy (district, id, facility_id, bed_id, stay_id, holder, township, from_day, until_day, recorded_by)
            values (${DISTRICT}, ${newId()}, ${of.id}, ${bed}, ${stay}, ${holder}, ${TOWNSHIP}, ${from}, ${until}, 'test')`.execute(
          tx,
        ),
      ).then(
        () => 'ok',
        (error: { constraint?: string }) => error.constraint,
      )
    const taken = one?.stay === stay ? one : two
    const free = one?.stay === stay ? two : one
    expect(await write(taken?.id, newId(), '2026-11-20', null)).toBe('one_person_a_bed')
    expect(await write(taken?.id, newId(), '2026-11-01', '2026-11-15')).toBe('ok')
    expect(await write(free?.id, taken?.elder ?? '', '2026-11-10', '2026-11-16')).toBe('one_bed_a_person')
  })
})

describe('每日填报', () => {
  const checks = [
    { item: 'fireExits', result: 'fine' },
    { item: 'gas', result: 'problem', note: '软管老化' },
    { item: 'foodSamples', result: 'fine' },
    { item: 'medicine', result: 'fine' },
    { item: 'nightRounds', result: 'fine' },
  ] as const
  const report = { on: TODAY, counted: 1, careStaff: 1, nightStaff: 1, checks, hazards: [] }

  it('按记录预填，差异和夜间无人要说明，自查缺项不收；再次提交是更正，隐患留到办结', async () => {
    const of = await home({ ordinary: 2 })
    await moveIn(of, await elder())
    const page = await system((tx) => readDay(tx, of, TODAY))
    expect(page).toMatchObject({ inHouse: 1, inHouseYesterday: 0, report: null, lastStaff: null })
    const submit = (order: Partial<ReportOrder>) => attempt((tx) => submitReport(tx, BY, of, { ...report, ...order }))
    expect(await submit({ checks: checks.slice(1) })).toBe('RESIDENCY_CHECKS_MISSING')
    expect(await submit({ counted: 2 })).toBe('RESIDENCY_EXPLANATION_MISSING')
    expect(await submit({ nightStaff: 0 })).toBe('RESIDENCY_EXPLANATION_MISSING')
    expect(await submit({ on: addDays(TODAY, -2) })).toBe('RESIDENCY_REPORT_DAY')
    const hazard = { item: 'gas' as const, place: '厨房', what: '软管老化', person: '后勤', dueOn: day('2026-11-22') }
    expect(await submit({ hazards: [hazard] })).toEqual({ version: 1, reasons: ['入住 +1'] })
    expect(await submit({ counted: 0, explanation: '老人临时外出，未登记' })).toMatchObject({ version: 2 })
    expect(await system((tx) => readDay(tx, of, TODAY))).toMatchObject({
      report: { version: 2, counted: 0, locked: false },
      lastStaff: { care: 1, night: 1 },
      hazards: [{ place: '厨房', dueOn: '2026-11-22' }],
    })
    await expect(system((tx) => sql`update residency.daily_report set counted = 9`.execute(tx))).rejects.toThrow(
      /never changed/,
    )
  })

  it('集中照护中心按 1:3 和护理型床位 80% 检查，说出还差几人、几张', async () => {
    const of = await home({ ordinary: 1, nursing: 3 }, 'intensiveCareCentre')
    const person = await elder({ hardship: ['extreme'], careDependency: ['severe'] })
    await done((tx) =>
      recordWish(tx, BY, DISTRICT, { elder: person, wish: 'central', answeredBy: 'guardian', on: TODAY, note: '' }),
    )
    await moveIn(of, person)
    const counts = await system((tx) => countDay(tx, of, TODAY))
    expect(checkHome(of, counts, 0, TODAY).map(({ label, says, met }) => [label, says, met])).toEqual([
      ['服务人员配比 1:3', '需要 1 人，现有 0 人，还差 1 人', false],
      ['护理型床位不低于 80%', '现为 75%，还差 1 张护理型床位', false],
    ])
  })

  it('国家系统的数据项从台账中来，没有登记的写未采集，不猜', async () => {
    const of = await home({ ordinary: 1, nursing: 2 })
    await moveIn(of, await elder({ careDependency: ['severe'] }))
    const rows = await system((tx) => nationalForm(tx, of, '2026-11-01' as Month))
    const value = (group: string, item: string) => rows.find((row) => row[0] === group && row[1] === item)?.[2]
    expect(value('规模', '床位总数')).toBe('3 张')
    expect(value('规模', '护理型床位')).toBe('2 张')
    expect(value('月末在住', '合计')).toBe('1 人')
    expect(value('月末在住', '重度失能')).toBe('1 人')
    expect(value('月末在住', '完全失能')).toBe('0 人')
    expect(value('合规', '消防验收')).toBe('未采集')
    expect(value('收费', '床位费')).toBe('未采集')
    const before = await system((tx) => nationalForm(tx, of, '2026-10-01' as Month))
    expect(before.find((row) => row[0] === '月末在住' && row[1] === '合计')?.[2]).toBe('0 人')
  })
})
