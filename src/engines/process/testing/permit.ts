import type { ActorAt } from '../case.ts'
import type { ProcessDeclaration } from '../declaration.ts'
import { defineProcess } from '../define-process.ts'
import { processRegistry } from '../registry.ts'

/** A kind of case that uses everything a declaration can say; the terms are invented for the specifications. */
export const permit: ProcessDeclaration = {
  kind: 'permit',
  version: 1,
  title: '示例办件',
  letters: 'SL',
  start: 'submitted',
  states: {
    submitted: { title: '待受理', says: '已提交', desk: 'townshipClerk', clock: 'acceptance' },
    correcting: { title: '待补材料', says: '请补材料', desk: 'applicant', clock: 'correction' },
    checking: { title: '核验中', says: '核验中', desk: 'townshipClerk', clock: 'handling' },
    noticed: { title: '公示中', says: '公示中', desk: 'townshipClerk', clock: 'notice', notice: true },
    deciding: { title: '待决定', says: '待决定', desk: 'districtOfficer', clock: 'handling' },
    refused: { title: '不予给付', says: '未批准', desk: 'applicant', clock: 'objection', outcome: 'refused' },
    reviewing: { title: '复核中', says: '复核中', desk: 'districtOfficer', clock: 'review' },
    granted: { title: '已批准', says: '已批准', desk: null, outcome: 'granted' },
    closed: { title: '办结', says: '办结', desk: null, outcome: 'refused' },
    withdrawn: { title: '已撤回', says: '已撤回', desk: null, outcome: 'withdrawn' },
  },
  moves: {
    accept: {
      title: '受理',
      done: '已受理',
      from: ['submitted'],
      to: 'checking',
      by: ['townshipClerk'],
      needs: 'required',
      bulk: true,
    },
    askForMissing: {
      title: '补材料',
      done: '请补材料',
      from: ['submitted'],
      to: 'correcting',
      by: ['townshipClerk'],
      asksForMissing: true,
      once: true,
    },
    supply: {
      title: '补齐',
      done: '已补齐',
      from: ['correcting'],
      to: 'submitted',
      by: ['applicant', 'delegate', 'townshipClerk'],
      needs: 'required',
    },
    lapse: { title: '逾期未补', done: '逾期未补，终止', from: ['correcting'], to: 'withdrawn', by: ['clock'] },
    publish: { title: '公示', done: '开始公示', from: ['checking'], to: 'noticed', by: ['townshipClerk'], bulk: true },
    noticeEnds: { title: '公示期满', done: '公示期满', from: ['noticed'], to: 'deciding', by: ['clock'] },
    grant: {
      title: '批准',
      done: '已批准',
      from: ['deciding'],
      to: 'granted',
      by: ['districtOfficer'],
      not: ['accept', 'publish'],
      bulk: true,
      effect: 'grant',
    },
    refuse: {
      title: '不予给付',
      done: '决定不予给付',
      from: ['deciding'],
      to: 'refused',
      by: ['districtOfficer'],
      not: ['accept', 'publish'],
      reason: 'required',
      bulk: true,
    },
    object: {
      title: '提出异议',
      done: '提出异议',
      from: ['refused'],
      to: 'reviewing',
      by: ['applicant', 'delegate'],
      reason: 'required',
      once: true,
    },
    uphold: {
      title: '维持',
      done: '复核维持',
      from: ['reviewing'],
      to: 'closed',
      by: ['districtOfficer'],
      not: ['refuse'],
      reason: 'required',
    },
    overturn: {
      title: '改为批准',
      done: '复核改为批准',
      from: ['reviewing'],
      to: 'granted',
      by: ['districtOfficer'],
      not: ['refuse'],
      effect: 'grant',
    },
    objectionOver: {
      title: '异议期满',
      done: '异议期满',
      from: ['refused'],
      to: 'closed',
      by: ['clock'],
      inside: true,
    },
    withdraw: {
      title: '撤回',
      done: '已撤回',
      from: ['submitted', 'correcting', 'checking', 'noticed', 'deciding'],
      to: 'withdrawn',
      by: ['applicant', 'delegate'],
    },
  },
  clocks: {
    acceptance: {
      title: '受理期限',
      term: { days: 5, count: 'working', basis: { doc: 'sample', section: '1' } },
      restarts: true,
      reminders: [1],
    },
    correction: {
      title: '补材料期限',
      term: { setting: 'sample-correction', count: 'calendar' },
      restarts: true,
      makes: 'lapse',
    },
    handling: {
      title: '办理期限',
      term: { days: 15, count: 'working', basis: { doc: 'sample', section: '2' } },
      reminders: [3],
    },
    notice: {
      title: '公示期',
      term: { days: 7, count: 'calendar', basis: { doc: 'sample', section: '3' } },
      restarts: true,
      makes: 'noticeEnds',
    },
    objection: {
      title: '异议期',
      term: { days: 60, count: 'calendar', basis: { doc: 'sample', section: '4' } },
      makes: 'objectionOver',
    },
    review: { title: '复核期限', term: { days: 30, count: 'working', basis: { doc: 'sample', section: '5' } } },
  },
  evidence: { identity: { title: '身份证明' }, account: { title: '银行账户' } },
}

/** Effects as they arrived, newest last. */
export const effects: string[] = []

export const processes = processRegistry([
  defineProcess(permit, {
    onEffect: async (_tx, moved) => {
      effects.push(...moved.map((each) => `${each.effect} ${each.number}`))
    },
  }),
])

export const PLACE = { district: '500113', township: '500113103', village: '500113103001' }

export const clerk: ActorAt = () => ({ account: 'clerk', roles: ['townshipClerk'] })
export const officer: ActorAt = () => ({ account: 'officer', roles: ['districtOfficer'] })
export const elder: ActorAt = () => ({ account: 'elder', roles: [], relations: [{ as: 'applicant' }] })
