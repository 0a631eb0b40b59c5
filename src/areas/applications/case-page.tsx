import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import { Day } from '../../ui/day.tsx'
import { today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Facts, RecordPage } from '../../ui/record-page.tsx'
import { Refused, Skeleton } from '../../ui/screen.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import { useAddress } from '../../ui/url-state.ts'
import { SchemeCard } from '../benefits/contract.ts'
import { OneScheme } from '../benefits/person-card.tsx'
import { AskForMissing } from './ask-for-missing.tsx'
import { DaysLeft } from './case-columns.tsx'
import { CaseEvidence } from './case-evidence.tsx'
import { CaseNote } from './case-note.tsx'
import { actOnCase, type CasePage as Page, readCase } from './cases-contract.ts'
import { type ApplicationView, printDecision, readApplication } from './contract.ts'
import { CHANNEL_WORDS, CONSENT_WORDS, OUTCOME_WORDS, PARTY_WORDS, RELATION_WORDS } from './words.ts'

const REFRESH = ['/api/cases', readCase.path, readApplication.path]

/** W05 办件, one case: what it is, what is missing, what may be done now, and on what it rests. */
export function CasePage() {
  const { district = '', id = '' } = useAddress()
  const { data, loading, refusal, reload } = useEndpoint(readCase, { params: { district, id } })
  const application = useEndpoint(readApplication, { params: { district, id } })
  const about = application.data
  return (
    <RecordPage
      title={data ? `${data.line.name} · ${data.line.title}` : '办件'}
      {...(data ? { number: data.line.number } : {})}
      trail={[{ label: '办件', href: '/w/matters' }, { label: data?.line.number ?? '办件' }]}
      loading={loading}
      refusal={refusal}
      onRetry={reload}
      actions={
        data && (
          <>
            {(data.line.outcome === 'granted' || data.line.outcome === 'refused') && <PrintDecision of={data} />}
            <Moves of={data} />
          </>
        )
      }
      facts={data ? factsOf(data, about) : []}
      tabs={
        data
          ? [
              {
                id: 'evidence',
                label: '材料',
                ...(data.missing.length > 0 ? { count: data.missing.length } : {}),
                content: () => <CaseEvidence of={data} />,
              },
              {
                id: 'time',
                label: '时间线',
                content: () => (
                  <div className="y-stack">
                    <CaseNote of={data} />
                    <Times of={data} />
                  </div>
                ),
              },
              {
                id: 'bundle',
                label: '同一申请',
                ...(about && about.bundle.length > 0 ? { count: about.bundle.length } : {}),
                content: () => <Bundle of={about} />,
              },
            ]
          : []
      }
      aside={about?.card ? <Basis of={about.card} /> : undefined}
    />
  )
}

/** The same beside the list: enough to decide most of them. */
export function CasePeek({ district, id }: { district: string; id: string }) {
  const { data, loading, refusal, reload } = useEndpoint(readCase, { params: { district, id } })
  const { data: about } = useEndpoint(readApplication, { params: { district, id } })
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || !data) return <Skeleton />
  return (
    <div className="y-stack">
      <Moves of={data} />
      <Facts of={factsOf(data, about)} />
      {about?.card ? <Basis of={about.card} /> : null}
      <Times of={data} />
    </div>
  )
}

/** On what it rests today: condition by condition, with the clause and what would change it. */
function Basis({ of }: { of: unknown }) {
  const card = SchemeCard.safeParse(of)
  return card.success ? <OneScheme of={card.data} month={today().slice(0, 7)} /> : null
}

/** 决定书: issued once for a decision, printed as often as somebody asks. */
function PrintDecision({ of }: { of: Page }) {
  const { act, busy, refusal } = useAct(printDecision)
  const open = async () => {
    const answer = await act({ params: { district: of.line.district, id: of.line.id } })
    if (answer.ok) window.open(answer.value.href, '_blank', 'noreferrer')
  }
  return (
    <>
      <Button busy={busy} onPress={() => void open()}>
        打印决定书
      </Button>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
    </>
  )
}

