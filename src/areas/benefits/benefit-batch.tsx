import { Button } from '../../ui/button.tsx'
import { shiftMonth, showNumber, today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import { type Session, useSession } from '../../ui/session.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { BatchLines } from './batch-lines.tsx'
import { BatchSummary, BatchTotals } from './batch-summary.tsx'
import { actOnRun, type Batch, listLines, readBatch, startRun } from './contract.ts'
import { KIND_WORDS, REASON_WORDS, SCHEME_WORDS } from './words.ts'

const holds = (session: Session | null | undefined, role: string): boolean =>
  session?.account.roles.some((grant) => grant.role === role) ?? false

/** W06 津贴批次: opens on what changed against last month, then totals, what is unusual, and the sample. */
export function BenefitBatch() {
  const [search, change] = useUrlState()
  const { session } = useSession()
  const month = search.month ?? today().slice(0, 7)
  const division = search.area ?? session?.account.roles.find((grant) => grant.division !== '')?.division ?? ''
  const { data, loading, refusal, reload } = useEndpoint(readBatch, { params: { division, month } }, division !== '')
  const go = (to: string) =>
    change({ month: to, after: undefined, peek: undefined, kind: undefined, reason: undefined })
  const district = holds(session, 'districtOfficer')
  const none = refusal?.code === 'noRun'
  return (
    <Screen
      title={`津贴批次 ${month}`}
      note={data && <span className="y-meta">{data.run.divisionName}</span>}
      loading={loading}
      loadingWords="正在打开批次"
      refusal={none ? undefined : refusal}
      onRetry={reload}
      actions={
        <div className="y-row">
          <Button onPress={() => go(shiftMonth(month, -1))}>上个月</Button>
          <Button
            onPress={() => go(shiftMonth(month, 1))}
            unavailable={month >= today().slice(0, 7) ? '下个月还没有到' : undefined}
          >
            下个月
          </Button>
          {district && <RunMonth division={division} month={month} again={data !== undefined} />}
          {data && <Sign of={data} district={district} clerk={holds(session, 'townshipClerk')} />}
        </div>
      }
    >
      {none && (
        <Empty
          words={`${month} 还没有生成批次。${district ? '点“生成批次”，几秒后就能看到与上月的变化。' : '请区县经办人先生成。'}`}
        />
      )}
      {data && (
        <div className="y-stack">
          <BatchSummary of={data} />
          <div className="y-row">
            <a className="y-button" href={`/w/payments?month=${month}`}>
              支付与回盘
            </a>
            <a className="y-button" href={`/w/late-facts?tab=corrections&month=${month}`}>
              补发与追回的签署
            </a>
          </div>
          <div className="y-card">
            <BatchTabs of={data} month={month} mayHold={district || holds(session, 'townshipClerk')} />
          </div>
        </div>
      )}
    </Screen>
  )
}

function BatchTabs({ of, month, mayHold }: { of: Batch; month: string; mayHold: boolean }) {
  const [search] = useUrlState()
  const shared = { run: of.run.id, month, mayHold }
  const sum = of.changes.reduce((all, each) => all + each.count, 0)
  const outliers = of.outliers.reduce((all, each) => all + each.count, 0)
  return (
    <Tabs
      label="批次的内容"
      tabs={[
        {
          id: 'changes',
          label: '有变化',
          count: sum,
          content: () => (
            <div className="y-stack">
              <ChangeFilters of={of} />
              <BatchLines
                {...shared}
                list="changes"
                query={{ kind: search.kind, reason: search.reason, scheme: search.benefit }}
                empty={of.run.comparedTo === null ? '上月没有批次，没有可比的变化。' : '和上月相比没有变化。'}
              />
            </div>
          ),
        },
        { id: 'totals', label: '合计', content: () => <BatchTotals of={of} /> },
        {
          id: 'outliers',
          label: '异常',
          count: outliers,
          content: () => (
            <div className="y-stack">
              {of.outliers.map((each) => (
                <p key={each.rule} className="y-meta">
                  {each.says}：{each.count} 条
                </p>
              ))}
              <BatchLines {...shared} list="outliers" empty="没有异常的条目。" />
            </div>
          ),
        },
        {
          id: 'sample',
          label: '抽查',
          count: of.sample.size - of.sample.opened,
          content: () => (
            <div className="y-stack">
              <p className="y-meta">
                按封存摘要随机抽取 {of.sample.size} 条，已看 {of.sample.opened} 条。全部看过才能复核。
              </p>
              <BatchLines {...shared} list="sample" empty="您的辖区没有抽到条目。" />
            </div>
          ),
        },
        {
          id: 'back-pay',
          label: '补发与扣回',
          count: of.backPay.people,
          content: () => <BatchLines {...shared} list="back-pay" empty="以前的月份没有差额。" />,
        },
        {
          id: 'clear',
          label: '待补情况',
          count: of.toClear,
          content: () => <BatchLines {...shared} list="clear" empty="没有需要补充情况的老人。" />,
        },
      ]}
    />
  )
}

/** The counted changes as presses that narrow the list; what did not change is folded into one line. */
function ChangeFilters({ of }: { of: Batch }) {
  const [search, change] = useUrlState()
  const pick = (kind?: string, reason?: string, benefit?: string) =>
    change({ kind, reason, benefit, after: undefined, peek: undefined })
  return (
    <div className="y-row">
      <Button pressed={search.kind === undefined} onPress={() => pick()}>
        全部变化
      </Button>
      {of.changes.map((each) => (
        <Button
          key={`${each.kind} ${each.scheme} ${each.reason} ${each.late}`}
          pressed={search.kind === each.kind && search.reason === each.reason && search.benefit === each.scheme}
          onPress={() => pick(each.kind, each.reason, each.scheme)}
        >
          {KIND_WORDS[each.kind]} {SCHEME_WORDS[each.scheme]} · {REASON_WORDS[each.reason] ?? each.reason}
          {each.late ? '（迟到）' : ''} {showNumber(each.count)}
        </Button>
      ))}
      {of.unchanged > 0 && <span className="y-meta">没有变化 {showNumber(of.unchanged)} 人次，已折叠</span>}
    </div>
  )
}

function RunMonth({ division, month, again }: { division: string; month: string; again: boolean }) {
  const { act, busy, refusal } = useAct(startRun, [readBatch.path])
  const say = useToast()
  const start = async () => {
    const answer = await act({ body: { division, month } })
    if (answer.ok) say('已开始计算，右上角的后台任务里可以看进度，算好后这一页会自动更新。')
  }
  return (
    <>
      <Button {...(again ? {} : { kind: 'primary' as const })} busy={busy} onPress={() => void start()}>
        {again ? '重新计算' : '生成批次'}
      </Button>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
    </>
  )
}

/** 确认变化 for the township, 复核 for the district: whoever may, and what is still missing. */
function Sign({ of, district, clerk }: { of: Batch; district: boolean; clerk: boolean }) {
  const { act, busy, refusal } = useAct(actOnRun, [readBatch.path, listLines.path])
  const open = of.townships.filter((each) => each.confirmedBy === null && each.changes > 0)
  const mine = of.townships.length === 1 ? of.townships[0] : undefined
  const left = of.sample.size - of.sample.opened
  if (clerk && mine !== undefined)
    return (
      <>
        <Button
          kind="primary"
          busy={busy}
          unavailable={mine.confirmedBy === null ? undefined : '本乡镇（街道）已经确认'}
          onPress={() => void act({ params: { run: of.run.id }, body: { kind: 'confirm', township: mine.township } })}
        >
          确认变化
        </Button>
        {refusal && <Notice tone="warn">{refusal.message}</Notice>}
      </>
    )
  if (!district) return null
  const missing =
    of.reviewedBy !== null
      ? `已由 ${of.reviewedBy} 复核`
      : open.length > 0
        ? `还有 ${open.length} 个乡镇（街道）没有确认变化`
        : left > 0
          ? `抽查名单还有 ${left} 条没有看`
          : undefined
  return (
    <>
      <Button
        kind="primary"
        busy={busy}
        unavailable={missing}
        onPress={() => void act({ params: { run: of.run.id }, body: { kind: 'review' } })}
      >
        复核批次
      </Button>
      {refusal && <Notice tone="warn">{refusal.message}</Notice>}
    </>
  )
}
