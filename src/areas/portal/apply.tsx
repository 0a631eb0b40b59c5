import { useEffect, useState } from 'react'
import { call } from '../../ui/api.ts'
import { Tiles } from '../../ui/field.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { ApplyCheck } from './apply-check.tsx'
import { ApplyFacts, ApplyPapers } from './apply-facts.tsx'
import { ApplyReceipt } from './apply-receipt.tsx'
import { ApplyTasks, ApplyTopics } from './apply-tasks.tsx'
import type { Draft, OnlineReceipt, Person } from './contract.ts'
import { NoPhone } from './no-phone.tsx'
import { readOwnDraft, readOwnIntake, readOwnPersons, saveOwnDraft } from './portal-calls.ts'

/** P04 在线申请: for whom, then a list of tasks that can be done in any order and come back to, then one sending for everything. */
export function ApplyOnline() {
  const { data, loading, refusal, reload } = useEndpoint(readOwnPersons)
  const [search, change] = useUrlState()
  const persons = data?.persons ?? []
  const person = persons.length === 1 ? persons[0] : persons.find((each) => each.id === search.for)
  if (person) return <ApplyFor key={person.id} person={person} />
  return (
    <Screen title="为哪位老人申请" loading={loading} refusal={refusal} onRetry={reload}>
      <div className="y-stack y-after-title">
        {persons.length === 0 ? (
          <Empty words="这个账号现在没有可以代办的老人，委托可能已经到期。">
            <a className="y-button y-help" href="/help">
              找人帮忙
            </a>
          </Empty>
        ) : (
          <Tiles
            id="for"
            label="选一位"
            value={search.for ?? ''}
            onChange={(id) => change({ for: id })}
            options={persons.map((each) => ({ value: each.id, label: each.name, note: each.townshipName }))}
          />
        )}
        <NoPhone />
      </div>
    </Screen>
  )
}

const EMPTY: Draft = { schemes: [], unclear: [], agreed: false, papers: [] }
/** What is kept: the schemes of the address come first, once. */
const begin = (kept: Draft | null, asked: string | undefined): Draft => {
  const wanted = asked?.split(',').filter((each) => each !== '') ?? []
  const before = kept ?? EMPTY
  return { ...before, schemes: [...new Set([...before.schemes, ...wanted])] }
}

function ApplyFor({ person }: { person: Person }) {
  const params = { district: person.district, id: person.id }
  const [search, change] = useUrlState()
  const intake = useEndpoint(readOwnIntake, { params })
  const kept = useEndpoint(readOwnDraft, { params })
  const [draft, setDraft] = useState<Draft>()
  const [saved, setSaved] = useState<string>()
  const [receipt, setReceipt] = useState<{ of: OnlineReceipt; notSent: readonly string[] }>()
  useEffect(() => {
    if (kept.data && draft === undefined) {
      setDraft(begin(kept.data.draft, search.schemes))
      if (kept.data.savedAt) setSaved(kept.data.savedAt.slice(0, 16).replace('T', ' '))
    }
  }, [kept.data, draft, search.schemes])
  const save = async (next: Draft) => {
    setDraft(next)
    const answer = await call(saveOwnDraft, { params, body: next })
    setSaved(answer.ok ? new Date().toTimeString().slice(0, 8) : undefined)
  }
  if (receipt) return <ApplyReceipt of={receipt.of} person={person} notSent={receipt.notSent} />
  const offers = intake.data?.offers ?? []
  // What is under way or granted already is not asked for again, whatever the address says.
  const may = offers.filter((each) => each.standing === 'may' || each.standing === 'notMet')
  const chosen = may.filter((each) => draft?.schemes.includes(each.scheme))
  const to = (at: string | undefined) => change({ at })
  const parts = {
    person,
    offers,
    may,
    chosen,
    draft: draft ?? EMPTY,
    save,
    onBack: () => to(undefined),
  }
  return (
    <Screen
      title={TITLES[search.at ?? ''] ?? '在线申请'}
      loading={intake.loading || kept.loading || draft === undefined}
      loadingWords="正在核对老人的情况"
      refusal={intake.refusal ?? kept.refusal}
      onRetry={intake.reload}
      note={
        <span className="y-meta">
          为 {person.name} 办理{saved && `，已保存 ${saved}`}
        </span>
      }
    >
      <div className="y-stack y-after-title">
        {search.at === 'topics' && <ApplyTopics {...parts} />}
        {search.at === 'facts' && <ApplyFacts {...parts} />}
        {search.at === 'papers' && <ApplyPapers {...parts} />}
        {search.at === 'check' && <ApplyCheck {...parts} onSent={(of, notSent) => setReceipt({ of, notSent })} />}
        {TITLES[search.at ?? ''] === undefined && (
          <>
            <Notice>填到一半可以离开，传过的材料也存着，换一台手机登录也能接着办。</Notice>
            <ApplyTasks {...parts} onOpen={to} />
            <NoPhone what="这些申请" />
          </>
        )}
      </div>
    </Screen>
  )
}

const TITLES: Readonly<Record<string, string>> = {
  topics: '申请哪些事项',
  facts: '核对已有的情况',
  papers: '还缺的材料',
  check: '检查并提交',
}