/** The moves that the server allows; the one that asks for papers has a form of its own. */
function Moves({ of }: { of: Page }) {
  const [asking, setAsking] = useState(false)
  const { act } = useAct(actOnCase, REFRESH)
  const { district, id } = of.line
  const plain = of.moves.filter((move) => !move.asksForMissing)
  const asks = of.moves.find((move) => move.asksForMissing)
  return (
    <div className="y-row">
      {asks && (
        <Button unavailable={asks.unavailable ?? undefined} onPress={() => setAsking(true)}>
          {asks.title}
        </Button>
      )}
      <CaseActions
        actions={plain.map((move) => ({
          id: move.name,
          label: move.title,
          ...(move.tone ? { kind: move.tone } : {}),
          ...(move.reason ? { reason: { required: move.reason === 'required' } } : {}),
          ...(move.unavailable ? { unavailable: move.unavailable } : {}),
        }))}
        onAct={async (move, reason) => {
          const body = { move, revision: of.revision, ...(reason ? { reason } : {}) }
          const answer = await act({ params: { district, id }, body })
          return answer.ok ? undefined : answer.refusal
        }}
      />
      {asking && <AskForMissing of={of} onClose={() => setAsking(false)} />}
    </div>
  )
}

function factsOf({ line, clockTitle, subject, missing }: Page, about: ApplicationView | undefined) {
  return [
    {
      label: '申请人',
      value: subject.kind === 'elder' ? <a href={`/w/elders/${subject.id}`}>{subject.name}</a> : subject.name,
    },
    {
      label: '住处',
      value: about?.elder?.villageName ? `${line.townshipName} ${about.elder.villageName}` : line.townshipName,
    },
    {
      label: '步骤',
      value: line.outcome && line.closedAt ? (OUTCOME_WORDS[line.outcome] ?? line.stateTitle) : line.stateTitle,
    },
    { label: clockTitle ?? '期限', value: <DaysLeft of={line} /> },
    ...(line.dueOn ? [{ label: '最后一天', value: <Day on={line.dueOn} /> }] : []),
    { label: '还差', value: missing.length === 0 ? '没有，材料齐全' : missing.map((each) => each.title).join('、') },
    { label: '来源', value: CHANNEL_WORDS[line.origin] ?? line.origin },
    ...(about ? [{ label: '本人同意', value: `${CONSENT_WORDS[about.consentHow]}（${about.consentBy} 记录）` }] : []),
    ...(about?.delegation
      ? [
          {
            label: '受托人',
            value: `${about.delegation.name}（${RELATION_WORDS[about.delegation.relation] ?? about.delegation.relation}），${about.delegation.over ? '委托已到期' : `到 ${about.delegation.until} 为止`}`,
          },
        ]
      : []),
    ...(line.handler ? [{ label: '经办', value: line.handler }] : []),
  ]
}

const Times = ({ of }: { of: Page }) => (
  <Timeline
    empty="还没有记录。"
    entries={of.timeline.toReversed().map((entry) => ({
      id: String(entry.seq),
      at: entry.at,
      who: `${PARTY_WORDS[entry.party] ?? entry.party}${entry.party === 'clock' ? '' : ` ${entry.account}`}${entry.onBehalfOf ? `（代 ${entry.onBehalfOf}）` : ''}`,
      what: entry.says,
      ...(entry.shown ? {} : { detail: '仅内部可见' }),
    }))}
  />
)

function Bundle({ of }: { of: ApplicationView | undefined }) {
  if (of === undefined || of.bundle.length === 0) return <p className="y-quiet">这次只申请了这一项。</p>
  return (
    <ul>
      {of.bundle.map((each) => (
        <li key={each.id}>
          <a href={`/w/matters/${each.district}/${each.id}`}>
            {each.title} <span className="y-number">{each.number}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
