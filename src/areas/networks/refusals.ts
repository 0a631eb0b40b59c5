import type { Refusal } from '../../platform/http/index.ts'

const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

/** Every way in which networks, estates, projects and contracts say no. */
export const refusals = {
  placeUnknown: () => refuse('NETWORK_PLACE_UNKNOWN', 422, '请选择辖区内的乡镇（街道）或村（社区）。'),
  facilityUnknown: () =>
    refuse('NETWORK_FACILITY_UNKNOWN', 422, '没有找到这处设施，或不在您的辖区内。请从列表中选择。'),
  unknown: () => refuse('NETWORK_UNKNOWN', 404, '没有找到这条记录，或不在您的辖区内。请刷新页面。'),
  ownPoint: () => refuse('VILLAGE_OWN_POINT', 409, '这个村已有自己的互助养老点，不需要合并或免设。'),
  notAVillage: () => refuse('VILLAGE_UNKNOWN', 422, '请选择一个村（社区）。'),
  gateBlocked: (before: string) =>
    refuse('ESTATE_GATE_BLOCKED', 409, `“${before}”还没有通过，这一步不能办理。请先办完上一步。`),
  gateDone: () => refuse('ESTATE_GATE_DONE', 409, '这一步已经通过，不用再办。请刷新页面。'),
  notHandedOver: () => refuse('ESTATE_NOT_HANDED_OVER', 409, '这个小区还没有交付，不能登记使用情况。'),
  stageOrder: (next: string) => refuse('PROJECT_STAGE_ORDER', 409, `现在应登记的是“${next}”，请按顺序登记。`),
  stagesOver: () => refuse('PROJECT_OVER', 409, '这个项目已经投用，没有后续阶段。'),
  stageEarlier: () => refuse('PROJECT_STAGE_EARLIER', 422, '日期不能早于上一阶段，请核对。'),
  paidBeyond: () => refuse('PROJECT_PAID_BEYOND', 422, '累计支付不能超过计划投资，请核对金额。'),
  linkTwice: () => refuse('LINK_TWICE', 409, '这处设施已经挂接，请先结束原来的关系。'),
  linkCircle: () => refuse('LINK_CIRCLE', 409, '这样会形成循环，上级设施不能同时是下级。请重新选择。'),
  notDue: () => refuse('REPORT_NOT_DUE', 422, '合同没有这一天到期的报告，请从列表中选择。'),
  reportThere: () => refuse('REPORT_THERE', 409, '这一期报告已经登记。请刷新页面。'),
  periodReversed: () => refuse('CONTRACT_PERIOD', 422, '合同到期日应晚于起始日。'),
  contractOverlaps: () => refuse('CONTRACT_OVERLAPS', 409, '这处设施同一时间已有一份运营合同，请先结束原合同。'),
}
