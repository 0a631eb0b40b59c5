import type { FieldFault, Refusal } from '../../platform/http/index.ts'

/** Every way in which an act on a case can be refused. */
const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

export const refusals = {
  unknown: () => refuse('CASE_UNKNOWN', 404, '没有找到这件办件，或不在您的辖区内。请核对编号后再查。'),
  numberWrong: () => refuse('CASE_NUMBER_WRONG', 422, '编号的最后一位对不上，请对照回执再读一遍。'),
  noSuchMove: () => refuse('CASE_NO_SUCH_MOVE', 422, '这类办件没有这一步。请刷新页面后再办。'),
  notFromHere: (title: string, state: string) =>
    refuse('CASE_NOT_FROM_HERE', 409, `这件现在是“${state}”，不能再“${title}”。可能刚有人办过，请刷新后再看。`),
  changed: (done: string) => refuse('CASE_CHANGED', 409, `这件刚有人办过：${done}。请刷新后再决定。`),
  notYours: (title: string) =>
    refuse('CASE_NOT_YOURS', 403, `“${title}”不由您的岗位办理。如工作需要，请联系本单位的授权管理员。`),
  delegationOver: (until: string) =>
    refuse('CASE_DELEGATION_OVER', 403, `委托已在 ${until} 到期，不能再代办。可请老人重新委托。`),
  samePerson: (title: string, earlier: string) =>
    refuse('CASE_SAME_PERSON', 409, `“${earlier}”和“${title}”须由两个人办理。请交给另一位同事。`),
  urgedToday: () => refuse('CASE_URGED_TODAY', 409, '今天已经催办过，已经排到经办人清单的最前面。明天还可以再催。'),
  once: (title: string) =>
    refuse('CASE_ONCE', 409, `“${title}”只能办一次，已经办过。还缺的材料可以电话告知，不能再次退回。`),
  evidenceMissing: (fields: FieldFault[]): Refusal => ({
    ...refuse(
      'CASE_EVIDENCE_MISSING',
      422,
      `还差 ${fields.length} 项：${fields.map((each) => each.message).join('、')}。`,
    ),
    fields,
  }),
  nothingMissing: () => refuse('CASE_NOTHING_MISSING', 422, '材料已经齐全，没有要补的。可以直接办理下一步。'),
  toldInPart: (fields: FieldFault[]): Refusal => ({
    ...refuse(
      'CASE_TOLD_IN_PART',
      422,
      `补材料要一次告知。还有 ${fields.map((each) => `“${each.message}”`).join('、')} 没有列入。`,
    ),
    fields,
  }),
  evidenceUnknown: (name: string) => refuse('CASE_EVIDENCE_UNKNOWN', 422, `这类办件不需要“${name}”。请从清单中选择。`),
  reasonMissing: (title: string): Refusal => ({
    ...refuse('CASE_REASON_MISSING', 422, `“${title}”要写明原因。`),
    fields: [{ path: 'reason', message: '请写明原因，申请人会看到。' }],
  }),
  notInBulk: (title: string) => refuse('CASE_NOT_IN_BULK', 422, `“${title}”要一件一件地办，不能批量办理。`),
  tooMany: (most: number) => refuse('CASE_TOO_MANY', 422, `一次最多办理 ${most} 件，请分几次办理。`),
  versionGone: () =>
    refuse('CASE_VERSION_GONE', 409, '这件按旧流程办理，旧流程没有保存下来。请联系系统管理员从备份中找回。'),
  closed: () => refuse('CASE_CLOSED', 409, '这件已经办结，不能再改。如有异议，可另行提出。'),
  deputyPeriod: () => refuse('CASE_DEPUTY_PERIOD', 422, '代办的起止日期不对，结束日要晚于开始日。'),
  deputySelf: () => refuse('CASE_DEPUTY_SELF', 422, '不能请自己代办。请选择另一位同事。'),
} as const
