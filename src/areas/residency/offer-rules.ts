import type { Day } from '../../platform/clock/day.ts'

/** How somebody was told of a free bed. Two of different kinds stand behind every passing (过号). */
export type Channel = 'sms' | 'call' | 'visit' | 'family'
export type Contact = {
  readonly channel: Channel
  readonly at: string
  readonly answered: boolean
  readonly note?: string
}

export type PassProblem = 'secondChannelMissing' | 'termRunning' | 'answered'

/**
 * Whether somebody who did not answer may be passed over: two contacts by different channels, none of them answered, and the day until
 * which the district lets people think has gone. Without such a day the two contacts alone decide.
 */
export function mayPass(contacts: readonly Contact[], answerBy: Day | null, today: Day): PassProblem | undefined {
  if (contacts.some((each) => each.answered)) return 'answered'
  if (new Set(contacts.map((each) => each.channel)).size < 2) return 'secondChannelMissing'
  if (answerBy !== null && today <= answerBy) return 'termRunning'
  return undefined
}

/** What an ability assessment says at the gate of a home. */
export type Gate =
  | { readonly pass: true; readonly until: Day | null }
  | { readonly pass: false; readonly because: 'neverAssessed' | 'expired'; readonly since: Day | null }

/**
 * The assessment gate (cq-2022-15 第三章第二节¶2): nobody is admitted without a dated ability level, nor with one that is older than the
 * district lets it count. A district that has set no validity turns nobody away for age; `until` is null then.
 */
export function assessmentGate(assessedOn: Day | null, today: Day, validUntil: (from: Day) => Day | null): Gate {
  if (assessedOn === null) return { pass: false, because: 'neverAssessed', since: null }
  const until = validUntil(assessedOn)
  return until === null || today < until
    ? { pass: true, until }
    : { pass: false, because: 'expired', since: assessedOn }
}
