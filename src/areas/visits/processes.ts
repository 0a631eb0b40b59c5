import { sql } from 'kysely'
import { defineProcess, type Moved, type Process, type ProcessDeclaration } from '../../engines/process/index.ts'
import type { Tx } from '../../platform/db/index.ts'

const TOWN = ['townshipClerk', 'districtOfficer'] as const
const ALL = ['villageWorker', 'townshipClerk', 'districtOfficer'] as const

/** Somebody goes and looks: an elder was not seen twice, or a visit found a danger sign. */
const welfareCheck: ProcessDeclaration = {
  kind: 'welfare-check',
  version: 1,
  title: '到场核实',
  letters: 'HC',
  start: 'open',
  states: {
    open: { title: '待到场核实', says: '已通知值班人员到场核实', desk: 'townshipClerk', clock: 'arrival' },
    escalated: { title: '超时未到场', says: '到场超时，已报区县', desk: 'districtOfficer' },
    arrived: { title: '已到场', says: '已有人到场', desk: 'townshipClerk' },
    safe: { title: '平安', says: '已见到本人，平安', desk: null, outcome: 'safe' },
    helped: { title: '已救助', says: '已送医或已救助', desk: null, outcome: 'helped' },
    died: { title: '已去世', says: '核实已去世', desk: null, outcome: 'died' },
  },
  moves: {
    escalate: {
      title: '上报区县',
      done: '到场超时，已报区县',
      from: ['open'],
      to: 'escalated',
      by: ['clock', ...TOWN],
      effect: 'follow',
    },
    arrive: {
      title: '已到场',
      done: '已到场',
      from: ['open', 'escalated'],
      to: 'arrived',
      by: ALL,
      reason: 'optional',
      effect: 'follow',
    },
    findSafe: {
      title: '见到本人，平安',
      done: '已见到本人，平安',
      from: ['open', 'escalated', 'arrived'],
      to: 'safe',
      by: ALL,
      reason: 'required',
      effect: 'close',
      tone: 'primary',
    },
    help: {
      title: '已送医或救助',
      done: '已送医或救助',
      from: ['open', 'escalated', 'arrived'],
      to: 'helped',
      by: ALL,
      reason: 'required',
      effect: 'close',
    },
    findDead: {
      title: '核实去世',
      done: '核实已去世',
      from: ['open', 'escalated', 'arrived'],
      to: 'died',
      by: ALL,
      reason: 'required',
      effect: 'close',
    },
  },
  clocks: { arrival: { title: '到场', term: { setting: 'visit-check-hours', count: 'calendar' }, makes: 'escalate' } },
  evidence: {},
}

/** A need found at a visit: it has an owner, a deadline and an outcome that the elder or the family confirms. Nobody takes it: it comes back. */
const visitNeed: ProcessDeclaration = {
  kind: 'visit-need',
  version: 1,
  title: '巡访发现的需求',
  letters: 'XQ',
  start: 'waiting',
  states: {
    waiting: { title: '待接办', says: '已转办，等待接办', desk: 'townshipClerk', clock: 'pickup' },
    returned: { title: '无人接办，已退回', says: '没有人按时接办，已报区县', desk: 'districtOfficer' },
    taken: { title: '办理中', says: '已有人接办', desk: 'townshipClerk', clock: 'handling' },
    done: { title: '待老人确认', says: '已办，等待老人或家人确认', desk: 'villageWorker' },
    confirmed: { title: '已确认', says: '老人或家人确认已解决', desk: null, outcome: 'met' },
    withdrawn: { title: '不再需要', says: '老人不再需要', desk: null, outcome: 'withdrawn' },
  },
  moves: {
    take: {
      title: '接办',
      done: '已接办',
      from: ['waiting', 'returned'],
      to: 'taken',
      by: TOWN,
      reason: 'optional',
      bulk: true,
      effect: 'follow',
      tone: 'primary',
    },
    comeBack: {
      title: '退回',
      done: '期限内无人接办，已退回并报区县',
      from: ['waiting'],
      to: 'returned',
      by: ['clock'],
      effect: 'follow',
    },
    sendAgain: {
      title: '重新转办',
      done: '已重新转办',
      from: ['returned'],
      to: 'waiting',
      by: ['districtOfficer'],
      reason: 'required',
      effect: 'follow',
    },
    finish: {
      title: '已办',
      done: '已办，等待老人或家人确认',
      from: ['taken'],
      to: 'done',
      by: TOWN,
      reason: 'required',
      effect: 'follow',
      tone: 'primary',
    },
    confirm: {
      title: '老人或家人确认已解决',
      done: '老人或家人确认已解决',
      from: ['done'],
      to: 'confirmed',
      by: ALL,
      not: ['finish'],
      reason: 'optional',
      effect: 'follow',
      tone: 'primary',
    },
    deny: {
      title: '老人或家人说没有解决',
      done: '老人或家人说没有解决，退回重办',
      from: ['done'],
      to: 'waiting',
      by: ALL,
      reason: 'required',
      effect: 'follow',
    },
    withdraw: {
      title: '不再需要',
      done: '老人不再需要',
      from: ['waiting', 'returned', 'taken', 'done'],
      to: 'withdrawn',
      by: ALL,
      reason: 'required',
      effect: 'follow',
    },
  },
  clocks: {
    pickup: {
      title: '接办',
      term: { setting: 'visit-need-pickup-days', count: 'working' },
      makes: 'comeBack',
      restarts: true,
    },
    handling: {
      title: '办理',
      term: { setting: 'visit-need-handling-days', count: 'working' },
      reminders: [1],
      restarts: true,
    },
  },
  evidence: {},
}

export const checkProcess: Process = defineProcess(welfareCheck, { onEffect: followChecks })
export const needProcess: Process = defineProcess(visitNeed, { onEffect: followNeeds })

/** The kinds of case of this area. */
export const visitProcesses: readonly Process[] = [checkProcess, needProcess]

/** What stands beside the case keeps step with it. */
async function followChecks(tx: Tx, moved: readonly Moved[]): Promise<void> {
  for (const each of moved.filter(({ effect }) => effect === 'close'))
    await sql`
      update visits.check set closed_at = clock_timestamp(), outcome = ${each.outcome}
       where district = ${each.district} and case_id = ${each.id}::uuid and closed_at is null`.execute(tx)
}

async function followNeeds(tx: Tx, moved: readonly Moved[]): Promise<void> {
  const rows = moved.map(({ district, id, to, move, account, reason, detail }) => ({
    district,
    id,
    state: to,
    owner: move === 'take' ? account : null,
    back: move === 'comeBack' || move === 'deny' ? 1 : 0,
    outcome: move === 'finish' || move === 'withdraw' ? (reason ?? '') : null,
    by: to === 'confirmed' ? (detail.by === 'family' ? 'family' : 'elder') : null,
  }))
  await sql`
    update visits.referral r
       set state = m.state, owner = coalesce(m.owner, r.owner), came_back = r.came_back + m.back, outcome = coalesce(m.outcome, r.outcome),
           due_on = c.due_on, confirmed_by = coalesce(m.by, r.confirmed_by),
           confirmed_at = case when m.by is not null then clock_timestamp() else r.confirmed_at end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(district text, id uuid, state text, owner text, back integer, outcome text, by text)
      join process.case c on c.district = m.district and c.id = m.id
     where r.district = m.district and r.case_id = m.id`.execute(tx)
}
