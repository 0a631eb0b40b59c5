import type { FieldFault, Refusal } from '../../platform/http/index.ts'

const refuse = (code: string, status: Refusal['status'], message: string, fields?: FieldFault[]): Refusal => ({
  code,
  status,
  message,
  ...(fields === undefined ? {} : { fields }),
})

/** Every way in which a filing says no. */
export const filingRefusals = {
  unknown: () => refuse('FILING_UNKNOWN', 404, '没有找到这件备案，或不在您的辖区内。请从列表中选择。'),
  fields: (fields: FieldFault[]) => refuse('FILING_FIELDS', 422, `有 ${fields.length} 处需要修改。`, fields),
  facilityMissing: () => refuse('FILING_FACILITY_MISSING', 422, '变更、暂停和终止要先选择一处设施，请从列表中选择。'),
  openCase: (number: string) =>
    refuse('FILING_OPEN', 409, `这处设施还有一件备案没有办完（${number}），请先办完或撤回。`),
  planMissing: () => refuse('FILING_PLAN_MISSING', 422, '终止服务要填写老人安置情况，请补充后再提交。'),
  notPlaced: (left: number) =>
    refuse('FILING_NOT_PLACED', 409, `还有 ${left} 位老人没有落实去处，不能终止。请全部落实后再出具回执。`),
  noticeTooLate: () =>
    refuse(
      'FILING_NOTICE_TOO_LATE',
      409,
      '书面告知老人不足 30 天。请推迟终止日期，或核对告知日期（民发〔2024〕19号）。',
    ),
  issuesOpen: (count: number) =>
    refuse('FILING_ISSUES_OPEN', 409, `还有 ${count} 项遗留问题没有销号，办结后再出具回执。`),
  notYet: (on: string) => refuse('FILING_NOT_YET', 409, `这件备案自 ${on} 起生效，请到那一天再出具回执。`),
  checkUnknown: () => refuse('FILING_CHECK_UNKNOWN', 404, '没有找到这项核查，或不属于您的区县。请刷新页面。'),
}
