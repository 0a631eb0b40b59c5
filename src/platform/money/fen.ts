// Money is whole 分 in an integer everywhere; yuan exist only on screens and printed forms.

/** `1,234.50 元`: always two decimals, thousands grouped (UX §4.3). */
export function showYuan(amount: number): string {
  const sign = amount < 0 ? '-' : ''
  const whole = Math.abs(amount)
  const yuan = String(Math.floor(whole / 100)).replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}${yuan}.${String(whole % 100).padStart(2, '0')} 元`
}

const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const UNITS = ['', '拾', '佰', '仟']
const GROUPS = ['', '万', '亿', '兆']

/** `壹仟贰佰叁拾肆元伍角整`, as bank and treasury forms write sums. */
export function showYuanInWords(amount: number): string {
  const sign = amount < 0 ? '负' : ''
  const whole = Math.abs(amount)
  const jiao = Math.floor((whole % 100) / 10)
  const cents = whole % 10
  const yuanWords = wholeInWords(Math.floor(whole / 100))
  if (jiao === 0 && cents === 0) return `${sign}${yuanWords || '零'}元整`
  const head = yuanWords ? `${yuanWords}元` : ''
  const jiaoWords = jiao > 0 ? `${DIGITS[jiao]}角` : head ? '零' : ''
  return `${sign}${head}${jiaoWords}${cents > 0 ? `${DIGITS[cents]}分` : '整'}`
}

function wholeInWords(value: number): string {
  let words = ''
  let zeroPending = false
  const digits = String(value)
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[i])
    const place = digits.length - 1 - i
    if (digit === 0) {
      zeroPending = words !== ''
    } else {
      words += (zeroPending ? '零' : '') + DIGITS[digit] + UNITS[place % 4]
      zeroPending = false
    }
    const group = Math.floor(place / 4)
    if (place % 4 === 0 && group > 0 && Number(digits.slice(Math.max(0, i - 3), i + 1)) > 0) words += GROUPS[group]
  }
  return words
}
