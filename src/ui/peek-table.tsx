import { type ReactNode, useState } from 'react'
import { type Column, DataTable } from './data-table.tsx'
import { PeekPanel } from './peek-panel.tsx'
import { useUrlState } from './url-state.ts'

type Props<Row> = {
  label: string
  rows: readonly Row[]
  keyOf: (row: Row) => string
  nameOf: (row: Row) => string
  /** Columns of the whole list; while a row is open, those marked as `wide` make room for it. */
  columns: readonly (Column<Row> & { wide?: boolean })[]
  acts?: (row: Row) => ReactNode
  peek: (row: Row) => ReactNode
}

/** A table that is all there at once, with a panel beside it for the row that is open in the address (`?peek=`). */
export function PeekTable<Row>({ label, rows, keyOf, nameOf, columns, acts, peek }: Props<Row>) {
  const [search, change] = useUrlState()
  const [at, setAt] = useState<string>()
  const opened = rows.find((row) => keyOf(row) === search.peek)
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
            onOpen={(row) => change({ peek: keyOf(row) }, 'replace')}
            columns={opened ? columns.filter((column) => column.wide !== true) : columns}
          />
        </div>
      </div>
      {opened && (
        <PeekPanel title={nameOf(opened)} acts={acts?.(opened)} onClose={() => change({ peek: undefined }, 'replace')}>
          {peek(opened)}
        </PeekPanel>
      )}
    </div>
  )
}
