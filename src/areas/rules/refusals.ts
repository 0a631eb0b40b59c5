import type { Refusal } from '../../platform/http/index.ts'

const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

/** Every way in which a setting can be refused, and what the officer is told. */
export const refusals = {
  parameterUnknown: (id: string) =>
    refuse('PARAMETER_UNKNOWN', 404, `政策目录中没有名为 ${id} 的参数，请从列表中选择。`),
  parameterFixed: (name: string) =>
    refuse('PARAMETER_FIXED', 422, `“${name}”的数值由文件规定，区县不能另行设定。如文件已更新，请先更新政策目录。`),
  outOfReach: (name: string) => refuse('PARAMETER_OUT_OF_REACH', 422, `“${name}”不适用于所选区县，请核对区县。`),
  valueInvalid: (name: string, problem: string): Refusal => ({
    code: 'SETTING_VALUE_INVALID',
    status: 422,
    message: `“${name}”的数值不能保存：${problem}`,
    fields: [{ path: 'value', message: problem }],
  }),
  periodInvalid: (): Refusal => ({
    code: 'SETTING_PERIOD_INVALID',
    status: 422,
    message: '截止日期应晚于起始日期，请修改其中一个。',
    fields: [{ path: 'until', message: '应晚于起始日期。' }],
  }),
  beforeParameter: (from: string): Refusal => ({
    code: 'SETTING_BEFORE_PARAMETER',
    status: 422,
    message: `该规定自 ${from} 起施行，起始日期不能更早。`,
    fields: [{ path: 'from', message: `不早于 ${from}。` }],
  }),
  notFound: () => refuse('SETTING_NOT_FOUND', 404, '没有找到这项设定，或不在您的辖区内。请刷新列表后再试。'),
  alreadyDecided: () => refuse('SETTING_ALREADY_DECIDED', 409, '这项设定已经有人处理过了，请刷新列表查看结果。'),
  samePerson: () =>
    refuse('SETTING_SAME_PERSON', 403, '提出设定的人不能自己签发。请本区县另一位有权限的同事复核后签发。'),
  clauseUnknown: () => refuse('CLAUSE_UNKNOWN', 404, '政策目录中没有这一条款，请从列表中选择。'),
  verifiedAhead: (): Refusal => ({
    code: 'VERIFICATION_DAY_AHEAD',
    status: 422,
    message: '核对日期还没有到，请填写实际核对的日期。',
    fields: [{ path: 'on', message: '不晚于今天。' }],
  }),
  verifiedBeforeIssue: (issued: string): Refusal => ({
    code: 'VERIFICATION_BEFORE_ISSUE',
    status: 422,
    message: `该文件于 ${issued} 印发，核对日期不能更早。`,
    fields: [{ path: 'on', message: `不早于 ${issued}。` }],
  }),
  verificationWaits: () => refuse('VERIFICATION_WAITS', 409, '这一条款已有一次核对在等第二人确认，请先处理那一次。'),
  verificationNotFound: () => refuse('VERIFICATION_NOT_FOUND', 404, '没有找到这次核对，请刷新列表后再试。'),
  sameVerifier: () => refuse('VERIFICATION_SAME_PERSON', 403, '核对的人不能自己确认。请另一位同事对照原文后确认。'),
  casesUnseen: () => refuse('SETTING_CASES_UNSEEN', 409, '签发前请先打开这项数值的 20 例试算，看过前后对照再签。'),
  otherCases: () => refuse('SETTING_OTHER_CASES', 422, '试算的数值或起始日期与这份草稿不同，请从草稿上打开试算。'),
  ruleUnknown: (id: string) => refuse('RULE_UNKNOWN', 404, `没有名为 ${id} 的规则，请从列表中选择。`),
}
