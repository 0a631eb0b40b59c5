import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { useAct } from '../../ui/load.ts'
import { Empty } from '../../ui/screen.tsx'
import { CHANGED_BY_ACTS, type Custody, closeTheAlert, signTheStep } from './contract.ts'
import { StepDialog } from './step-dialog.tsx'
import { ALERT_KINDS, type AlertKind, STEP_KINDS } from './words.ts'

/** What was found, with the rule behind it, and what was done about it. */
export function AlertTab({ of }: { of: Custody }) {
  const [stepping, setStepping] = useState<Custody['alerts'][number]>()
  const params = { district: of.home.district, facility: of.home.facility }
  const closing = useAct(closeTheAlert, CHANGED_BY_ACTS)
  const signing = useAct(signTheStep, CHANGED_BY_ACTS)
  if (of.alerts.length === 0) return <Empty words="没有预警。每次收到银行数据后，系统会重新检查。" />
  const close = async (id: string, evidence: string | undefined) => {
    const answer = await closing.act({ params: { ...params, id }, body: { evidence } })
    return answer.ok ? undefined : answer.refusal
  }
  const sign = async (id: string) => {
    const answer = await signing.act({ params: { ...params, id }, body: {} })
    return answer.ok ? undefined : answer.refusal
  }
  return (
    <div className="y-stack">
      {of.alerts.map((alert) => {
        const steps = of.steps.filter((step) => step.alert === alert.id)
        const open = alert.closedOn === null
        return (
          <section key={alert.id} className="y-card y-stack" aria-label={ALERT_KINDS[alert.kind as AlertKind]}>
            <h3>{ALERT_KINDS[alert.kind as AlertKind]}</h3>
            <p>{alert.says}</p>
            <p className="y-meta">
              {alert.openedOn} 发现，最近一次 {alert.lastSeen}
              {alert.parameter !== null && `；依据“${alert.parameter}”`}
              {!open && `；${alert.closedOn} 由 ${alert.closedBy} 了结：${alert.evidence}`}
            </p>
            {steps.length > 0 && (
              <DataTable
                label="措施"
                rows={steps}
                keyOf={(row) => row.id}
                columns={[
                  { id: 'kind', head: '措施', cell: (row) => STEP_KINDS[row.kind] },
                  { id: 'letter', head: '内容', long: true, cell: (row) => row.letter },
                  { id: 'due', head: '期限', cell: (row) => row.dueOn ?? '没有期限' },
                  { id: 'told', head: '已通报', cell: (row) => row.told.join('、') || '没有' },
                  {
                    id: 'sign',
                    head: '签署',
                    cell: (row) =>
                      row.signedBy !== null || !row.needsSecond ? (
                        (row.signedBy ?? row.proposedBy)
                      ) : of.acts.includes('sign') ? (
                        <CaseActions
                          actions={[{ id: 'sign', label: '签署生效', kind: 'quiet' }]}
                          onAct={() => sign(row.id)}
                        />
                      ) : (
                        '等第二人签署'
                      ),
                  },
                ]}
              />
            )}
            <div className="y-row">
              {(open || of.home.stopped) && of.acts.includes('step') && (
                <Button onPress={() => setStepping(alert)}>采取措施</Button>
              )}
              {open && of.acts.includes('close') && (
                <CaseActions
                  actions={[
                    {
                      id: 'close',
                      label: '凭证据了结',
                      reason: { required: true, reasons: ['银行余额证明已核对', '退费凭证已核对'] },
                    },
                  ]}
                  onAct={(_, reason) => close(alert.id, reason)}
                />
              )}
            </div>
          </section>
        )
      })}
      {stepping && <StepDialog home={of.home} alert={stepping} onClose={() => setStepping(undefined)} />}
    </div>
  )
}
