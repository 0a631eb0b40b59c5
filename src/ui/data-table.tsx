import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react'
import { Icon } from './icon.tsx'

export type Column<Row> = {
  id: string
  head: string
  /** Shown under the pointer and to a screen reader: the definition, the unit. */
  about?: string
  cell: (row: Row) => ReactNode
  align?: 'right' | 'center'
  /** Name of this order for the server; the head then sorts. */
  sort?: string
  /** Long text: two lines, the whole of it on focus and hover. */
  long?: boolean
}

type Props<Row> = {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  /** Only for rows that need something today. */
  urgent?: (row: Row) => boolean
  /** Order as in the address: `name`, `-age`. */
  sort?: string | undefined
  onSort?: (sort: string) => void
  picked?: ReadonlySet<string>
  onPick?: (keys: readonly string[], on: boolean) => void
  /** Key of the row that has the keyboard. */
  at?: string | undefined
  onAt?: (key: string) => void
  open?: string | undefined
  onOpen?: (row: Row) => void
  foot?: ReactNode
}

/** A plain table with one tab stop for its rows, a card for each row on a phone; `ListPage` adds keys, filters and pages. */
export function DataTable<Row>(props: Props<Row>) {
  const { label, columns, rows, keyOf, urgent, sort, onSort, picked, onPick, at, onAt, open, onOpen, foot } = props
  const stop = rows.some((row) => keyOf(row) === at) ? at : rows[0] && keyOf(rows[0])
  const press = (event: MouseEvent, row: Row) => {
    if ((event.target as HTMLElement).closest('a, button, input, label')) return
    onAt?.(keyOf(row))
    onOpen?.(row)
  }
  return (
    <table className="y-table" data-cards="" aria-label={label}>
      <thead>
        <tr>
          {onPick && <PickAll keys={rows.map(keyOf)} picked={picked ?? new Set()} onPick={onPick} />}
          {columns.map((column) => (
            <Head key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const key = keyOf(row)
          return (
            <tr
              key={key}
              data-row={key}
              data-picked={picked?.has(key) || undefined}
              data-open={open === key || undefined}
              data-urgent={urgent?.(row) || undefined}
              tabIndex={key === stop ? 0 : -1}
              onFocus={() => onAt?.(key)}
              onClick={(event) => press(event, row)}
            >
              {onPick && (
                <td className="y-pick">
                  <label>
                    <span className="y-unseen">选择这一行</span>
                    <input
                      type="checkbox"
                      tabIndex={-1}
                      checked={picked?.has(key) ?? false}
                      onChange={(event) => onPick([key], event.target.checked)}
                    />
                  </label>
                </td>
              )}
              {columns.map((column) => (
                <td key={column.id} data-align={column.align} data-head={column.head}>
                  {column.long ? <div className="y-long">{column.cell(row)}</div> : column.cell(row)}
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
      {foot && <tfoot>{foot}</tfoot>}
    </table>
  )
}

type PickAllProps = {
  keys: readonly string[]
  picked: ReadonlySet<string>
  onPick: (keys: readonly string[], on: boolean) => void
}

function PickAll({ keys, picked, onPick }: PickAllProps) {
  const box = useRef<HTMLInputElement>(null)
  const count = keys.filter((key) => picked.has(key)).length
  const all = keys.length > 0 && count === keys.length
  useEffect(() => {
    if (box.current) box.current.indeterminate = count > 0 && !all
  }, [count, all])
  return (
    <th scope="col" className="y-pick">
      <label>
        <span className="y-unseen">选择本页全部</span>
        <input ref={box} type="checkbox" checked={all} onChange={() => onPick(keys, !all)} />
      </label>
    </th>
  )
}

type HeadProps<Row> = { column: Column<Row>; sort: string | undefined; onSort: ((sort: string) => void) | undefined }

function Head<Row>({ column, sort, onSort }: HeadProps<Row>) {
  const name = column.sort
  const order =
    name === undefined ? undefined : sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none'
  return (
    <th
      scope="col"
      data-align={column.align}
      data-sorts={name && onSort ? '' : undefined}
      aria-sort={order === 'none' ? undefined : order}
      title={column.about}
    >
      {name && onSort ? (
        <button type="button" onClick={() => onSort(sort === name ? `-${name}` : name)}>
          {column.head}
          <Icon name={order === 'ascending' ? 'up' : order === 'descending' ? 'down' : 'sort'} />
        </button>
      ) : (
        column.head
      )}
    </th>
  )
}
