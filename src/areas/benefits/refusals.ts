import type { FieldFault, Refusal } from '../../platform/http/index.ts'

/** Every way in which a question about entitlements, or a run, can be refused. */
const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

export const refusals = {
  monthUnreadable: (text: string) => refuse('monthUnreadable', 422, `“${text}”不是月份，请按 2026-11 的样子填写。`),
  monthAhead: (month: string) => refuse('monthAhead', 422, `${month} 还没有到，请选择本月或以前的月份。`),
  divisionUnknown: (key: string) => refuse('divisionUnknown', 404, `没有找到区划“${key}”，请用名称或拼音查一下再试。`),
  divisionTooSmall: (name: string) =>
    refuse('divisionTooSmall', 422, `“${name}”是村（社区），津贴按区县或乡镇（街道）计算，请选择上一级。`),
  divisionNotInForce: (name: string, month: string) =>
    refuse('divisionNotInForce', 422, `“${name}”在 ${month} 不存在（尚未设立或已撤销），请换一个月份。`),
  zone: (name: string) => refuse('zoneNotPayer', 422, `“${name}”是功能区，津贴由区县发放，请选择区县或乡镇（街道）。`),
  chooseDistrict: () =>
    refuse('chooseDistrict', 422, '全市没有合在一起的批次，津贴由各区县发放。请选择一个区县或乡镇（街道）。'),
  parametersUnset: (fields: FieldFault[]): Refusal => ({
    ...refuse(
      'parametersUnset',
      422,
      `本区还没有设置${fields.length > 0 ? `“${fields[0]?.message}”等 ${fields.length} 项` : '这个月的'}标准，暂时不能生成批次。请区县管理员在“政策规则库”中设置。`,
    ),
    fields,
  }),
  noRun: (month: string) => refuse('noRun', 404, `${month} 还没有生成津贴批次。请区县经办人先在“津贴批次”中生成。`),
  elderNotInRun: (month: string) =>
    refuse('elderNotInRun', 404, `${month} 的批次中没有这位老人，或不在您的辖区内。请核对后再查。`),
  monthClosed: (month: string, later: string) =>
    refuse('monthClosed', 409, `${later} 的批次已经生成，${month} 不再重算。迟到的情况会在下一批次中列为补发或扣回。`),
  notAllowed: () => refuse('notAllowed', 403, '您的岗位不能办理这项操作。如工作需要，请联系本单位的授权管理员。'),
  lineUnknown: () => refuse('lineUnknown', 404, '没有找到这一条，可能已有新的批次。请刷新页面后再看。'),
  sampleNotOpened: (left: number) =>
    refuse('sampleNotOpened', 409, `抽查名单还有 ${left} 人没有打开。请逐一查看后再复核。`),
  changesNotConfirmed: (left: number) =>
    refuse('changesNotConfirmed', 409, `还有 ${left} 个乡镇（街道）没有确认变化。请等乡镇确认后再复核。`),
  makerCannotReview: () => refuse('makerCannotReview', 409, '生成批次的人不能复核同一批次，请由另一位同事复核。'),
  alreadyDone: () => refuse('alreadyDone', 409, '这一步已经办过了。请刷新页面查看。'),
}
