import type { Refusal } from '../../platform/http/index.ts'

/** Every way in which an application can be refused. */
const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

export const refusals = {
  schemeUnknown: () => refuse('APPLICATION_SCHEME_UNKNOWN', 422, '没有这项待遇，请从列出的事项中选择。'),
  nothingChosen: () => refuse('APPLICATION_NOTHING_CHOSEN', 422, '还没有选择要申请的事项，至少选一项。'),
  elderUnknown: () =>
    refuse('APPLICATION_ELDER_UNKNOWN', 404, '没有找到这位老人，或不在您的辖区内。请核对证件，未建档的先建档。'),
  already: (title: string, number: string) =>
    refuse('APPLICATION_ALREADY', 409, `“${title}”已有一件在办，编号 ${number}。可以直接查看进度。`),
  consentMissing: () =>
    refuse('APPLICATION_CONSENT_MISSING', 422, '还没有记录老人本人的同意。请先念给老人听，再记下同意的方式。'),
  delegationMissing: () =>
    refuse('APPLICATION_DELEGATION_MISSING', 422, '没有有效的委托。请先办理委托，写明到期的日子。'),
  delegationPeriod: () => refuse('APPLICATION_DELEGATION_PERIOD', 422, '委托到期日要晚于今天。'),
  delegationLong: () =>
    refuse('APPLICATION_DELEGATION_LONG', 422, '委托一次最长 3 年，到期前可以再续。请把到期日提前。'),
  notMet: (title: string, because: string) =>
    refuse('APPLICATION_NOT_MET', 409, `按现有情况，“${title}”还不能批准：${because}。请先核对老人档案。`),
  firstMonthUnset: () =>
    refuse(
      'APPLICATION_FIRST_MONTH_UNSET',
      409,
      '本区还没有设置“批准后从哪个月起计发”，暂不能批准。请区县管理员在“政策规则库”中设置。',
    ),
  notDecided: () => refuse('APPLICATION_NOT_DECIDED', 409, '这件还没有作出决定，决定后可以出具决定书。'),
  caseUnknown: () => refuse('APPLICATION_CASE_UNKNOWN', 404, '没有找到这件办件，或不在您的辖区内。请核对编号后再查。'),
  draftGone: () => refuse('APPLICATION_DRAFT_GONE', 404, '没有找到保存的内容，可能已经过期。请重新填写。'),
  ratingEarly: () => refuse('APPLICATION_RATING_EARLY', 409, '还没有办结，办结后可以评价。'),
  rated: () => refuse('APPLICATION_RATED', 409, '已经评价过了，谢谢您。'),
  evidenceUnknown: () => refuse('APPLICATION_EVIDENCE_UNKNOWN', 422, '请从清单中选择这份材料是什么。'),
  fileTooLarge: () => refuse('APPLICATION_FILE_TOO_LARGE', 413, '文件超过 20 兆，请拍小一点或分开上传。'),
  caseOver: () =>
    refuse('APPLICATION_CASE_OVER', 409, '这件事已经办结，不再收材料。需要更正的，请重新申请或到窗口办理。'),
  tooManyFiles: (most: number) =>
    refuse(
      'APPLICATION_TOO_MANY_FILES',
      409,
      `这件事已收的文件太多了（最多 ${most} 份，合计 200 MB）。请把几页合成一个文件，或到窗口交纸质材料。`,
    ),
  fileMissing: () => refuse('APPLICATION_FILE_MISSING', 422, '没有收到文件，请重新选择后上传。'),
  deputyUnknown: () => refuse('APPLICATION_DEPUTY_UNKNOWN', 422, '没有找到这位同事的账号，请核对后再填。'),
} as const
