import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Refusal } from '../../ui/refusal.ts'
import { Empty } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import type { Part } from './contract.ts'
import { IncidentDialog } from './incident-dialog.tsx'
import { HARM, INCIDENT_STEPS, INCIDENTS, type IncidentStep } from './words.ts'

const FAMILY = {
  told: { word: '已告知家属', tone: 'ok' },
  late: { word: '告知家属超时', tone: 'warn' },
  open: { word: '待告知家属', tone: 'info' },
  overdue: { word: '告知家属已超时', tone: 'warn' },
} as const

/** Incidents with their chain; none can be taken away, and none closes before its chain is whole. */
export function IncidentTab({ of, send }: Part) {
  const [reporting, setReporting] = useState(false)
  return (
    <div className="y-stack">
      <div className="y-row">
        <Button kind="primary" onPress={() => setReporting(true)}>
          报告事件
        </Button>
      </div>
      {of.familyHours === null && (
        <Notice tone="info">“照护事件发生后告知家属的时限”还没有设定，系统暂时不提示超时。</Notice>
      )}
      {of.incidents.length === 0 && <Empty words="没有事件记录。发生跌倒、噎食、走失等，请先处置，再在这里报告。" />}
      {of.incidents.map((each) => (
        <section key={each.id} className="y-card y-stack" aria-label={`${each.name} ${INCIDENTS[each.kind]}`}>
          <h3>
            {each.name}：{INCIDENTS[each.kind]}，{HARM[each.harm]}
          </h3>
          <div className="y-row">
            <Status of={each.family} words={FAMILY} />
            {each.closed && <span>已结案</span>}
          </div>
          <p>
            {showMoment(each.happenedAt)}，{each.place}。{each.what}
          </p>
          <p>当时处置：{each.doneAtOnce}</p>
          <ul>
            {each.steps.map((step) => (
              <li key={`${step.kind} ${step.at}`}>
                {showMoment(step.at)} {INCIDENT_STEPS[step.kind as IncidentStep]}：{step.note}（{step.by}）
              </li>
            ))}
          </ul>
          {!each.closed && (
            <>
              {each.missing.length > 0 && <p className="y-meta">结案前还缺：{each.missing.join('、')}</p>}
              <CaseActions
                actions={Object.entries(INCIDENT_STEPS).map(([id, label]) => ({
                  id,
                  label,
                  kind: 'quiet' as const,
                  reason: { required: true },
                }))}
                onAct={async (id, note) =>
                  (await send({ act: 'step', incident: each.id, kind: id as IncidentStep, note: note ?? '' })) as
                    | Refusal
                    | undefined
                }
              />
            </>
          )}
        </section>
      ))}
      {reporting && <IncidentDialog of={of} send={send} onClose={() => setReporting(false)} />}
    </div>
  )
}

const moments = new Intl.DateTimeFormat('sv', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
})
export const showMoment = (at: string): string => moments.format(new Date(at))
