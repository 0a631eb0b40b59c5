import { sql } from 'kysely'
import { type CaseRow, defineProcess, type Moved, type Process } from '../../engines/process/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Refusal } from '../../platform/http/index.ts'
import { effectOfReceipt, objectionToReceipt } from './file-filing.ts'
import { MATERIALS } from './filing-words.ts'

export const FILING = 'facility-filing'
export const CHECK = 'facility-check'

/** A filing is no licence: complete material gets its receipt, while the departments look in parallel. */
const filing: Process = defineProcess(
  {
    kind: FILING,
    version: 1,
    title: '机构备案',
    letters: 'BA',
    start: 'submitted',
    states: {
      submitted: { title: '待出具回执', says: '已提交，等待回执', desk: 'districtOfficer', clock: 'receipt' },
      correcting: { title: '待补材料', says: '需要补材料', desk: 'applicant' },
      filed: { title: '已备案，部门核查中', says: '已备案，部门核查中', desk: 'districtOfficer', outcome: 'filed' },
      closed: { title: '已备案，核查完成', says: '已备案', desk: null, outcome: 'filed' },
      withdrawn: { title: '已撤回', says: '已撤回', desk: null, outcome: 'withdrawn' },
    },
    moves: {
      receipt: {
        title: '出具回执',
        done: '已出具备案回执',
        from: ['submitted'],
        to: 'filed',
        by: ['districtOfficer'],
        needs: 'required',
        effect: 'receipt',
        tone: 'primary',
      },
      askForMissing: {
        title: '一次告知补材料',
        done: '请补材料',
        from: ['submitted'],
        to: 'correcting',
        by: ['districtOfficer'],
        reason: 'optional',
        asksForMissing: true,
        once: true,
        effect: 'state',
      },
      supply: {
        title: '材料已补齐',
        done: '材料已补齐',
        from: ['correcting'],
        to: 'submitted',
        by: ['applicant', 'districtOfficer'],
        needs: 'required',
        effect: 'state',
        tone: 'primary',
      },
      withdraw: {
        title: '撤回备案',
        done: '撤回备案',
        from: ['submitted', 'correcting'],
        to: 'withdrawn',
        by: ['applicant', 'districtOfficer'],
        reason: 'required',
        effect: 'state',
      },
      close: {
        title: '核查完成，办结',
        done: '部门核查完成，办结',
        from: ['filed'],
        to: 'closed',
        by: ['districtOfficer', 'clock'],
        reason: 'optional',
        effect: 'state',
      },
    },
    clocks: {
      receipt: {
        title: '回执期限',
        term: { setting: 'filing-receipt-days', count: 'working' },
        restarts: true,
        reminders: [2],
      },
    },
    evidence: Object.fromEntries(Object.entries(MATERIALS).map(([name, title]) => [name, { title }])),
  },
  { guard: guardFiling, onEffect: moveFilings },
)

const check: Process = defineProcess({
  kind: CHECK,
  version: 1,
  title: '部门核查',
  letters: 'HC',
  start: 'asked',
  states: {
    asked: { title: '待核查', says: '等待部门核查', desk: 'department', clock: 'check' },
    clear: { title: '核查无问题', says: '核查无问题', desk: null, outcome: 'clear' },
    problem: { title: '核查有问题', says: '核查有问题', desk: null, outcome: 'problem' },
  },
  moves: {
    clear: {
      title: '没有问题',
      done: '核查没有发现问题',
      from: ['asked'],
      to: 'clear',
      by: ['department', 'districtOfficer'],
      reason: 'required',
      tone: 'primary',
    },
    problem: {
      title: '有问题',
      done: '核查发现问题',
      from: ['asked'],
      to: 'problem',
      by: ['department', 'districtOfficer'],
      reason: 'required',
    },
  },
  clocks: {
    check: { title: '核查期限', term: { setting: 'filing-check-days', count: 'working' }, reminders: [2] },
  },
  evidence: {},
})

/** The kinds of case of this area. */
export const facilityProcesses: readonly Process[] = [filing, check]
export const filingProcess = filing
export const checkProcess = check

async function guardFiling(
  tx: Tx,
  cases: readonly CaseRow[],
  { move }: { readonly move: string },
  today: Day,
): Promise<ReadonlyMap<string, Refusal>> {
  const objections = new Map<string, Refusal>()
  for (const row of cases) {
    const objection = move === 'receipt' ? await objectionToReceipt(tx, row, today) : undefined
    if (objection !== undefined) objections.set(row.id, objection)
  }
  return objections
}

/** The filing's own row follows its case, so that lists and the public record need no other table. */
async function moveFilings(tx: Tx, moved: readonly Moved[]): Promise<void> {
  for (const each of moved) {
    if (each.effect === 'receipt') await effectOfReceipt(tx, each)
    else
      await sql`update facilities.filing set state = ${each.to} where district = ${each.district} and id = ${each.id}::uuid`.execute(
        tx,
      )
  }
}
