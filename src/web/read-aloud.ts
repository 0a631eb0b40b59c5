/** Longer utterances break off in some browsers. */
const LONGEST = 120

/**
 * A text as a voice should say it, sentence by sentence: long numbers and codes digit by digit, everything else as it stands
 * (a Chinese voice reads amounts as quantities). Empty lines are left out.
 */
export function utterancesOf(text: string): string[] {
  const sentences = text
    .split(/(?<=[。；！？])|\n+/u)
    .map((sentence) => digitByDigit(sentence.trim()))
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
  return sentences.flatMap((sentence) => sentence.match(new RegExp(`.{1,${LONGEST}}`, 'gu')) ?? [])
}

// A day is no code. Seven digits or more (a telephone, an identity number), and short ones that are dialled, are said one by one.
const CODE = /\d{4}-\d{2}-\d{2}|[A-Z]{2}-\d{4}-\d{6,}-\d|\d{7,}|(?<![\d.,])1(?:10|19|20|2345)(?![\d.,])/gu

const digitByDigit = (text: string): string =>
  text.replaceAll(CODE, (found) => (/^\d{4}-\d{2}-\d{2}$/.test(found) ? sayDay(found) : [...found].join(' ')))

const sayDay = (day: string): string => {
  const [year, month, date] = day.split('-').map(Number)
  return `${year} 年 ${month} 月 ${date} 日`
}
