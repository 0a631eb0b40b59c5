import { OPENED, type ProcessDeclaration, type Term } from '../../engines/process/index.ts'
import type { Rule } from '../../policy/index.ts'
import { titleOf } from './schemes.ts'

/** Letters that begin the numbers of each scheme, so that a voice on the phone says what it is about. */
const LETTERS: Readonly<Record<string, string>> = {
  'old-age-allowance': 'GL',
  'care-subsidy': 'YF',
  'extreme-hardship-care-subsidy': 'TK',
  'construction-subsidy': 'JS',
  'banan-construction-topup': 'JC',
  'operating-subsidy': 'YY',
}

/** Where the papers say that a list is shown to the public before a decision (养老服务补贴 and money for facilities). */
const noticed = (rule: Rule): boolean => rule.subject === 'facility' || rule.id === 'care-subsidy'

export const kindOf = (scheme: string): string => `apply-${scheme}`
export const schemeOf = (kind: string): string => kind.replace(/^apply-/, '')

const open = (setting: string, count: Term['count']): Term => ({ setting: `application-${setting}-days`, count })

const OFFICE = ['townshipClerk', 'districtOfficer'] as const
/** Whoever had a hand in a case before the decision does not decide it: who took it in at a counter, too, and who ended its public notice. */
const prepared = (notice: boolean): readonly string[] => [
  OPENED,
  'accept',
  'verify',
  'doubt',
  ...(notice ? ['closeNotice'] : []),
]
const FAMILY = ['applicant', 'delegate', 'helper'] as const

/**
 * The life of an application for a scheme, made from the scheme's rule: what has to be proven are the facts that the rule looks at. The same for an
 * elder, a family member, a village worker and a counter. Whoever accepts or checks does not decide; whoever decided does not review.
 */
