import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import type { CaseKey, CaseProgress } from './contract.ts'
import { HandIn } from './hand-in.tsx'
import { NoPhone } from './no-phone.tsx'
import { ProgressActs } from './progress-acts.tsx'
import { openPaper } from './send-paper.ts'

type Props = { of: CaseProgress; by: CaseKey; onChanged: () => void }

/** Where a case is: what was done, where it is now, by when, which post has it; why it was refused; what can be done about it. */
export function ProgressOf({ of, by, onChanged }: Props) {
  const [problem, setProblem] = useState<string>()
  return (
    <div className="y-stack y-after-title">
      <Notice tone={of.outcome === 'granted' ? 'ok' : of.outcome === 'refused' ? 'warn' : 'info'} live>
        {of.says}
      </Notice>
      <Facts
        of={[
          { label: '申请人', value: of.name },
          { label: '提交日期', value: of.openedOn },
          ...(of.outcome === null || of.dueOn !== null
            ? [{ label: of.clockTitle ?? '最晚', value: of.dueOn ?? of.noDeadline ?? '没有期限' }]
            : []),
          ...(of.handler === null ? [] : [{ label: '现在由谁办', value: of.handler }]),
        ]}
      />
      <section className="y-stack" aria-labelledby="progress-line">
        <h2 id="progress-line">办到哪一步</h2>
        <ol className="y-steps">
          {of.line.map((step) => (
            <li key={step.says} aria-current={step.now ? 'step' : undefined}>
              <strong>{step.says}</strong>
              <span className="y-meta">{step.on ?? (step.now ? '' : '还没到')}</span>
            </li>
          ))}
        </ol>
      </section>
      {of.why && <Why of={of.why} />}
      {of.missing.length > 0 && <HandIn of={of} by={by} onChanged={onChanged} />}
      <ProgressActs of={of} by={by} onChanged={onChanged} />
      <details>
        <summary>每一步的记录（{of.steps.length}）</summary>
        <ul className="y-found">
          {of.steps.map((step) => (
            <li key={step.at + step.says}>
              {step.says}
              {step.reason && <p>{step.reason}</p>}
              <p className="y-meta">{step.at.slice(0, 16).replace('T', ' ')}</p>
            </li>
          ))}
        </ul>
      </details>
      {problem && <Notice tone="warn">{problem}</Notice>}
      <div className="y-row y-no-print">
        <Button onPress={() => void openPaper(by, 'receipt').then(setProblem)}>下载回执</Button>
        {of.outcome !== null && of.outcome !== 'withdrawn' && (
          <Button onPress={() => void openPaper(by, 'decision').then(setProblem)}>下载决定书</Button>
        )}
      </div>
      <NoPhone what="催办、补材料和提异议" />
    </div>
  )
}

/** The failing condition, what would change it, and the clause. */
function Why({ of }: { of: NonNullable<CaseProgress['why']> }) {
  return (
    <section className="y-entitlement" aria-labelledby="progress-why">
      <h2 id="progress-why">为什么没有批准</h2>
      <p>{of.because}</p>
      {of.nearest.map((each) => (
        <p key={each.ifThis} className="y-nearest">
          {each.ifThis}，{each.thenThat}
        </p>
      ))}
      {of.clauses.map((clause) => (
        <div key={clause} className="y-clause">
          {clause}
        </div>
      ))}
    </section>
  )
}
