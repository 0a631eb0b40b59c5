import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { showShare } from '../../ui/formats.ts'
import { Empty } from '../../ui/screen.tsx'
import { AbsenceDialog } from './absence-dialog.tsx'
import type { Board, Tally } from './contract.ts'
import { RouteDialog } from './route-dialog.tsx'
import { NOT_SEEN } from './words.ts'

type Helper = Board['helpers'][number]

const COUNTED = '上门见到本人，并有位置或照片、录音；电话和没有凭据的不计入'

const tallyColumns = <Row extends Tally>() =>
  [
    { id: 'due', head: '应巡访', align: 'right', cell: (row: Row) => row.due },
    {
      id: 'rate',
      head: '完成率',
      about: COUNTED,
      align: 'right',
      cell: (row: Row) => showShare(row.withEvidence, row.due),
    },
    { id: 'counted', head: '有凭据完成', about: COUNTED, align: 'right', cell: (row: Row) => row.withEvidence },
    {
      id: 'bare',
      head: '无凭据',
      about: '说已上门，但没有位置也没有附件',
      align: 'right',
      cell: (row: Row) => row.done - row.withEvidence,
    },
    { id: 'called', head: '只打了电话', align: 'right', cell: (row: Row) => row.calledOnly },
    { id: 'notSeen', head: '未见到', align: 'right', cell: (row: Row) => row.notSeen },
    { id: 'overdue', head: '已过期', align: 'right', cell: (row: Row) => row.overdue },
  ] as const

/** Completion by village and by helper, loads, and why people were not seen. */
export function Completion({ of: board }: { of: Board }) {
  const [away, setAway] = useState<Helper>()
  const [walking, setWalking] = useState<Helper>()
  if (board.total.due === 0) return <Empty words="这个月还没有要巡访的老人。生成计划后在这里看完成情况。" />
  const { total } = board
  return (
    <div className="y-stack">
      <p>
        本月应巡访 <strong className="y-number">{total.due}</strong> 次，有凭据完成{' '}
        <strong className="y-number">{total.withEvidence}</strong> 次（{showShare(total.withEvidence, total.due)}
        ），未见到 {total.notSeen} 次，已过期 {total.overdue} 次，还没有巡访人 {total.unassigned} 次。
      </p>
      <h2>各巡访人</h2>
      <div className="y-wide">
        <DataTable
          label="各巡访人"
          rows={board.helpers}
          keyOf={(row) => row.account}
          urgent={(row) => row.daysAbove > 0 || row.dailyMost === 0}
          columns={[
            { id: 'name', head: '巡访人', cell: (row) => row.name },
            {
              id: 'acts',
              head: '办理',
              cell: (row) => (
                <span className="y-row">
                  {board.district !== null && (
                    <Button kind="quiet" onPress={() => setWalking(row)}>
                      看路线
                    </Button>
                  )}
                  {board.may.replan && (
                    <Button kind="quiet" onPress={() => setAway(row)}>
                      记请假
                    </Button>
                  )}
                </span>
              ),
            },
            { id: 'villages', head: '村（社区）', long: true, cell: (row) => row.villages.join('、') },
            ...tallyColumns<Helper>(),
            {
              id: 'load',
              head: '最多一天',
              about: '一天里安排得最多的户数，和本人一天能走的户数',
              align: 'right',
              cell: (row) => `${row.mostOnADay} / ${row.dailyMost} 户`,
            },
            { id: 'above', head: '超量天数', align: 'right', cell: (row) => row.daysAbove },
            { id: 'away', head: '请假', align: 'right', cell: (row) => (row.awayDays > 0 ? `${row.awayDays} 天` : '') },
          ]}
        />
      </div>
      <h2>各村（社区）</h2>
      <div className="y-wide">
        <DataTable
          label="各村（社区）"
          rows={board.villages}
          keyOf={(row) => `${row.township}.${row.village}`}
          urgent={(row) => row.unassigned > 0}
          columns={[
            { id: 'name', head: '村（社区）', cell: (row) => row.name },
            ...tallyColumns<Board['villages'][number]>(),
            { id: 'unassigned', head: '没有巡访人', align: 'right', cell: (row) => row.unassigned },
          ]}
        />
      </div>
      {board.reasons.length > 0 && (
        <>
          <h2>没有见到的原因</h2>
          <p>
            {board.reasons
              .map(({ reason, visits }) => `${NOT_SEEN[reason as keyof typeof NOT_SEEN] ?? reason} ${visits} 次`)
              .join('，')}
          </p>
        </>
      )}
      {away && <AbsenceDialog helper={away} villages={villagesOf(board)} onClose={() => setAway(undefined)} />}
      {walking && board.district !== null && (
        <RouteDialog helper={walking} district={board.district} onClose={() => setWalking(undefined)} />
      )}
    </div>
  )
}

const villagesOf = (board: Board) =>
  board.villages.filter((each) => each.village !== '').map((each) => ({ value: each.village, label: each.name }))