export function declareApplication(rule: Rule): ProcessDeclaration {
  const notice = noticed(rule)
  const decidable = notice ? 'noticed' : 'deciding'
  return {
    kind: kindOf(rule.id),
    version: 2,
    title: `${titleOf(rule.id)}申请`,
    letters: LETTERS[rule.id] ?? 'BJ',
    start: 'submitted',
    states: {
      submitted: { title: '待受理', says: '已提交，等待受理', desk: 'townshipClerk', clock: 'acceptance' },
      correcting: { title: '待补材料', says: '需要您补材料', desk: 'applicant', clock: 'correction' },
      checking: { title: '核验中', says: '已受理，正在核验', desk: 'townshipClerk', clock: 'handling' },
      ...(notice
        ? {
            noticed: {
              title: '公示中',
              says: '正在公示',
              desk: 'townshipClerk',
              clock: 'notice',
              notice: true,
            } as const,
          }
        : {}),
      deciding: { title: '待决定', says: '核验完成，等待决定', desk: 'districtOfficer', clock: 'handling' },
      granted: { title: '已批准', says: '已批准', desk: null, outcome: 'granted' },
      refused: {
        title: '未批准',
        says: '未批准，可以提出异议',
        desk: 'applicant',
        clock: 'objection',
        outcome: 'refused',
      },
      reviewing: { title: '异议复核', says: '异议正在复核', desk: 'districtOfficer', clock: 'review' },
      contesting: {
        title: '金额复核',
        says: '对金额的异议正在复核',
        desk: 'districtOfficer',
        clock: 'review',
        outcome: 'granted',
      },
      upheld: { title: '维持原决定', says: '复核后维持原决定', desk: null, outcome: 'refused' },
      withdrawn: { title: '已撤回', says: '已撤回', desk: null, outcome: 'withdrawn' },
    },
    moves: {
      accept: {
        title: '受理',
        done: '已受理',
        from: ['submitted'],
        to: 'checking',
        by: OFFICE,
        needs: 'required',
        bulk: true,
        tone: 'primary',
      },
      askForMissing: {
        title: '一次告知补材料',
        done: '请补材料',
        from: ['submitted'],
        to: 'correcting',
        by: OFFICE,
        reason: 'optional',
        asksForMissing: true,
        once: true,
      },
      supply: {
        title: '材料已补齐',
        done: '材料已补齐',
        from: ['correcting'],
        to: 'submitted',
        by: [...FAMILY, ...OFFICE],
        needs: 'required',
        tone: 'primary',
      },
      lapse: {
        title: '逾期未补，终止',
        done: '逾期没有补齐材料，终止办理，可以重新申请',
        from: ['correcting'],
        to: 'withdrawn',
        by: OFFICE,
        reason: 'required',
        tone: 'danger',
      },
      verify: {
        title: '核验通过',
        done: notice ? '核验通过，开始公示' : '核验通过',
        from: ['checking'],
        to: decidable,
        by: OFFICE,
        bulk: true,
        tone: 'primary',
      },
      doubt: {
        title: '核验不符',
        done: '核验发现与申请不符，报区县决定',
        from: ['checking'],
        to: 'deciding',
        by: OFFICE,
        reason: 'required',
        inside: true,
      },
      ...(notice
        ? ({
            noticeEnds: {
              title: '公示期满',
              done: '公示期满',
              from: ['noticed'],
              to: 'deciding',
              by: ['clock'],
            },
            closeNotice: {
              title: '公示结束',
              done: '公示结束',
              from: ['noticed'],
              to: 'deciding',
              by: OFFICE,
              reason: 'required',
            },
          } as const)
        : {}),
      grant: {
        title: '批准',
        done: '已批准',
        from: ['deciding'],
        to: 'granted',
        by: ['districtOfficer'],
        not: prepared(notice),
        reason: 'optional',
        bulk: true,
        effect: 'grant',
        tone: 'primary',
      },
      refuse: {
        title: '不予批准',
        done: '决定不予批准',
        from: ['deciding'],
        to: 'refused',
        by: ['districtOfficer'],
        not: prepared(notice),
        reason: 'required',
        bulk: true,
        effect: 'refuse',
      },
      sendBack: {
        title: '退回核验',
        done: '退回重新核验',
        from: ['deciding'],
        to: 'checking',
        by: ['districtOfficer'],
        reason: 'required',
        inside: true,
      },
      object: {
        title: '提出异议',
        done: '提出异议',
        from: ['refused'],
        to: 'reviewing',
        by: [...FAMILY, 'townshipClerk'],
        reason: 'required',
        once: true,
      },
      objectionOver: {
        title: '异议期满',
        done: '异议期满，没有提出异议',
        from: ['refused'],
        to: 'upheld',
        by: ['clock'],
      },
      uphold: {
        title: '维持原决定',
        done: '复核后维持原决定',
        from: ['reviewing'],
        to: 'upheld',
        by: ['districtOfficer'],
        not: ['grant', 'refuse'],
        reason: 'required',
      },
      overturn: {
        title: '改为批准',
        done: '复核后改为批准',
        from: ['reviewing'],
        to: 'granted',
        by: ['districtOfficer'],
        not: ['grant', 'refuse'],
        reason: 'required',
        effect: 'grant',
        tone: 'primary',
      },
      contest: {
        title: '对金额有异议',
        done: '对批准的金额提出异议',
        from: ['granted'],
        to: 'contesting',
        by: [...FAMILY, 'townshipClerk'],
        reason: 'required',
        once: true,
      },
      affirm: {
        title: '答复异议',
        done: '复核后答复',
        from: ['contesting'],
        to: 'granted',
        by: ['districtOfficer'],
        not: ['grant', 'overturn'],
        reason: 'required',
      },
      withdraw: {
        title: '撤回申请',
        done: '申请人撤回申请',
        from: ['submitted', 'correcting', 'checking', ...(notice ? ['noticed'] : []), 'deciding'],
        to: 'withdrawn',
        by: FAMILY,
        reason: 'optional',
      },
      // What somebody asked for is not ended for them without a word on why.
      withdrawFor: {
        title: '代为撤回',
        done: '按申请人的要求撤回申请',
        from: ['submitted', 'correcting', 'checking', ...(notice ? ['noticed'] : []), 'deciding'],
        to: 'withdrawn',
        by: ['townshipClerk'],
        reason: 'required',
        tone: 'danger',
      },
    },
    clocks: {
      acceptance: { title: '受理期限', term: open('acceptance', 'working'), restarts: true, reminders: [1] },
      correction: { title: '补材料期限', term: open('correction', 'working'), restarts: true, reminders: [2] },
      handling: { title: '办理期限', term: open('handling', 'working'), reminders: [3] },
      ...(notice
        ? {
            notice: { title: '公示期', term: open('notice', 'calendar'), restarts: true, makes: 'noticeEnds' } as const,
          }
        : {}),
      objection: { title: '异议期', term: open('objection', 'calendar'), makes: 'objectionOver' },
      review: { title: '复核期限', term: open('review', 'working'), restarts: true, reminders: [3] },
    },
    evidence: {
      consent: { title: '本人同意' },
      delegation: { title: '委托书' },
      other: { title: '其他材料' },
      ...Object.fromEntries(
        evidenceOf(rule).map(({ name, label }) => [name, { title: EVIDENCE_WORDS[name] ?? label }]),
      ),
    },
  }
}

/** The paper that proves a fact, where its name is not the fact's own. */
const EVIDENCE_WORDS: Readonly<Record<string, string>> = {
  birthDate: '身份证明（出生日期）',
  householdDivision: '户籍证明',
  hardship: '困难类别认定',
  careDependency: '能力评估结果',
  ownership: '登记证书',
  tenure: '房屋产权证明或租赁合同',
  leaseYears: '租赁合同',
  newBeds: '床位验收证明',
}

/** The facts that an applicant has to prove: death is never asked of anybody, and an age follows from the birth. */
export const evidenceOf = (rule: Rule): readonly { readonly name: string; readonly label: string }[] =>
  rule.facts
    .filter((fact) => fact.name !== 'diedOn' && fact.insteadOf === undefined)
    .map(({ name, label }) => ({ name, label }))
