import type { Refusal } from '../../platform/http/index.ts'

const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })
const yuan = (fen: number): string => (fen / 100).toFixed(2)

/** Every way in which custody says no. */
export const refusals = {
  facilityUnknown: () =>
    refuse('CUSTODY_FACILITY_UNKNOWN', 404, '没有找到这家机构，或不在您的范围内。请从列表中选择。'),
  accountExists: () =>
    refuse('CUSTODY_ACCOUNT_EXISTS', 409, '这家机构已有一个在用的存管账户，每家机构只能有一个。请核对机构。'),
  accountMissing: () => refuse('CUSTODY_ACCOUNT_MISSING', 409, '这家机构还没有在用的存管账户，请先登记账户再办。'),
  agreementExists: () =>
    refuse('CUSTODY_AGREEMENT_EXISTS', 409, '这份合同的这类预收费已经登记过了，请在合同列表中查看。'),
  agreementUnknown: () => refuse('CUSTODY_AGREEMENT_UNKNOWN', 404, '没有找到这份预收约定，请刷新页面后再选。'),
  daysInvalid: (what: string) => refuse('CUSTODY_DAYS_INVALID', 422, `${what}请核对日期后重新填写。`),
  agreementEnded: () => refuse('CUSTODY_AGREEMENT_ENDED', 409, '这份约定已经终止，只能办理退还本人。'),
  overCap: (name: string, mostFen: number) =>
    refuse('CUSTODY_OVER_CAP', 422, `超过上限：${name}，最多 ${yuan(mostFen)} 元。请改小金额。`),
  barred: (name: string) => refuse('CUSTODY_BARRED', 422, `按“${name}”，这家机构不能收取会员费。`),
  limitUnset: (name: string) =>
    refuse('CUSTODY_LIMIT_UNSET', 422, `“${name}”还没有设定，暂时不能登记。请在“政策规则库”中设定并由第二人签署。`),
  prepaymentStopped: () =>
    refuse('CUSTODY_PREPAYMENT_STOPPED', 409, '民政部门已暂停这家机构预收费，现在不能新签押金、会员费或预付费用。'),
  elderUnknown: () => refuse('CUSTODY_ELDER_UNKNOWN', 404, '台账中没有找到这位老人。请先登记，或核对后重新选择。'),
  fileUnreadable: (why: string) =>
    refuse(
      'CUSTODY_FILE_UNREADABLE',
      422,
      `这份银行文件没有入账：${why}。请向银行核对后重新导入，之前的数据没有变化。`,
    ),
  fileForeign: () =>
    refuse('CUSTODY_FILE_FOREIGN', 422, '这份文件的账号与登记的存管账户不同，没有入账。请核对是哪家机构的文件。'),
  dayTaken: (on: string) =>
    refuse('CUSTODY_DAY_TAKEN', 409, `${on} 的银行数据已经入账，内容与这份不同。请向银行核对哪一份是对的。`),
  dayOutOfOrder: (last: string) => refuse('CUSTODY_DAY_OUT_OF_ORDER', 409, `已入账到 ${last}，请导入它之后的日期。`),
  dayInFuture: () => refuse('CUSTODY_DAY_IN_FUTURE', 422, '文件的日期在今天之后，没有入账。请核对文件。'),
  openingDiffers: (hereFen: number, thereFen: number) =>
    refuse(
      'CUSTODY_OPENING_DIFFERS',
      422,
      `文件的期初余额 ${yuan(thereFen)} 元，与上一份的期末余额 ${yuan(hereFen)} 元不同，没有入账。中间可能缺少一天的文件。`,
    ),
  movementUnknown: () => refuse('CUSTODY_MOVEMENT_UNKNOWN', 404, '没有找到这笔款项，请刷新页面。'),
  movementMatched: () => refuse('CUSTODY_MOVEMENT_MATCHED', 409, '这笔款项已经对上合同，请刷新页面查看。'),
  notEnough: (haveFen: number) =>
    refuse('CUSTODY_NOT_ENOUGH', 409, `这位老人在存管账户中可用的是 ${yuan(haveFen)} 元，请改小金额。`),
  outByDistrict: () =>
    refuse(
      'CUSTODY_OUT_BY_DISTRICT',
      403,
      '没有经银行同意的支出，须由区县民政的两位同事先后指明合同。请联系区县民政部门。',
    ),
  withdrawalUnknown: () => refuse('CUSTODY_WITHDRAWAL_UNKNOWN', 404, '没有找到这笔支取申请，请刷新页面。'),
  withdrawalMoved: () => refuse('CUSTODY_WITHDRAWAL_MOVED', 409, '这笔申请的状态已经变化，请刷新页面后再办。'),
  evidenceNeeded: () => refuse('CUSTODY_EVIDENCE_NEEDED', 422, '请写明证明材料；只有紧急医疗可以先支取、后补交。'),
  agreementNeeded: () => refuse('CUSTODY_AGREEMENT_NEEDED', 422, '抵扣、退费和紧急医疗要指明是哪位老人的哪份约定。'),
  stillUsed: (kind: string) => refuse('CUSTODY_NOT_FOR_USE', 422, `合同已终止，${kind}只能退还本人。`),
  alertUnknown: () => refuse('CUSTODY_ALERT_UNKNOWN', 404, '没有找到这条预警，请刷新页面。'),
  alertClosed: () => refuse('CUSTODY_ALERT_CLOSED', 409, '这条预警已经了结，请刷新页面查看。'),
  alertStands: (says: string) =>
    refuse('CUSTODY_ALERT_STANDS', 409, `这条预警的情况今天仍在：${says}。请等银行数据显示情况解除后再了结。`),
  stepUnknown: () => refuse('CUSTODY_STEP_UNKNOWN', 404, '没有找到这项措施，请刷新页面。'),
  samePerson: () => refuse('CUSTODY_SAME_PERSON', 403, '提出的人不能自己签署。请本区县另一位有权限的同事办理。'),
  modeUnknown: () =>
    refuse('CUSTODY_MODE_UNKNOWN', 422, '这家机构的举办性质或登记性质还没有填写，不能确定定价方式。请先补全机构档案。'),
  documentNeeded: (mode: string) => refuse('CUSTODY_DOCUMENT_NEEDED', 422, `价格${mode}，请写明所依据的文件或协议。`),
  noticeShort: (days: number) =>
    refuse('CUSTODY_NOTICE_SHORT', 422, `调价应至少提前 ${days} 天告知住养老人，请把生效日期后移。`),
  priceExists: () => refuse('CUSTODY_PRICE_EXISTS', 409, '这一项在这一天已有价格，请换一个生效日期。'),
}
