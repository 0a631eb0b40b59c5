import { addTurns, type SchemeTurns, type Turns } from './tally.ts'

/** Fewer persons than this may be recognised: they are counted in the whole, and not told apart any further. */
export const SMALL = 5

const isSmall = (count: number): boolean => count > 0 && count < SMALL

/** One place of a breakdown. `places` names those that were put together. */
export type Place = { readonly places: readonly string[] } & Turns

/**
 * Puts places together whose gains or losses are those of fewer than five persons, so that no row, and no difference between the whole and its
 * rows, speaks of so few. The row put together takes in the smallest other places until it is large enough itself.
 */
export function foldSmall(rows: readonly ({ readonly township: string } & Turns)[]): Place[] {
  const single = rows.map(({ township, ...turns }): Place => ({ places: [township], ...turns }))
  const kept = single.filter((each) => !isSmall(each.gain) && !isSmall(each.lose))
  const folded = single.filter((each) => isSmall(each.gain) || isSmall(each.lose))
  if (folded.length === 0) return kept
  kept.sort((a, b) => b.gain + b.lose - (a.gain + a.lose))
  let together = folded.reduce((all, each) => join(all, each))
  while ((isSmall(together.gain) || isSmall(together.lose)) && kept.length > 0) {
    const at = kept.findLastIndex((each) => (isSmall(together.gain) ? each.gain > 0 : each.lose > 0))
    together = join(together, kept.splice(at < 0 ? kept.length - 1 : at, 1)[0])
  }
  return [...kept, together]
}

const join = (a: Place, b: Place | undefined): Place =>
  b === undefined ? a : { ...addTurns({ ...a }, b), places: [...a.places, ...b.places] }

/** How a scheme's persons moved; null for a count of one to four. */
export type ShownScheme = Omit<SchemeTurns, 'begins' | 'ends' | 'more' | 'less'> &
  Record<'begins' | 'ends' | 'more' | 'less', number | null>

/** Hides how few moved in a scheme. The sums stay: they belong to the whole place. */
export const hideSmall = (scheme: SchemeTurns): ShownScheme => ({
  ...scheme,
  begins: isSmall(scheme.begins) ? null : scheme.begins,
  ends: isSmall(scheme.ends) ? null : scheme.ends,
  more: isSmall(scheme.more) ? null : scheme.more,
  less: isSmall(scheme.less) ? null : scheme.less,
})
