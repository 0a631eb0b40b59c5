import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Value } from '../../ui/day.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { DayField } from '../../ui/field.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Facts, RecordPage } from '../../ui/record-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { mayUse, useSession } from '../../ui/session.ts'
import { Status } from '../../ui/status.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import { useAddress, useUrlState } from '../../ui/url-state.ts'
import { ATTRIBUTES, type AttributeKind } from './attributes.ts'
import { type Facility, readFacility } from './contract.ts'
import { FacilityBeds } from './facility-beds.tsx'
import { sayBeds } from './list-columns.tsx'
import { SetDialog } from './set-dialog.tsx'
import { FACILITY_KINDS, OWNERSHIP, STATUS_WORDS } from './words.ts'

/** One facility (W24, W12 as far as there are data): what it is today or was on any day, beds, standard, history. */
export function FacilityPage() {
  const { district = '', id = '' } = useAddress()
  const [search, change] = useUrlState()
  const [asking, setAsking] = useState(false)
  const on = search.on
  const { session } = useSession()
  const files = session != null && mayUse(session, ['districtOfficer', 'operator'])
  const { data, loading, refusal, reload } = useEndpoint(readFacility, {
    params: { district, id },
    query: on ? { on } : {},
  })
  const trail = [{ label: '设施与用地台账', href: '/w/facilities' }, { label: data?.name ?? '' }]
  if (data === undefined)
    return <Screen title="设施档案" trail={trail} loading={loading} refusal={refusal} onRetry={reload} />
  const shown = (kind: AttributeKind) => data.attributes.find((each) => each.kind === kind)?.says
  return (
    <>
      <RecordPage
        title={data.name.replace(/^示例·/, '')}
        number={data.number}
        trail={trail}
        note={
          <>
            {data.status && <Status of={data.status} words={STATUS_WORDS} />}
            {data.example && <ExampleMark />}
          </>
        }
        actions={
          !on && (
            <>
              {files && (
                <a className="y-button" href={`/w/filings/new?facility=${data.district}/${data.id}`}>
                  变更、暂停或终止备案
                </a>
              )}
              {data.mayWrite && <Button onPress={() => setAsking(true)}>登记变化</Button>}
            </>
          )
        }
        facts={[
          { label: '类型', value: FACILITY_KINDS[data.kind].word },
          { label: '所在', value: data.place },
          { label: '举办性质', value: data.ownership ? OWNERSHIP[data.ownership] : '未采集' },
          { label: '建筑面积', value: <Value of={data.floorArea} unit="m²" /> },
          {
            label: '床位',
            value: FACILITY_KINDS[data.kind].beds === 'none' ? '不设床位' : sayBeds(data.beds),
          },
          { label: '运营方', value: shown('operator') ?? '未采集' },
        ]}
        tabs={[
          { id: 'basics', label: '基本情况', content: () => <Basics of={data} /> },
          { id: 'beds', label: '床位', content: () => <FacilityBeds of={data} /> },
          { id: 'standard', label: '设置标准', content: () => <Standard of={data} /> },
          { id: 'history', label: '历史', content: () => <History of={data} /> },
        ]}
        aside={
          <section className="y-card y-stack" aria-label="按哪一天看">
            <h2>按哪一天看</h2>
            <DayField
              label="日期"
              value={search.on ?? ''}
              onChange={(day) => change({ on: /^\d{4}-\d\d-\d\d$/.test(day) ? day : undefined }, 'replace')}
            />
            <p className="y-meta">不填就是今天。床位、面积、运营方和其他登记都按这一天显示。</p>
          </section>
        }
      />
      {asking && <SetDialog of={data} onClose={() => setAsking(false)} />}
    </>
  )
}

function Basics({ of }: { of: Facility }) {
  const groups = Map.groupBy(Object.entries(ATTRIBUTES), ([, each]) => each.group)
  return (
    <div className="y-stack">
      {[...groups].map(([group, kinds]) => (
        <section key={group} aria-label={group}>
          <h3>{group}</h3>
          <Facts
            of={kinds.map(([kind, { label }]) => {
              const held = of.attributes.find((each) => each.kind === kind)
              return {
                label,
                value: held ? (
                  <>
                    {held.says} <span className="y-meta">自 {held.since}</span>
                  </>
                ) : (
                  '未采集'
                ),
              }
            })}
          />
        </section>
      ))}
    </div>
  )
}

function Standard({ of }: { of: Facility }) {
  if (of.standard === null) return <p>文件没有规定这类设施的设置标准。</p>
  const { checks, words, functions, clauses, note } = of.standard
  return (
    <div className="y-stack">
      {checks.length > 0 && (
        <DataTable
          label="可核对的标准"
          rows={checks}
          keyOf={(row) => row.label}
          columns={[
            { id: 'label', head: '标准', cell: (row) => row.label },
            { id: 'needs', head: '要求', cell: (row) => row.needs },
            { id: 'has', head: '台账', cell: (row) => row.has ?? '未采集' },
            { id: 'met', head: '结果', cell: (row) => (row.met === null ? '无法判定' : row.met ? '达到' : '没有达到') },
            { id: 'clause', head: '依据', long: true, cell: (row) => row.clause },
          ]}
        />
      )}
      <Facts of={words.map(({ label, text }) => ({ label, value: text }))} />
      <h3>应有的功能</h3>
      <ul>
        {functions.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      {note && <p className="y-quiet">{note}</p>}
      <p className="y-meta">依据：{clauses.join('；')}</p>
    </div>
  )
}

function History({ of }: { of: Facility }) {
  return (
    <Timeline
      empty="还没有登记过变化。"
      entries={of.history.map((each, n) => ({
        id: `${n}`,
        at: each.recordedAt.slice(0, 10),
        who: each.recordedBy,
        what: `${ATTRIBUTES[each.kind as AttributeKind].label}：${each.says}`,
        detail: `${each.since} 起${each.until ? `至 ${each.until} 前` : ''}，${each.source}${each.supersededAt ? '（后来已更正）' : ''}`,
      }))}
    />
  )
}
