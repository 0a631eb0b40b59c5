import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import { showDateTime } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import type { PublicNotice, WrittenNotice } from './contract.ts'
import { approveNotice, readNotices, withdrawNotice } from './endpoints.ts'
import { NOTICE_WORDS } from './words.ts'
import { WriteNotice } from './write-notice-dialog.tsx'

/** 公告: what was announced to my places and roles; for offices, also what they have written, to sign or to withdraw. */
export function Notices() {
  const { data, loading, refusal, reload } = useEndpoint(readNotices)
  const [writing, setWriting] = useState(false)
  const top = data?.writesFor ?? null
  return (
    <Screen
      title="公告"
      loading={loading}
      refusal={refusal}
      onRetry={reload}
      actions={
        top && (
          <Button kind="primary" onPress={() => setWriting(true)}>
            写公告
          </Button>
        )
      }
    >
      {data && (top ? <ForWriters shown={data.shown} written={data.written} /> : <Shown notices={data.shown} />)}
      {writing && top && <WriteNotice top={top} onClose={() => setWriting(false)} />}
    </Screen>
  )
}

function ForWriters({ shown, written }: { shown: readonly PublicNotice[]; written: readonly WrittenNotice[] }) {
  const waiting = written.filter((notice) => notice.mayApprove)
  return (
    <div className="y-card">
      <Tabs
        label="公告的内容"
        tabs={[
          { id: 'shown', label: '给我的公告', content: () => <Shown notices={shown} /> },
          {
            id: 'written',
            label: '本单位和下级写的',
            count: waiting.length,
            content: () => <Written notices={written} />,
          },
        ]}
      />
    </div>
  )
}

function Shown({ notices }: { notices: readonly PublicNotice[] }) {
  const [{ open }] = useUrlState()
  if (notices.length === 0) return <Empty words="目前没有公告。" />
  // The one that was opened comes first; the others stay in their order.
  const ordered = [...notices].sort((a, b) => Number(b.id === open) - Number(a.id === open))
  return (
    <div className="y-stack">
      {ordered.map((notice) => (
        <article key={notice.id} className="y-card">
          <h2>{notice.title}</h2>
          <p className="y-meta">
            {notice.place} · {notice.from} 起，到 {notice.until}
          </p>
          <p className="y-text">{notice.body}</p>
        </article>
      ))}
    </div>
  )
}

function Written({ notices }: { notices: readonly WrittenNotice[] }) {
  const changed = [readNotices.path, '/api/workbench']
  const signing = useAct(approveNotice, changed)
  const taking = useAct(withdrawNotice, changed)
  if (notices.length === 0) return <Empty words="还没有写过公告。写好后，辖区里的同事或群众就能看到。" />
  return (
    <div className="y-stack">
      {notices.map((notice) => (
        <section key={notice.id} className="y-card" aria-label={notice.title}>
          <h2>
            {notice.title} <Status of={notice.state} words={NOTICE_WORDS} />
          </h2>
          <p className="y-text">{notice.body}</p>
          <Facts
            of={[
              { label: '范围', value: `${notice.place} · ${notice.audience === 'public' ? '公众' : '工作人员'}` },
              { label: '时间', value: `${notice.from} 至 ${notice.until}` },
              { label: '起草', value: `${notice.writtenBy} · ${showDateTime(notice.writtenAt)}` },
              ...(notice.approvedBy === null ? [] : [{ label: '签发', value: notice.approvedBy }]),
            ]}
          />
          <CaseActions
            actions={[
              ...(notice.mayApprove
                ? [
                    {
                      id: 'approve',
                      label: '签发',
                      kind: 'primary' as const,
                      warn: { sentence: `签发后，全市从 ${notice.from} 起看到这条公告。` },
                    },
                  ]
                : []),
              ...(notice.mayWithdraw ? [{ id: 'withdraw', label: '撤回' }] : []),
            ]}
            onAct={async (id) => {
              const answer = await (id === 'approve' ? signing : taking).act({ params: { id: notice.id } })
              return answer.ok ? undefined : answer.refusal
            }}
          />
        </section>
      ))}
    </div>
  )
}
