import { useState } from 'react'
import { DataTable } from '../../ui/data-table.tsx'
import { DayField } from '../../ui/field.tsx'
import { showNumber, today } from '../../ui/formats.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { AssessmentLinks } from './assessment-links.tsx'
import { type Coverage, readCoverage } from './contract.ts'

const share = (part: number, whole: number): string =>
  whole === 0 ? '没有人' : `${((part / whole) * 100).toFixed(1)}%`
const sum = (rows: Coverage['rows'], pick: (row: Coverage['rows'][number]) => number) =>
  rows.reduce((all, row) => all + pick(row), 0)

/** How many of 80 and over have a valid result, by place down to the village; a figure opens the place below it. */
export function CoveragePage() {
  const [search, change] = useUrlState()
  const [on, setOn] = useState<string>(today())
  const { area } = search
  const asked = { ...(area ? { area } : {}), ...(/^\d{4}-\d{2}-\d{2}$/.test(on) ? { on } : {}) }
  const { data, loading, refusal, reload } = useEndpoint(readCoverage, { query: asked })
  const rows = data?.rows ?? []
  const elders = sum(rows, (row) => row.elders)
  const valid = sum(rows, (row) => row.valid)
  return (
    <Screen
      title="80 岁及以上能力评估覆盖率"
      loading={loading}
      loadingWords="正在逐村统计"
      refusal={refusal}
      onRetry={reload}
      actions={<AssessmentLinks here="/w/assessments/coverage" />}
    >
      {data && (
        <div className="y-stack">
          <div className="y-card">
            <Facts
              of={[
                { label: '截至', value: data.on },
                { label: `${data.age} 岁及以上`, value: `${showNumber(elders)} 位` },
                { label: '有有效结果', value: `${showNumber(valid)} 位（${share(valid, elders)}）` },
                { label: '已过有效期', value: `${showNumber(sum(rows, (row) => row.overdue))} 位` },
                { label: '没有评估过', value: `${showNumber(sum(rows, (row) => row.never))} 位` },
              ]}
            />
            <p className="y-meta">
              口径：有效评估的 {data.age} 岁以上老年人 ÷ {data.age} 岁以上老年人（渝府办发〔2022〕15 号
              第三章第一节）。部门名单带来、没有评估记录的等级不算评估过。
            </p>
          </div>
          {!data.validitySet && (
            <Notice tone="warn">还没有设定评估结果的有效期，已评估的一律按有效统计。请在“政策规则库”中设定。</Notice>
          )}
          <DayField label="看哪一天" value={on} onChange={setOn} />
          <div className="y-card">
            <DataTable
              label="各地覆盖率"
              rows={rows}
              keyOf={(row) => row.key}
              columns={[
                {
                  id: 'name',
                  head: '地方',
                  cell: (row) =>
                    data.by === 'village' ? (
                      <a href={`/w/assessments/due?area=${row.key}`}>{row.name}</a>
                    ) : (
                      <button
                        type="button"
                        className="y-button"
                        data-kind="quiet"
                        onClick={() => change({ area: row.key })}
                      >
                        {row.name}
                      </button>
                    ),
                },
                { id: 'elders', head: '人数', align: 'right', cell: (row) => showNumber(row.elders) },
                { id: 'valid', head: '有有效结果', align: 'right', cell: (row) => showNumber(row.valid) },
                { id: 'share', head: '覆盖率', align: 'right', cell: (row) => share(row.valid, row.elders) },
                {
                  id: 'soon',
                  head: `${data.soonDays} 天内到期`,
                  align: 'right',
                  cell: (row) => showNumber(row.endingSoon),
                },
                { id: 'overdue', head: '已过期', align: 'right', cell: (row) => showNumber(row.overdue) },
                { id: 'never', head: '没有评估过', align: 'right', cell: (row) => showNumber(row.never) },
                {
                  id: 'listed',
                  head: '其中只有名单等级',
                  align: 'right',
                  cell: (row) => showNumber(row.listed),
                },
                { id: 'severe', head: '重度及完全失能', align: 'right', cell: (row) => showNumber(row.severe) },
              ]}
            />
          </div>
        </div>
      )}
    </Screen>
  )
}
