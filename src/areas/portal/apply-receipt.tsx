import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import type { OnlineReceipt, Person } from './contract.ts'
import { NoPhone } from './no-phone.tsx'
import { openPaper } from './send-paper.ts'

type Props = { of: OnlineReceipt; person: Person; notSent: readonly string[] }

/** The receipt: numbers that can be read out over the telephone, the code that opens them, what happens next. */
export function ApplyReceipt({ of, person, notSent }: Props) {
  const [problem, setProblem] = useState<string>()
  const first = of.cases[0]
  return (
    <Screen title="已提交" note={<span className="y-meta">{person.name} 的申请</span>}>
      <div className="y-stack y-after-title">
        {notSent.length > 0 && (
          <Notice tone="warn">{notSent.join('、')}没有传上去。申请已经收到，可以在进度页面再传，或到窗口补交。</Notice>
        )}
        {of.cases.map((each) => (
          <section key={each.number} className="y-entitlement" aria-label={each.title}>
            <h2>{each.title}</h2>
            <p className="y-number y-big">{each.number}</p>
            <p>{each.dueOn === null ? '受理期限：未公布' : `最晚 ${each.dueOn} 前决定是否受理`}</p>
            <p>
              <a className="y-button" href={`/progress#${each.number}`}>
                看进度
              </a>
            </p>
          </section>
        ))}
        {of.code && (
          <p>
            校验码 <strong className="y-number y-big">{of.code}</strong>
            <br />
            不登录时，用编号和校验码查进度、补材料、提异议。也可以打 12345 报编号。
          </p>
        )}
        {problem && <Notice tone="warn">{problem}</Notice>}
        <div className="y-row">
          {first && of.paper && (
            <Button kind="primary" onPress={() => void openPaper({ number: first.number }, 'receipt').then(setProblem)}>
              下载回执（可打印）
            </Button>
          )}
          <a className="y-button" href="/family">
            回到家人页面
          </a>
        </div>
        <NoPhone what="查进度和补材料" />
      </div>
    </Screen>
  )
}
