import { useEffect, useState } from 'react'
import { addMonths, day, daysBetween, isDay } from '../../platform/clock/day.ts'
import { Button } from '../../ui/button.tsx'
import { DayField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'

type Props = {
  asOf: string
  /** The first day of which something is on file. */
  earliest: string
  /** Days on which something changed; each is a mark on the ruler. */
  changes: readonly string[]
  onChange: (day: string) => void
  /** The file as it was known at the end of an earlier day; undefined = as known now. */
  knownOn?: string | undefined
  onKnown: (day: string | undefined) => void
}

/** 时光尺: the file as it is on any day. Drawn along, typed, or stepped from change to change. */
export function DateRuler({ asOf, earliest, changes, onChange, knownOn, onKnown }: Props) {
  const last = today()
  const [typed, setTyped] = useState(asOf)
  useEffect(() => setTyped(asOf), [asOf])
  const from = isDay(earliest) && earliest < last ? addMonths(earliest, -1) : addMonths(last, -12)
  const length = Math.max(1, daysBetween(from, last))
  const at = isDay(asOf) ? Math.min(length, Math.max(0, daysBetween(from, asOf))) : length
  const marks = [...new Set(changes)].filter((each) => isDay(each) && each >= from && each <= last).sort()
  const before = marks.filter((each) => each < asOf).at(-1)
  const after = marks.find((each) => each > asOf)
  const dayAt = (days: number): string => {
    const instant = new Date(
      Date.UTC(Number(from.slice(0, 4)), Number(from.slice(5, 7)) - 1, Number(from.slice(8, 10)) + days),
    )
    return day(instant.toISOString().slice(0, 10))
  }
  const type = (text: string) => {
    setTyped(text)
    if (isDay(text) && text <= last) onChange(text)
  }
  return (
    <section className="y-card y-stack" aria-label="时光尺">
      <h2>时光尺</h2>
      <p className="y-meta">
        {asOf === last ? '显示今天的情况' : `显示 ${asOf} 当天的情况`}，
        {knownOn ? `按 ${knownOn} 为止登记的记录。` : '按现在掌握的记录。'}
      </p>
      <input
        type="range"
        className="y-ruler"
        aria-label="看哪一天"
        aria-valuetext={asOf}
        min={0}
        max={length}
        value={at}
        list="y-ruler-marks"
        onChange={(event) => onChange(dayAt(Number(event.target.value)))}
      />
      <datalist id="y-ruler-marks">
        {marks.map((each) => (
          <option key={each} value={daysBetween(from, day(each))} />
        ))}
      </datalist>
      <div className="y-row y-meta">
        <span>{from}</span>
        <span className="y-head-space" />
        <span>今天</span>
      </div>
      <DayField label="看哪一天" value={typed} onChange={type} />
      <div className="y-row">
        <Button onPress={() => before && onChange(before)} unavailable={before ? undefined : '前面没有变化'}>
          上一个变化
        </Button>
        <Button onPress={() => after && onChange(after)} unavailable={after ? undefined : '后面没有变化'}>
          下一个变化
        </Button>
        {asOf !== last && (
          <Button kind="quiet" onPress={() => onChange(last)}>
            回到今天
          </Button>
        )}
      </div>
      <KnownOn last={last} value={knownOn} onChange={onKnown} />
    </section>
  )
}

type KnownProps = { last: string; value: string | undefined; onChange: (day: string | undefined) => void }

/** What had been recorded by the end of a day: how an earlier decision looked to whoever made it. */
function KnownOn({ last, value, onChange }: KnownProps) {
  const [typed, setTyped] = useState(value ?? '')
  useEffect(() => setTyped(value ?? ''), [value])
  const type = (text: string) => {
    setTyped(text)
    if (text === '') onChange(undefined)
    else if (isDay(text) && text <= last) onChange(text === last ? undefined : text)
  }
  return (
    <>
      <DayField
        label="按哪一天掌握的记录"
        hint="例如核对当时的决定；不填就是现在"
        optional
        value={typed}
        onChange={type}
      />
      {value !== undefined && (
        <div className="y-row">
          <Button kind="quiet" onPress={() => onChange(undefined)}>
            按现在掌握的记录看
          </Button>
        </div>
      )}
    </>
  )
}
