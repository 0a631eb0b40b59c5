/** The levels of ability as the register says them. */
const CARE_DEPENDENCY: Readonly<Record<string, string>> = {
  none: '能力完好',
  mild: '轻度失能',
  moderate: '中度失能',
  severe: '重度失能',
  total: '完全失能',
}

/** A level in words; nobody has asked is said as such. */
export const careWord = (level: string | null): string =>
  level === null ? '未采集' : (CARE_DEPENDENCY[level] ?? level)
