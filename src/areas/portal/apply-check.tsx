import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { type ApplyParts, knownOf, missingOf, paperOf } from './apply-parts.tsx'
import type { OnlineReceipt } from './contract.ts'
import { applyOnline } from './portal-calls.ts'

type Props = ApplyParts & { onSent: (receipt: OnlineReceipt, notSent: readonly string[]) => void }

/** 检查并提交: everything on one page, the elder's consent, and the sending; papers follow as soon as there is a case to keep them. */
export function ApplyCheck({ person, chosen, draft, save, onBack, onSent }: Props) {
  const { act, busy, refusal } = useAct(applyOnline, ['/api/portal/family'])
  const [problem, setProblem] = useState<string>()
  const send = async () => {
    const unagreed = draft.agreed ? undefined : '请先确认老人本人知道并同意。'
    setProblem(unagreed)
    if (unagreed !== undefined) return
    const done = await act({
      body: {
        elder: { district: person.district, id: person.id },
        schemes: chosen.map((each) => each.scheme),
        unclear: draft.unclear,
        papers: draft.papers,
        agreed: true,
      },
    })
    if (!done.ok) return
    const missing = done.value.cases.flatMap((each) => each.missing)
    const lost = missing.filter((each) => paperOf(draft, each.name) !== undefined)
    onSent(done.value, [...new Set(lost.map((each) => each.title))])
  }
  return (
    <div className="y-stack">
      <ErrorSummary problems={problem ? [{ field: 'agreed', message: problem }] : []} />
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <dl className="y-answers">
        <div>
          <dt>申请人</dt>
          <dd>
            {person.name}，{person.townshipName}
          </dd>
        </div>
        <div>
          <dt>办理身份</dt>
          <dd>{person.as === 'elder' ? '本人' : `家属代办，委托到 ${person.until}（不含当天）`}</dd>
        </div>
        <div>
          <dt>申请事项</dt>
          <dd>{chosen.map((each) => each.title).join('、')}</dd>
        </div>
        <div>
          <dt>已有记录，免交</dt>
          <dd>
            {knownOf(chosen)
              .map((each) => each.label)
              .join('、') || '没有'}
          </dd>
        </div>
        <div>
          <dt>还缺的材料</dt>
          <dd>
            {missingOf(chosen)
              .map(
                (each) =>
                  `${each.label}（${paperOf(draft, each.name) ? '已上传' : draft.unclear.includes(each.name) ? '不清楚' : '以后再补'}）`,
              )
              .join('、') || '没有'}
          </dd>
        </div>
      </dl>
      <label className="y-tile">
        <input
          id="agreed"
          type="checkbox"
          checked={draft.agreed}
          onChange={(event) => void save({ ...draft, agreed: event.target.checked })}
        />
        <span>老人本人知道申请的是这些事项，并且同意；所填的情况属实。</span>
      </label>
      <p className="y-meta">
        上面的情况只交给住处所在的乡镇（街道）和区县民政，用来办理这些申请。现在不用填银行卡，批准后再登记。
      </p>
      <div className="y-row">
        <Button
          kind="primary"
          busy={busy}
          unavailable={chosen.length === 0 ? '先选要申请的事项' : undefined}
          onPress={() => void send()}
        >
          提交申请
        </Button>
        <Button onPress={onBack}>回到列表</Button>
      </div>
    </div>
  )
}
