import { isDay } from '../platform/clock/day.ts'
import { NOT_COLLECTED, showDateTime, showDistance, today } from './formats.ts'

type Props = {
  /** `2026-11-21`, or an ISO instant, which is then shown to the minute. */
  on: string | null | undefined
  /** Adds `（3 天前）`. */
  distance?: boolean
}

export function Day({ on, distance }: Props) {
  if (!on) return <span className="y-quiet">{NOT_COLLECTED}</span>
  if (!isDay(on)) return <time dateTime={on}>{showDateTime(on)}</time>
  return (
    <time dateTime={on} className="y-keep">
      {on}
      {distance && `（${showDistance(on, today())}）`}
    </time>
  )
}

/** Any value that may be unknown, not applicable or zero: the three are shown apart (UX §4.3). */
export function Value({ of, unit }: { of: string | number | null | undefined | 'notApplicable'; unit?: string }) {
  if (of === 'notApplicable') return <span className="y-quiet">不适用</span>
  if (of === null || of === undefined || of === '') return <span className="y-quiet">{NOT_COLLECTED}</span>
  return <span>{unit ? `${of} ${unit}` : of}</span>
}
