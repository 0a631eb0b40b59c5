import { DataTable } from '../../ui/data-table.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { Money } from '../../ui/money.tsx'
import { Empty } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import type { Home } from './contract.ts'
import { HOME_STATES, homeState } from './words.ts'

/** Homes with what the bank holds beside what must stay, days to zero, and how many elders it concerns. */
export function HomeTable({ rows, hrefOf }: { rows: readonly Home[]; hrefOf: (home: Home) => string }) {
  if (rows.length === 0) return <Empty words="还没有登记预收费的机构。机构登记存管账户或预收约定后，会出现在这里。" />
  return (
    <div className="y-wide">
      <DataTable
        label="预收费机构"
        rows={rows}
        keyOf={(row) => row.facility}
        urgent={(row) => row.alerts > 0}
        columns={[
          {
            id: 'name',
            head: '机构',
            long: true,
            cell: (row) => (
              <>
                <a href={hrefOf(row)}>{row.name}</a> {row.example && <ExampleMark />}
              </>
            ),
          },
          { id: 'state', head: '状态', cell: (row) => <Status of={homeState(row)} words={HOME_STATES} /> },
          { id: 'alerts', head: '预警', align: 'right', cell: (row) => `${row.alerts} 条` },
          { id: 'balance', head: '账户余额', align: 'right', cell: (row) => <Money fen={row.balanceFen} /> },
          { id: 'required', head: '应留存', align: 'right', cell: (row) => <Required of={row} /> },
          { id: 'elders', head: '涉及老人', align: 'right', cell: (row) => `${row.elders} 位` },
          {
            id: 'days',
            head: '可维持',
            about: '按近 30 天净支出，余额还能维持的天数',
            align: 'right',
            cell: (row) => (row.daysToZero === null ? '没有净支出' : `${row.daysToZero} 天`),
          },
          { id: 'feed', head: '银行数据', cell: (row) => row.feedOn ?? '还没有' },
        ]}
      />
    </div>
  )
}

/** The sum that must stay; where a share is unset the setting is named instead of a sum. */
export function Required({ of }: { of: Home }) {
  return of.requiredFen === null ? <span className="y-quiet">比例未设定</span> : <Money fen={of.requiredFen} />
}
