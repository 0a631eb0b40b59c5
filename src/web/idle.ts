/** Where an idle session stands: nothing to say, minutes left to tell, or over. */
export type Idle = { state: 'fresh' } | { state: 'ending'; minutes: number } | { state: 'over' }

const MINUTE = 60_000
const WARN_MINUTES = 5

/**
 * How near an idle session is to its end (WCAG 2.2.1: told five minutes before). The server counts from a call that prolonged the
 * session, which it does at most every five minutes (a tenth of a short session): so much earlier it may end than the calls say.
 */
export function idleAt(now: number, lastCall: number, idleMinutes: number): Idle {
  const ends = lastCall + (idleMinutes - Math.min(5, idleMinutes / 10)) * MINUTE
  const left = ends - now
  if (left <= 0) return { state: 'over' }
  const warning = Math.min(WARN_MINUTES, idleMinutes / 3) * MINUTE
  return left > warning ? { state: 'fresh' } : { state: 'ending', minutes: Math.max(1, Math.ceil(left / MINUTE)) }
}
