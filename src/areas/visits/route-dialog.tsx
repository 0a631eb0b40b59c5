import { useState } from 'react'
import { DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { type Board, type RouteTold, readRoute } from './contract.ts'

const BY = { track: '走过的路', road: '道路', straight: '直线估计' } as const

/** A helper's day in order: how long the way is, and what each figure rests on. */
export function RouteDialog({
  helper,
  district,
  onClose,
}: {
  helper: Board['helpers'][number]
  district: string
  onClose: () => void
}) {
  const [on, setOn] = useState<string>(today())
  const { data, refusal } = useEndpoint(
    readRoute,
    { query: { district, helper: helper.account, on } },
    /^\d{4}-\d{2}-\d{2}$/.test(on),
  )
  return (
    <Dialog title={`${helper.name}的路线`} act="看好了" onAct={onClose} onClose={onClose}>
      <DayField label="哪一天" value={on} onChange={setOn} />
      {refusal && <Notice tone="warn">{refusal.message}</Notice>}
      {data && <Told of={data} />}
    </Dialog>
  )
}

function Told({ of: route }: { of: RouteTold }) {
  if (route.stops.length === 0 && route.withoutPlace.length === 0) return <p>这一天没有安排。</p>
  const { track, road, straight } = route.legsBy
  return (
    <div className="y-stack">
      <p>
        共 {route.stops.length} 户，路上约 {route.travelMinutes} 分钟，{route.back} 回到村里
        {route.sunset !== null && `，日落 ${route.sunset}`}。路段依据：走过的路 {track} 段，道路 {road} 段，直线估计{' '}
        {straight} 段。
      </p>
      <DataTable
        label="先后顺序"
        rows={route.stops}
        keyOf={(row) => row.planId}
        columns={[
          { id: 'begins', head: '到达', cell: (row) => row.begins },
          { id: 'name', head: '老人', cell: (row) => row.name },
          {
            id: 'leg',
            head: '这一段',
            cell: (row) =>
              `步行 ${row.leg.minutes} 分钟（约 ${row.leg.metres} m${row.leg.climb === null ? '' : `，上坡 ${row.leg.climb} m`}）`,
          },
          { id: 'by', head: '依据', cell: (row) => BY[row.leg.by] },
        ]}
      />
      {route.leftOut.length > 0 && (
        <Notice tone="warn">天黑前走不到：{route.leftOut.join('、')}。请改到另一天。</Notice>
      )}
      {route.withoutPlace.length > 0 && (
        <Notice>没有住址坐标，没有排进顺序：{route.withoutPlace.join('、')}。下次上门时记录位置即可。</Notice>
      )}
    </div>
  )
}
