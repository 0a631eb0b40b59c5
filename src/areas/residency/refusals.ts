import type { Refusal } from '../../platform/http/index.ts'

const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

/** Every way in which residency says no. */
export const refusals = {
  homeUnknown: () => refuse('RESIDENCY_HOME_UNKNOWN', 404, '没有找到这家机构，或不在您的辖区内。请从列表中选择。'),
  personUnknown: () =>
    refuse(
      'RESIDENCY_PERSON_UNKNOWN',
      404,
      '本区台账里没有这位老人。请核对证件号码；档案在外区的，先由居住地镇街发起转入。',
    ),
  personDied: (on: string) =>
    refuse('RESIDENCY_PERSON_DIED', 422, `台账登记这位老人已于 ${on} 去世，不能办理。登记有误的，请先由镇街更正。`),
  alreadyWaiting: (number: string) =>
    refuse('RESIDENCY_ALREADY_WAITING', 409, `这位老人已在本机构轮候，编号 ${number}。请直接在名单中办理。`),
  livesElsewhere: (home: string, since: string) =>
    refuse('RESIDENCY_LIVES_ELSEWHERE', 409, `这位老人从 ${since} 起住在${home}。请先由该机构办理离院，再办理入住。`),
  daysMissing: () => refuse('RESIDENCY_DAYS_MISSING', 422, '短期入住和喘息服务要写明从哪天到哪天。'),
  applicationUnknown: () => refuse('RESIDENCY_APPLICATION_UNKNOWN', 404, '没有找到这份申请。请刷新名单后再试。'),
  applicationMoved: (state: string) =>
    refuse('RESIDENCY_APPLICATION_MOVED', 409, `这份申请现在是“${state}”，不能这样办理。请刷新名单后再试。`),
  bedUnknown: () => refuse('RESIDENCY_BED_UNKNOWN', 404, '没有找到这张床位，或今天没有启用。请从床位图中选择。'),
  bedTaken: () => refuse('RESIDENCY_BED_TAKEN', 409, '这张床刚被安排给另一位老人。请另选一张空床。'),
  bedOffered: () => refuse('RESIDENCY_BED_OFFERED', 409, '这张床已邀约另一位老人，答复前不能再安排。请另选一张空床。'),
  bedWrongKind: () =>
    refuse('RESIDENCY_BED_WRONG_KIND', 422, '床位类型与申请不符。请选择与申请一致的床位，或先更改申请的床位类型。'),
  skipReasonMissing: (ahead: number) =>
    refuse(
      'RESIDENCY_SKIP_REASON_MISSING',
      422,
      `前面还有 ${ahead} 位可邀约的老人。不按次序邀约要写明原因，原因会报区民政并计数。`,
    ),
  neverAssessed: () =>
    refuse(
      'RESIDENCY_NEVER_ASSESSED',
      422,
      '这位老人还没有能力评估，不能邀约或入住。请先预约上门评估，出结果后再办理。',
    ),
  assessmentExpired: (since: string) =>
    refuse('RESIDENCY_ASSESSMENT_EXPIRED', 422, `能力评估是 ${since} 做的，已过有效期。请先预约复评，出结果后再办理。`),
  wishMissing: () =>
    refuse('RESIDENCY_WISH_MISSING', 422, '特困供养对象入住前要征得本人或监护人同意。请先登记集中供养意愿，再办理。'),
  wishScattered: () =>
    refuse('RESIDENCY_WISH_SCATTERED', 422, '这位老人登记的意愿是分散供养。意愿有变化的，请重新登记后再办理。'),
  offerUnknown: () => refuse('RESIDENCY_OFFER_UNKNOWN', 404, '没有找到这次邀约。请刷新页面后再试。'),
  offerMoved: () => refuse('RESIDENCY_OFFER_MOVED', 409, '这次邀约已经有结果了。请刷新页面后查看。'),
  passSecondChannel: () =>
    refuse(
      'RESIDENCY_PASS_SECOND_CHANNEL',
      422,
      '过号前要用两种不同方式联系过。请换一种方式再联系一次并记录，例如打电话或上门。',
    ),
  passTermRunning: (until: string) =>
    refuse('RESIDENCY_PASS_TERM_RUNNING', 422, `答复期限到 ${until}，期限内不能过号。请到期后再办理。`),
  passAnswered: () => refuse('RESIDENCY_PASS_ANSWERED', 422, '联系记录显示老人已答复。请按答复办理接受或放弃。'),
  risksMissing: (names: string) =>
    refuse('RESIDENCY_RISKS_MISSING', 422, `入住前风险评估还差：${names}。请补齐后再办理入住。`),
  measuresMissing: (names: string) =>
    refuse('RESIDENCY_MEASURES_MISSING', 422, `有风险的项目要写防护措施：${names}。请补写后再办理入住。`),
  payerNotSupported: () =>
    refuse(
      'RESIDENCY_PAYER_NOT_SUPPORTED',
      422,
      '台账里这位老人不是特困供养对象，费用不能由政府供养支付。请选择本人或家属支付。',
    ),
  dayInvalid: (words: string) => refuse('RESIDENCY_DAY_INVALID', 422, words),
  stayUnknown: () => refuse('RESIDENCY_STAY_UNKNOWN', 404, '没有找到这位在住老人。请刷新名单后再试。'),
  stayEnded: () => refuse('RESIDENCY_STAY_ENDED', 409, '这位老人已经离院。请刷新名单后查看。'),
  alreadyAway: () => refuse('RESIDENCY_ALREADY_AWAY', 409, '这位老人正在外出或住院。请先登记返回，再办理新的外出。'),
  notAway: () => refuse('RESIDENCY_NOT_AWAY', 409, '这位老人现在没有外出或住院登记，不需要登记返回。'),
  sameBed: () => refuse('RESIDENCY_SAME_BED', 422, '这位老人已经在这张床上。请选择另一张空床。'),
  nursingAboveBeds: () =>
    refuse('RESIDENCY_NURSING_ABOVE_BEDS', 422, '护理型床位多于床位总数，不能提交。请先在设施档案中更正床位。'),
  explanationMissing: (what: string) => refuse('RESIDENCY_EXPLANATION_MISSING', 422, `${what}。请写明情况后再提交。`),
  checksMissing: (names: string) => refuse('RESIDENCY_CHECKS_MISSING', 422, `自查还差：${names}。请逐项查看后再提交。`),
  reportDay: () => refuse('RESIDENCY_REPORT_DAY', 422, '只能填报今天和昨天。更早的日期如有错误，请联系区民政更正。'),
  reportLocked: () =>
    refuse('RESIDENCY_REPORT_LOCKED', 422, '提交已超过 24 小时，不能改。请写明更正原因，提交一份更正。'),
  hazardUnknown: () => refuse('RESIDENCY_HAZARD_UNKNOWN', 404, '没有找到这条隐患，或已经办结。请刷新页面后查看。'),
  notSupported: () =>
    refuse('RESIDENCY_NOT_SUPPORTED', 422, '台账里这位老人不是特困供养对象，不需要登记集中供养意愿。'),
  paidTooMuch: () => refuse('RESIDENCY_PAID_TOO_MUCH', 422, '填写的金额大于还没有支付的金额。请核对后重新填写。'),
  chargeUnknown: () => refuse('RESIDENCY_CHARGE_UNKNOWN', 404, '没有找到这笔费用。请刷新页面后再试。'),
}
