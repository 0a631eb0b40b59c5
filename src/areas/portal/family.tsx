import { Button } from '../../ui/button.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import type { FamilyPerson } from './contract.ts'
import { FamilyParts } from './family-parts.tsx'
import { FamilyVisits } from './family-visits.tsx'
import { NoPhone } from './no-phone.tsx'
import { chooseOwnParts, endOwnDelegation, readFamily } from './portal-calls.ts'

/** E02 家人首页: one card for each parent. */
export function FamilyHome() {
  const { data, loading, refusal, reload } = useEndpoint(readFamily)
  return (
    <Screen title="我的家人" loading={loading} refusal={refusal} onRetry={reload}>
      <div className="y-stack y-after-title">
        {data?.persons.length === 0 && (
          <Empty words="这个账号现在没有可以查看的老人，委托可能已经到期。请到窗口或找社区（村）养老助理续办。" />
        )}
        {data?.persons.map((person) => (
          <Card key={person.id} of={person} />
        ))}
        <NoPhone what="这里的每件事" />
      </div>
    </Screen>
  )
}

function Card({ of }: { of: FamilyPerson }) {
  return (
    <article className="y-entitlement" aria-label={of.name}>
      <h2>
        {of.name} {of.synthetic && <ExampleMark what="演示人员，不是真实的人" />}
      </h2>
      <p className="y-meta">
        {of.age === null ? '年龄未采集' : `${of.age} 岁`}，{of.townshipName}。
        {of.as === 'elder' ? '本人账号' : '您是受托家属'}，有效到 {of.until}（不含当天）。
      </p>
      <p>
        <a className="y-button" data-kind="primary" href={`/apply?for=${of.id}`}>
          {of.as === 'elder' ? '申请待遇' : '代父母办理'}
          <span className="y-unseen">：{of.name}</span>
        </a>
      </p>
      <FamilyVisits of={of} />
      <Part title="待遇" empty={shown(of, 'benefits', '最近一个月没有应发的待遇。')} rows={of.benefits}>
        {(each) => (
          <li key={each.scheme}>
            {each.title}：{each.says}
            {each.amountFen !== null && (
              <>
                {' '}
                <Money fen={each.amountFen} example={of.synthetic} />
              </>
            )}
            <p className="y-meta">{each.month}</p>
          </li>
        )}
      </Part>
      {of.paid.length > 0 && (
        <Part title="发放" empty="" rows={of.paid}>
          {(each) => (
            <li key={each.title + each.month}>
              {each.month} {each.title} <Money fen={each.amountFen} example={of.synthetic} />：{each.state}
            </li>
          )}
        </Part>
      )}
      <Part title="办件" empty={shown(of, 'cases', '没有办件。')} rows={of.cases}>
        {(each) => (
          <li key={each.number}>
            <a href={`/progress#${each.number}`}>
              {each.title}：{each.says}
            </a>
            <p className="y-meta">
              {each.number}，{each.openedOn} 提交
              {each.open && (each.dueOn === null ? '，办理期限未公布' : `，最晚 ${each.dueOn}`)}
            </p>
          </li>
        )}
      </Part>
      <Part title="委托" empty="没有委托给家人。" rows={of.delegations}>
        {(each) => <Delegated key={each.id} of={of} delegation={each} />}
      </Part>
      {of.as === 'elder' && <OwnParts of={of} />}
      <details>
        <summary>
          谁看过{of.as === 'elder' ? '我' : '档案'}（{of.readers.length}）
        </summary>
        <ul className="y-found">
          {of.readers.map((each) => (
            <li key={each.at + each.who}>
              {each.who}：{each.what}
              <p className="y-meta">{each.at}</p>
            </li>
          ))}
        </ul>
      </details>
    </article>
  )
}

/** What is empty because the elder keeps it is said as such, never as if there were nothing. */
const shown = (of: FamilyPerson, part: FamilyPerson['parts'][number], empty: string): string =>
  of.as === 'elder' || of.parts.includes(part) ? empty : '老人没有选择给家人看。'

/** 给家人看什么: the elder's own decision. */
function OwnParts({ of }: { of: FamilyPerson }) {
  const { act, busy, refusal } = useAct(chooseOwnParts, ['/api/portal/family'])
  const params = { district: of.district, id: of.id }
  return (
    <details>
      <summary>给家人看什么</summary>
      <FamilyParts
        parts={of.parts}
        busy={busy}
        refusal={refusal}
        onSave={async (parts) => (await act({ params, body: { parts } })).ok}
      />
    </details>
  )
}

type PartProps<T> = { title: string; empty: string; rows: readonly T[]; children: (row: T) => React.ReactNode }

function Part<T>({ title, empty, rows, children }: PartProps<T>) {
  return (
    <section className="y-stack" aria-label={title}>
      <h3>{title}</h3>
      {rows.length === 0 ? <p className="y-quiet">{empty}</p> : <ul className="y-found">{rows.map(children)}</ul>}
    </section>
  )
}

function Delegated({ of, delegation }: { of: FamilyPerson; delegation: FamilyPerson['delegations'][number] }) {
  const { act, busy, refusal } = useAct(endOwnDelegation, ['/api/portal/family'])
  const params = { district: of.district, id: of.id, delegation: delegation.id }
  return (
    <li>
      {delegation.name}，有效到 {delegation.until}（不含当天）
      {refusal && <Notice tone="warn">{refusal.message}</Notice>}
      <p>
        <Button label={`提前结束委托：${delegation.name}`} busy={busy} onPress={() => void act({ params, body: {} })}>
          提前结束
        </Button>
      </p>
    </li>
  )
}
