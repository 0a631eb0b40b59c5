const MOST = 4

/** Places picked for a comparison, kept in the address and nowhere else: `district.id,district.id`. */
export const readPicked = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .filter((each) => each !== '')
    .slice(0, MOST)

export const keyOf = ({ district, id }: { readonly district: string; readonly id: string }): string =>
  `${district}.${id}`

/** With one more or one less; a fifth is not taken. */
export function togglePicked(picked: readonly string[], key: string): string[] {
  if (picked.includes(key)) return picked.filter((each) => each !== key)
  return picked.length >= MOST ? [...picked] : [...picked, key]
}
