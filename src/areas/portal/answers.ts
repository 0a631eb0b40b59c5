/**
 * The six answers of 我能享受什么. Every one may be missing: 不清楚 is an answer of its own and never counts as 不符合.
 */
export type Answers = {
  /** Key of the district of residence. */
  district?: string
  /** `1944-03`. */
  born?: string
  household?: 'here' | 'elsewhereInCity' | 'outside' | 'unknown'
  hardship?: 'extreme' | 'subsistence' | 'lowIncome' | 'other' | 'unknown'
  care?: 'none' | 'mild' | 'moderate' | 'severe' | 'total' | 'unknown'
  /** Asked beside the result, where it matters. */
  insurance?: 'employee' | 'resident' | 'unknown'
  living?: 'alone' | 'spouseOnly' | 'family' | 'institution' | 'unknown'
}

const PLACE = 'yiyang.answers'
const KEPT_MINUTES = 30

/** Answers given in this tab, for thirty minutes; they never leave the browser. */
export function keptAnswers(now: number = Date.now()): Answers {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? 'null') as { at: number; answers: Answers } | null
    return kept && now - kept.at < KEPT_MINUTES * 60_000 ? kept.answers : {}
  } catch {
    return {}
  }
}

export function keepAnswers(answers: Answers, now: number = Date.now()): void {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ at: now, answers }))
  } catch {
    // A browser that forbids storage keeps the answers while the page is open.
  }
}
