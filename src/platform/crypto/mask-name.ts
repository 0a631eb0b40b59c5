/** Surnames of two characters that are common enough to be taken for one. */
const DOUBLE = new Set([
  ...[
    '欧阳',
    '上官',
    '司马',
    '诸葛',
    '司徒',
    '东方',
    '皇甫',
    '尉迟',
    '公孙',
    '令狐',
    '慕容',
    '夏侯',
    '长孙',
    '宇文',
    '端木',
  ],
])

/**
 * A name as a village board shows it: `张某某`, `欧阳某`, and for names with a dot the first character, `买某某`. Characters outside
 * the basic plane count as one. Shortening twice changes nothing.
 */
export function maskName(name: string): string {
  const all = [...name.trim()]
  const surname = all.length > 2 && DOUBLE.has(all.slice(0, 2).join('')) ? 2 : 1
  const hidden = name.includes('·') ? 2 : Math.min(2, Math.max(1, all.length - surname))
  return all.slice(0, surname).join('') + '某'.repeat(hidden)
}
