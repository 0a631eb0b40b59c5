import type { Refusal } from '../../platform/http/index.ts'

const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

/** Every way in which facility money says no. */
export const refusals = {
  placeUnknown: () => refuse('SUBSIDY_PLACE_UNKNOWN', 404, '没有找到这家机构，或不在您的辖区内。请从列表中选择。'),
  ruleUnknown: (id: string) => refuse('SUBSIDY_RULE_UNKNOWN', 404, `没有名为 ${id} 的补贴，请从列表中选择。`),
  wrongKind: (rule: string) =>
    refuse('SUBSIDY_WRONG_KIND', 422, `“${rule}”不适用于这类机构，请选择另一项补贴或另一家机构。`),
  monthsInvalid: () => refuse('SUBSIDY_MONTHS_INVALID', 422, '请选择不超过 12 个月、且已经结束的月份。'),
  settingMissing: (name: string) =>
    refuse(
      'SUBSIDY_SETTING_MISSING',
      422,
      `本区还没有设定“${name}”，暂时不能测算。请在“政策规则库”中设定并由第二人签署。`,
    ),
  factsMissing: (names: string) => refuse('SUBSIDY_FACTS_MISSING', 422, `还缺：${names}。请补充证据后再测算。`),
  nothingToPay: (says: string) => refuse('SUBSIDY_NOTHING_TO_PAY', 422, `没有可以申领的金额：${says}。`),
  openClaim: (number: string) =>
    refuse('SUBSIDY_OPEN_CLAIM', 409, `同一机构、同一补贴还有一件没有办完（${number}），请先办完或退回再测算。`),
  claimUnknown: () => refuse('SUBSIDY_CLAIM_UNKNOWN', 404, '没有找到这件申领，或不在您的辖区内。请刷新页面。'),
  wrongState: () => refuse('SUBSIDY_WRONG_STATE', 409, '这件申领的状态已经变化，请刷新页面后再办。'),
  samePerson: () =>
    refuse('SUBSIDY_SAME_PERSON', 403, '测算、核验的人不能自己复核同一件申领。请本区县另一位有权限的同事办理。'),
  paidBefore: () =>
    refuse('SUBSIDY_PAID_BEFORE', 409, '其中有床位或人月刚刚计入了另一件申领，没有重复计。请重新测算。'),
  instalmentsDiffer: () => refuse('SUBSIDY_INSTALMENTS_DIFFER', 422, '各期金额相加应等于核定金额，请核对每一期。'),
  instalmentUnknown: () => refuse('SUBSIDY_INSTALMENT_UNKNOWN', 404, '没有找到这一期，请刷新页面。'),
  alreadyDone: () => refuse('SUBSIDY_ALREADY_DONE', 409, '这一步已经办过了，请刷新页面查看。'),
  evidenceFirst: () => refuse('SUBSIDY_EVIDENCE_FIRST', 409, '这一期的条件还没有确认，请先确认证据再支付。'),
  payerIsConfirmer: () => refuse('SUBSIDY_PAYER_IS_CONFIRMER', 403, '确认条件的人不能自己支付，请另一位同事办理。'),
  dishonest: () => refuse('SUBSIDY_DISHONEST', 409, '这家机构有生效的严重失信标记，暂停支付。标记解除后可以继续。'),
  poolExceeded: () => refuse('SUBSIDY_POOL_EXCEEDED', 409, '登记的使用金额超过了这笔统筹资金，请核对金额。'),
}
