import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DayField, TextField, Tiles } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { askForTour, readPlace } from './calls.ts'
import type { Place, TourTold } from './contract.ts'
import { HALVES } from './words.ts'

/** 预约参观: without an account; the home answers, and the answer is found again by number and code. */
export function BookTour({ place }: { place: Place }) {
  const { act, busy, refusal } = useAct(askForTour, [readPlace.path])
  const [given, setGiven] = useState({ day: '', half: 'morning', people: '2', name: '', phone: '' })
  const [told, setTold] = useState<TourTold>()
  const set = (part: Partial<typeof given>) => setGiven({ ...given, ...part })
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const { district, id } = place
    const done = await act({ body: { ...given, people: Number(given.people), facility: { district, id } } })
    if (done.ok) setTold(done.value)
  }
  if (told) return <Noted of={told} />
  const faults = refusal?.fields ?? {}
  return (
    <section className="y-card y-stack" aria-labelledby="tour">
      <h2 id="tour">预约参观</h2>
      <p className="y-meta">不用登录。姓名和电话只给这家机构看，参观过后一个月删除。</p>
      {refusal && Object.keys(faults).length === 0 && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <form className="y-question" onSubmit={send} noValidate>
        <DayField id="day" label="哪一天" value={given.day} onChange={(day) => set({ day })} error={faults.day} />
        <Tiles
          id="half"
          label="上午还是下午"
          inline
          value={given.half}
          onChange={(half) => set({ half })}
          options={Object.entries(HALVES).map(([value, label]) => ({ value, label }))}
        />
        <TextField
          id="people"
          label="几个人"
          kind="digits"
          unit="人"
          value={given.people}
          onChange={(people) => set({ people })}
          error={faults.people}
        />
        <TextField
          id="tour-name"
          label="联系人"
          value={given.name}
          onChange={(name) => set({ name })}
          autoComplete="name"
          error={faults.name}
        />
        <TextField
          id="tour-phone"
          label="电话"
          kind="tel"
          value={given.phone}
          onChange={(phone) => set({ phone })}
          autoComplete="tel"
          error={faults.phone}
        />
        <div className="y-row">
          <Button submit kind="primary" busy={busy}>
            提交预约
          </Button>
        </div>
      </form>
    </section>
  )
}

function Noted({ of }: { of: TourTold }) {
  return (
    <section className="y-card y-stack" aria-label="预约已收到">
      <Notice tone="ok" live>
        已收到，等机构确认后才算约好。机构会打电话，也可以在“查预约”里看。
      </Notice>
      <p>
        {of.facility}，{of.day} {HALVES[of.half]}，{of.people} 人
      </p>
      <p>
        预约编号 <strong className="y-number y-big">{of.number}</strong>
      </p>
      <p>
        校验码 <strong className="y-number y-big">{of.code}</strong>
      </p>
      <p>
        <a className="y-button" href="/tour">
          查预约
        </a>
      </p>
    </section>
  )
}
