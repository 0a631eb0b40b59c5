import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { type Column, DataTable } from './data-table.tsx'
import { PeekPanel } from './peek-panel.tsx'
import { useUrlState } from './url-state.ts'

type Columns<Row> = readonly (Column<Row> & { wide?: boolean })[]

type Props<Row> = {
  label: string
  rows: readonly Row[]
  keyOf: (row: Row) => string
  nameOf: (row: Row) => string
  /** Columns of the whole list; while a row is open, those marked as `wide` make room for it. A function is asked for either case. */
  columns: Columns<Row> | ((beside: boolean) => Columns<Row>)
  acts?: (row: Row) => ReactNode
  peek: (row: Row) => ReactNode
  /** Under the table: how many there are, and the key of the next page where the server gives pages (`?after=`). */
  foot?: { readonly words?: string; readonly next?: string | null }
  /** Beside opening the panel. */
  onOpen?: (row: Row) => void
  /** Words of the address that belong to the open row and go with it. */
  clears?: readonly string[]
}

/** A table with a panel beside it for the row that is open in the address (`?peek=`). */
export function PeekTable<Row>(props: Props<Row>) {
  const { label, rows, keyOf, nameOf, columns, acts, peek, foot, onOpen, clears = [] } = props
  const [search, change] = useUrlState()
  const [at, setAt] = useState<string>()
  const opened = rows.find((row) => keyOf(row) === search.peek)
  const without = Object.fromEntries(clears.map((each) => [each, undefined]))
  const shown =
    typeof columns === 'function'
      ? columns(opened !== undefined)
      : opened
        ? columns.filter((column) => column.wide !== true)
        : columns
  return (
    <div className="y-list">
      <div className="y-list-body">
        <div className="y-grid">
          <DataTable
            label={label}
            rows={rows}
            keyOf={keyOf}
            at={at}
            onAt={setAt}
            open={search.peek}
            onOpen={(row) => {
              change({ peek: keyOf(row), ...without }, 'replace')
              onOpen?.(row)
            }}
            columns={shown}
          />
        </div>
        {foot && (
          <div className="y-list-foot y-meta">
            {foot.words && <span>{foot.words}</span>}
            <div className="y-head-space" />
            {search.after && <Button onPress={() => change({ after: undefined })}>回到第一页</Button>}
            {foot.next && <Button onPress={() => change({ after: foot.next ?? undefined })}>下一页</Button>}
          </div>
        )}
      </div>
      {opened && (
        <PeekPanel
          title={nameOf(opened)}
          acts={acts?.(opened)}
          onClose={() => change({ peek: undefined, ...without }, 'replace')}
        >
          {peek(opened)}
        </PeekPanel>
      )}
    </div>
  )
}
