import { DataTable } from '../../ui/data-table.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { showShare } from '../../ui/formats.ts'
import { Money } from '../../ui/money.tsx'
import { Empty } from '../../ui/screen.tsx'
import type { Budgets } from './contract.ts'
import { LEVEL_WORDS, sayPurpose } from './words.ts'

type Line = Budgets['lines'][number]

const total = (rows: readonly Line[], of: (row: Line) => number): number => rows.reduce((sum, row) => sum + of(row), 0)

/** Granted, held for batches under way, spent and left, a line for each purpose and level. */
export function BudgetTable({ rows }: { rows: Budgets['lines'] }) {
  if (rows.length === 0) return <Empty words="这一年还没有下达的预算。录入预算并由第二人复核后，批次才能预留资金。" />
  return (
    <div className="y-wide">
      <DataTable
        label="预算与余额"
        rows={rows}
        keyOf={(row) => `${row.purpose}.${row.level}`}
        urgent={(row) => row.leftFen * 20 < row.grantedFen}
        columns={[
          {
            id: 'purpose',
            head: '用途',
            cell: (row) => (
              <>
                {sayPurpose(row.purpose)} {row.example && <ExampleMark />}
              </>
            ),
          },
          { id: 'level', head: '来源', cell: (row) => LEVEL_WORDS[row.level] },
          { id: 'granted', head: '下达', align: 'right', cell: (row) => <Money fen={row.grantedFen} /> },
          { id: 'spent', head: '已支出', align: 'right', cell: (row) => <Money fen={row.spentFen} /> },
          {
            id: 'held',
            head: '已预留',
            about: '为正在办理的批次留出，别的批次不能用',
            align: 'right',
            cell: (row) => <Money fen={row.heldFen} />,
          },
          { id: 'left', head: '可用', align: 'right', cell: (row) => <Money fen={row.leftFen} /> },
          {
            id: 'share',
            head: '已用占比',
            align: 'right',
            cell: (row) => showShare(row.grantedFen - row.leftFen, row.grantedFen),
          },
        ]}
        foot={
          <tr>
            <td colSpan={2}>合计</td>
            <td data-align="right">
              <Money fen={total(rows, (row) => row.grantedFen)} />
            </td>
            <td data-align="right">
              <Money fen={total(rows, (row) => row.spentFen)} />
            </td>
            <td data-align="right">
              <Money fen={total(rows, (row) => row.heldFen)} />
            </td>
            <td data-align="right">
              <Money fen={total(rows, (row) => row.leftFen)} />
            </td>
            <td />
          </tr>
        }
      />
    </div>
  )
}

/** Which level bears which part of each purpose, since when and under which paper. */
export function ShareTable({ rows }: { rows: Budgets['shares'] }) {
  if (rows.length === 0) return <Empty words="还没有设定分担比例。文件没有写明的，由区县按自己的文件设定。" />
  return (
    <div className="y-wide">
      <DataTable
        label="谁出多少"
        rows={rows}
        keyOf={(row) => row.purpose}
        columns={[
          {
            id: 'purpose',
            head: '用途',
            cell: (row) => (
              <>
                {sayPurpose(row.purpose)} {row.example && <ExampleMark />}
              </>
            ),
          },
          {
            id: 'shares',
            head: '分担比例',
            long: true,
            cell: (row) =>
              Object.entries(row.shares)
                .map(([level, share]) => `${LEVEL_WORDS[level]} ${percent(share)}`)
                .join('，'),
          },
          { id: 'from', head: '自', cell: (row) => row.validFrom },
          { id: 'document', head: '依据', long: true, cell: (row) => row.document },
        ]}
      />
    </div>
  )
}

/** `0.6` as `60%`, exact: the text is moved by two places, not multiplied. */
export function percent(share: string | undefined): string {
  const [whole = '0', rest = ''] = (share ?? '0').split('.')
  const digits = rest.padEnd(2, '0')
  const fraction = digits.slice(2).replace(/0+$/, '')
  return `${Number(whole + digits.slice(0, 2))}${fraction === '' ? '' : `.${fraction}`}%`
}
