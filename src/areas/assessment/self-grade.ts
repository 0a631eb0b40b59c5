/**
 * Grade of the self-assessment before an application for long-term care grading, by how many of three class a items (eating, bladder and bowel,
 * bathing) and of three class b items (dressing, toilet, transfer) are "dependent". Known from one secondary source only (standards 02 §5, V-1):
 * shown, and nobody is kept from applying by it.
 */
const TABLE: readonly (readonly string[])[] = [
  ['A', 'B', 'B', 'C'],
  ['B', 'C', 'D', 'E'],
  ['D', 'E', 'E', 'F'],
  ['E', 'F', 'F', 'G'],
]

/** A to G; `a` and `b` are counts from 0 to 3. */
export const selfGrade = (a: number, b: number): string => TABLE[a]?.[b] ?? 'A'
