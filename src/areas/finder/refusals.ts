import type { Refusal } from '../../platform/http/index.ts'

const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

/** Every way in which looking for a place says no. */
export const refusals = {
  unknown: () => refuse('FINDER_UNKNOWN', 404, '没有找到这家机构，可能已经停办。请回到“找机构”重新选。'),
  noQueue: () => refuse('FINDER_NO_QUEUE', 404, '这里没有床位，不用轮候。可以看看别的机构。'),
  budgetUnreadable: () => refuse('FINDER_BUDGET', 422, '预算没有读懂，请写成 3500 或 三千五。'),
  tooMany: () => refuse('FINDER_FOUR', 422, '一次最多比较 4 家。请先去掉一家。'),
  tourPast: () => refuse('TOUR_PAST', 422, '请选明天以后、60 天以内的日子。'),
  tourFull: () => refuse('TOUR_FULL', 409, '这半天约的人已经很多，请换半天，或打机构电话。'),
  tourUnknown: () => refuse('TOUR_UNKNOWN', 404, '预约编号和校验码对不上，请照着页面上的再填一遍。'),
  tourLocked: (minutes: number) => refuse('TOUR_LOCKED', 429, `试的次数太多，请 ${minutes} 分钟后再试，或打机构电话。`),
  tourOver: () => refuse('TOUR_OVER', 409, '这个预约已经答复或取消，不用再办。'),
  answerMissing: () => refuse('TOUR_ANSWER', 422, '不能接待的，请写一句原因，或建议另一个时间。'),
  kindUnknown: () => refuse('DISCLOSURE_KIND', 422, '请从清单中选择要公布的是什么。'),
  notByOperator: () => refuse('DISCLOSURE_GOVERNMENT', 403, '这一项由民政部门核验后公布，机构不能自己填。'),
  dayAhead: () => refuse('DISCLOSURE_AHEAD', 422, '公布的是已经有的情况，日子不能晚于今天。'),
  setUnknown: () => refuse('DATA_SET_UNKNOWN', 404, '没有这个数据集，请从列出的数据集中选。'),
} as const
