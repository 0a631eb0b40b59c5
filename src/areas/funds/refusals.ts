import type { Refusal } from '../../platform/http/index.ts'
import { showYuan } from '../../platform/money/fen.ts'

const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

/** Every way in which the funds say no. */
export const refusals = {
  sharesUnset: (purpose: string) =>
    refuse(
      'FUNDS_SHARES_UNSET',
      422,
      `“${purpose}”还没有设定各级分担比例，暂时不能预留资金。请先在“资金预算”中提出分担比例并由第二人复核。`,
    ),
  budgetMissing: (words: string) =>
    refuse(
      'FUNDS_BUDGET_MISSING',
      422,
      `${words}还没有下达预算，暂时不能预留资金。请先在“资金预算”中录入预算并由第二人复核。`,
    ),
  budgetShort: (words: string, leftFen: number, wantedFen: number) =>
    refuse(
      'FUNDS_BUDGET_SHORT',
      409,
      `${words}还剩 ${showYuan(leftFen)}，本次需要 ${showYuan(wantedFen)}，还差 ${showYuan(wantedFen - leftFen)}。请先追加预算或调整批次。`,
    ),
  notReserved: () => refuse('FUNDS_NOT_RESERVED', 409, '这笔资金还没有预留。请先预留资金再支付。'),
  sharesNotWhole: () => refuse('FUNDS_SHARES_NOT_WHOLE', 422, '各方的比例相加应等于 1（即 100%），请核对每一项。'),
  periodInvalid: () => refuse('FUNDS_PERIOD_INVALID', 422, '截止日期应晚于起始日期，请修改其中一个。'),
  yearDiffers: (year: number) => refuse('FUNDS_YEAR_DIFFERS', 422, `日期应在 ${year} 年内，请核对年度和日期。`),
  proposalUnknown: () =>
    refuse('FUNDS_PROPOSAL_UNKNOWN', 404, '没有找到这份待复核的内容，或不在您的辖区内。请刷新页面。'),
  alreadyDecided: () => refuse('FUNDS_ALREADY_DECIDED', 409, '这份内容已经有人处理过了，请刷新页面查看结果。'),
  samePerson: () => refuse('FUNDS_SAME_PERSON', 403, '提出的人不能自己复核。请本区县另一位有权限的同事复核。'),
  contractExists: (number: string, lot: string) =>
    refuse('FUNDS_CONTRACT_EXISTS', 409, `合同 ${number} 的“${lot}”已经登记过，请核对合同编号和包件。`),
  listTooEarly: () => refuse('FUNDS_LIST_TOO_EARLY', 409, '新清单的施行日期应晚于现行清单，请修改日期。'),
  contractUnknown: () => refuse('FUNDS_CONTRACT_UNKNOWN', 404, '没有找到这份合同，或不在您的辖区内。请核对后再办。'),
  monthOutsideContract: () => refuse('FUNDS_MONTH_OUTSIDE', 422, '这个月不在合同期限内，请核对月份。'),
  quotaPassed: (left: number, unit: string) =>
    refuse('FUNDS_QUOTA_PASSED', 409, `合同数量只剩 ${left} ${unit}，本月核实的数量超出。请核对数量或先签补充合同。`),
  monthAhead: (month: string) =>
    refuse('FUNDS_MONTH_AHEAD', 422, `${month} 还没有到，不能核实服务量。请选择本月或以前的月份。`),
  deliveryExists: () => refuse('FUNDS_DELIVERY_EXISTS', 409, '这个月的服务量已经核实过。更正请先与原核实人联系。'),
  deliveryMissing: () =>
    refuse('FUNDS_DELIVERY_MISSING', 409, '这个月的服务量还没有与记录核对，不能登记发票。请先核实服务量。'),
  invoiceMismatch: (invoiceFen: number, payableFen: number) =>
    refuse(
      'FUNDS_INVOICE_MISMATCH',
      422,
      `发票金额 ${showYuan(invoiceFen)} 与核实应付 ${showYuan(payableFen)} 不一致，没有登记。请核对发票或服务量。`,
    ),
  invoiceExists: () => refuse('FUNDS_INVOICE_EXISTS', 409, '这个月的发票已经登记过，请刷新页面查看。'),
}
