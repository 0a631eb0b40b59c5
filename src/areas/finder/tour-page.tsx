import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { findTour, withdrawTour } from './calls.ts'
import type { TourTold } from './contract.ts'
import { HALVES, TOUR_STATES } from './words.ts'

/** 查预约: whether the home has agreed, and taking it back, by number and code. */
export function TourPage() {
  const [key, setKey] = useState({ number: '', code: '' })
  const [tour, setTour] = useState<TourTold>()
  const finding = useAct(findTour, [])
  const taking = useAct(withdrawTour, [])
  const ask = async (act: typeof finding.act) => {
    const done = await act({ body: key })
    if (done.ok) setTour(done.value)
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    void ask(finding.act)
  }
  const refusal = finding.refusal ?? taking.refusal
  return (
    <Screen title="查预约">
      <div className="y-stack y-after-title">
        {refusal && (
          <Notice tone="warn" live>
            {refusal.message}
          </Notice>
        )}
        {tour && (
          <section className="y-card y-stack" aria-label={tour.number}>
            <h2>
              {tour.facility} <Status of={tour.state} words={TOUR_STATES} />
            </h2>
            <p>
              {tour.day} {HALVES[tour.half]}，{tour.people} 人
            </p>
            {tour.answer && <p>机构说：{tour.answer}</p>}
            {(tour.state === 'asked' || tour.state === 'agreed') && (
              <div className="y-row">
                <Button busy={taking.busy} onPress={() => void ask(taking.act)}>
                  取消预约
                </Button>
              </div>
            )}
          </section>
        )}
        <form className="y-question" onSubmit={send} noValidate>
          <TextField
            id="tour-number"
            label="预约编号"
            hint="CG 开头的一串数字"
            value={key.number}
            onChange={(number) => setKey({ ...key, number })}
          />
          <TextField id="tour-code" label="校验码" value={key.code} onChange={(code) => setKey({ ...key, code })} />
          <div className="y-row">
            <Button
              submit
              kind="primary"
              busy={finding.busy}
              unavailable={key.number === '' || key.code === '' ? '先填写编号和校验码' : undefined}
            >
              查预约
            </Button>
          </div>
        </form>
      </div>
    </Screen>
  )
}
