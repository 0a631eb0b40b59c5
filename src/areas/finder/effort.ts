/** A point on the map, in degrees of WGS 84. */
export type Point = { readonly longitude: number; readonly latitude: number }
export type By = 'walk' | 'drive'

/** Metres of one degree of latitude. */
const DEGREE = 111_320

/**
 * How an effort is estimated while no road network is loaded: the straight line, lengthened because roads are never straight, at an old person's
 * pace on foot or a town's speed in a car. An estimate of the product, stated wherever it is shown; no document names it.
 */
export const ESTIMATE = {
  walk: { detour: 1.3, kmPerHour: 3, word: '步行' },
  drive: { detour: 1.4, kmPerHour: 25, word: '驾车' },
} as const satisfies Record<By, { detour: number; kmPerHour: number; word: string }>

/** The sentence that stands beside every estimate. */
export const sayEstimate = (by: By): string => {
  const { detour, kmPerHour, word } = ESTIMATE[by]
  return `${word}时间是估算：直线距离乘以 ${detour}，按每小时 ${kmPerHour} 公里，不含爬坡和等车，不是导航路线。`
}

/** Metres as the crow flies; good to a few parts in a thousand within a city. */
export function metresBetween(one: Point, other: Point): number {
  const north = (one.latitude - other.latitude) * DEGREE
  const east = (one.longitude - other.longitude) * DEGREE * Math.cos((one.latitude * Math.PI) / 180)
  return Math.hypot(north, east)
}

/** Whole minutes for a straight line of some metres, rounded up. */
export function minutesFor(metres: number, by: By): number {
  const { detour, kmPerHour } = ESTIMATE[by]
  return Math.ceil((metres * detour * 60) / (kmPerHour * 1000))
}

/** How far, as the crow flies, minutes reach. */
export function metresWithin(minutes: number, by: By): number {
  const { detour, kmPerHour } = ESTIMATE[by]
  return (minutes * kmPerHour * 1000) / (60 * detour)
}

/** The square around a point that holds everything within a distance: what an index can answer. */
export function squareAround({ longitude, latitude }: Point, metres: number) {
  const north = metres / DEGREE
  const east = metres / (DEGREE * Math.cos((latitude * Math.PI) / 180))
  return { west: longitude - east, east: longitude + east, south: latitude - north, north: latitude + north }
}
