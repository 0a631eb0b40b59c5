import { useEffect, useRef } from 'react'
import { type Instrument, itemsOf } from '../../engines/instrument/index.ts'
import { Button } from '../../ui/button.tsx'
import { Tiles } from '../../ui/field.tsx'
import { useKeys } from '../../ui/keys.ts'
import { Screen } from '../../ui/screen.tsx'
import type { SheetDraft } from './assess-draft.tsx'

type Props = {
  form: Instrument
  at: number
  draft: SheetDraft
  change: (part: Partial<SheetDraft>) => void
  onEnd: () => void
}

const SECOND = 1000

/** One item: its criteria as full-width tiles. Keys 1–5 choose, arrows go on and back (UX §8). */
export function AssessItem({ form, at, draft, change, onEnd }: Props) {
  const items = itemsOf(form)
  const item = items[at]
  const opened = useRef(Date.now())
  useEffect(() => {
    opened.current = Date.now()
  }, [])
  const section = form.sections.find((each) => each.items.some((one) => one.code === item?.code))
  const last = section?.items.at(-1)?.code === item?.code
  const go = (to: number) => (to >= items.length ? onEnd() : change({ at: to < 0 ? 'before' : to }))
  const choose = (points: number) => {
    if (item === undefined) return
    const spent = Math.round((Date.now() - opened.current) / SECOND)
    change({
      items: { ...draft.items, [item.code]: points },
      seconds: { ...draft.seconds, [item.code]: Math.min(86_400, (draft.seconds[item.code] ?? 0) + spent) },
    })
    opened.current = Date.now()
  }
  const byKey = (n: number) => () => {
    const option = item?.options[n]
    if (option !== undefined) choose(option.points)
  }
  useKeys({
    '1': byKey(0),
    '2': byKey(1),
    '3': byKey(2),
    '4': byKey(3),
    '5': byKey(4),
    ArrowRight: () => go(at + 1),
    ArrowLeft: () => go(at - 1),
  })
  if (item === undefined || section === undefined) return null
  const answered = draft.items[item.code]
  const sums = section.items.map((each) => draft.items[each.code])
  const sum = sums.includes(undefined) ? undefined : (sums as number[]).reduce((all, each) => all + each, 0)
  return (
    <Screen title={item.label}>
      <div className="y-stack">
        <p>
          {section.label} · 第 {at + 1} 项，共 {items.length} 项
        </p>
        <div className="y-progress-line">
          <i style={{ width: `${((at + 1) / items.length) * 100}%` }} />
        </div>
        <Tiles
          label="按近 30 天的实际情况选"
          options={item.options.map((option) => ({ value: String(option.points), label: option.label }))}
          value={answered === undefined ? '' : String(answered)}
          onChange={(value) => choose(Number(value))}
        />
        {item.note && <p>{item.note}</p>}
        {last && sum !== undefined && (
          <p role="status">
            “{section.label}”这一组小计 {sum} 分
          </p>
        )}
        <Button kind="primary" onPress={() => go(at + 1)}>
          {answered === undefined ? '待定，下一项' : '下一项'}
        </Button>
        <Button onPress={() => go(at - 1)}>上一项</Button>
      </div>
    </Screen>
  )
}
