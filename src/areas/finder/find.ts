import type { FindQuery, Found, Place } from './contract.ts'
import { type By, sayEstimate } from './effort.ts'

/** What somebody looks for, read from the address. */
export type Wanted = Omit<FindQuery, 'budget' | 'near'> & {
  readonly budgetYuan?: number | undefined
  readonly located: boolean
}

type Condition = { readonly word: string; readonly asked: boolean; readonly holds: (place: Place) => boolean }

/** Every condition, in the order in which one is left out when nothing is found: the one that is easiest to give up first. */
function conditionsOf(wanted: Wanted): Condition[] {
  const { kind, name, free, budgetYuan, rated, hospital, minutes, by, located } = wanted
  const reach = minutes ?? 15
  const all: Condition[] = [
    { word: '有等级评定', asked: rated === '1', holds: (place) => place.rating !== null },
    { word: '有签约医院', asked: hospital === '1', holds: (place) => place.hospital !== null },
    {
      word: `${by === 'drive' ? '驾车' : '步行'} ${reach} 分钟内`,
      asked: located && minutes !== undefined,
      holds: (place) => place.minutes !== null && place.minutes <= reach,
    },
    {
      word: `每月不超过 ${budgetYuan ?? 0} 元`,
      asked: budgetYuan !== undefined,
      holds: (place) => place.basketFen !== null && place.basketFen <= (budgetYuan ?? 0) * 100,
    },
    {
      word: free === 'nursing' ? '有护理型空床' : free === 'dementia' ? '有认知症照护空床' : '有空床',
      asked: free !== undefined,
      holds: (place) => (free === 'nursing' || free === 'dementia' ? place.free[free] : place.free.all) > 0,
    },
    { word: '类型', asked: kind !== undefined && kind !== '', holds: (place) => place.kind === kind },
    { word: '名称', asked: name !== undefined && name !== '', holds: (place) => place.name.includes(name ?? '') },
  ]
  return all.filter((each) => each.asked)
}

const MOST = 200

/**
 * The places that fit, nearest first where a point is given, otherwise by name: there is no other order. Where nothing fits, one condition is left
 * out and said; the name of a place is never left out.
 */
export function findPlaces(all: readonly Place[], wanted: Wanted, asOf: string): Found {
  const conditions = conditionsOf(wanted)
  const fitting = (some: readonly Condition[]) => all.filter((place) => some.every((each) => each.holds(place)))
  const exact = fitting(conditions)
  const easier =
    exact.length > 0
      ? undefined
      : conditions.find(
          (each) => each.word !== '名称' && fitting(conditions.filter((other) => other !== each)).length > 0,
        )
  const found = easier === undefined ? exact : fitting(conditions.filter((each) => each !== easier))
  const by: By = wanted.by ?? 'walk'
  const rows = wanted.located
    ? found.toSorted(
        (one, other) => (one.metres ?? Number.POSITIVE_INFINITY) - (other.metres ?? Number.POSITIVE_INFINITY),
      )
    : found
  return {
    rows: rows.slice(0, MOST),
    total: rows.length,
    order: wanted.located ? '由近到远' : '按名称',
    estimate: wanted.located ? sayEstimate(by) : null,
    loosened: easier?.word ?? null,
    asOf,
  }
}
