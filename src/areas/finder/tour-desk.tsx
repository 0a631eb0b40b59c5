import { CaseActions } from '../../ui/case-actions.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Empty, Screen } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { answerTour, listTours } from './calls.ts'
import type { TourRow } from './contract.ts'
import { HALVES, TOUR_STATES } from './words.ts'

/** 参观预约: what a home has to answer, and whom it expects. */
export function TourDesk() {
  const { data, loading, refusal, reload } = useEndpoint(listTours)
  return (
    <Screen title="参观预约" loading={loading} refusal={refusal} onRetry={reload}>
      {data?.rows.length === 0 && <Empty words="没有等您确认的预约。有人预约时会列在这里。" />}
      {data && data.rows.length > 0 && (
        <DataTable
          label="参观预约"
          rows={data.rows}
          keyOf={(row) => row.id}
          urgent={(row) => row.state === 'asked'}
          columns={[
            { id: 'day', head: '日子', cell: (row) => `${row.day} ${HALVES[row.half]}` },
            { id: 'facility', head: '机构', cell: (row) => row.facility },
            { id: 'name', head: '联系人', cell: (row) => `${row.name}，${row.people} 人` },
            { id: 'phone', head: '电话', cell: (row) => <a href={`tel:${row.phone}`}>{row.phone}</a> },
            { id: 'state', head: '情况', cell: (row) => <Status of={row.state} words={TOUR_STATES} /> },
            { id: 'act', head: '办理', cell: (row) => (row.state === 'asked' ? <Answer of={row} /> : null) },
          ]}
        />
      )}
    </Screen>
  )
}

function Answer({ of }: { of: TourRow }) {
  const { act } = useAct(answerTour, [listTours.path])
  const onAct = async (id: string, reason: string | undefined) => {
    const done = await act({
      params: { district: of.district, id: of.id },
      body: { agree: id === 'agree', answer: reason },
    })
    return done.ok ? undefined : done.refusal
  }
  return (
    <CaseActions
      onAct={onAct}
      actions={[
        { id: 'agree', label: '可以来' },
        {
          id: 'decline',
          label: '来不了',
          reason: { required: true, reasons: ['这半天没有人接待', '正在消毒，改天再来'] },
        },
      ]}
    />
  )
}
