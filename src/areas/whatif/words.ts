/** The Chinese of the trial. */
export const TURN_WORDS = {
  gain: { word: '增加', tone: 'ok' },
  lose: { word: '减少', tone: 'warn' },
  same: { word: '不变', tone: 'neutral' },
} as const

/** A count of one to four is not told. */
export const sayFew = (count: number | null): string => (count === null ? '少于 5' : String(count))
