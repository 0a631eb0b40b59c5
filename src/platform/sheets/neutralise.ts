/**
 * A text that a spreadsheet would take for a formula (`=HYPERLINK(…)`, `+cmd|…`, `@SUM`, tab or return first) gets an
 * apostrophe in front, so that opening an export never runs what somebody typed into a form. Numbers with a sign stay.
 */
export function neutralise(text: string): string {
  if (!/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text)) return text
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? text : `'${text}`
}
