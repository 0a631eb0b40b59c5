import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useId, useRef } from 'react'
import { Button } from './button.tsx'
import { type Column, DataTable } from './data-table.tsx'
import { FilterBar } from './filter-bar.tsx'
import { chipsOf, type Filter } from './filters.ts'
import { showNumber } from './formats.ts'
import { useListKeys } from './list-keys.ts'
import { type ListAnswer, type ListInput, useList } from './list-state.ts'
import type { Loaded } from './load.ts'
import { PeekPanel } from './peek-panel.tsx'
import { usePreferences } from './preferences.ts'
import { Empty, Screen, Skeleton } from './screen.tsx'
import { type BulkAct, SelectionBar } from './selection-bar.tsx'
import { type SavedView, Views } from './views.tsx'

export type ListPageProps<Row> = {
  title: string
  columns: readonly Column<Row>[]
  filters?: readonly Filter[]
  /** A hook with a name of its own: `const useElders = (input: ListInput) => useEndpoint(listElders, input)`. */
  load: (input: ListInput) => Loaded<ListAnswer<Row>>
  keyOf: (row: Row) => string
  /** The row's own page, opened by Enter. */
  hrefOf?: (row: Row) => string
  /** What is seen beside the list on Space or a press. */
  peek?: (row: Row) => ReactNode
  nameOf?: (row: Row) => string
  urgent?: (row: Row) => boolean
  bulk?: readonly BulkAct[]
  views?: readonly SavedView[]
  onSaveView?: (label: string, search: Record<string, string>) => Promise<void>
  /** `80岁以上 独居` in the text box. */
  example?: string
  unit?: string
  actions?: ReactNode
  /** Nothing at all yet: what will be here and the one act that starts it. */
  first?: { words: string; act?: ReactNode }
  /** Said when everything has been dealt with, for lists that are work. */
  allDone?: string
}

/** A list of a register or of work: pages by key, filters as sentences in the address, keys, selection, a panel beside it. */
export function ListPage<Row>(props: ListPageProps<Row>) {
  const { title, columns, filters = [], keyOf, hrefOf, peek, nameOf, bulk, views, actions, unit = '条' } = props
  const list = useList(filters, props.load)
  const { rows = [], next = null, count } = list.loaded.data ?? {}
  const { density } = usePreferences()
  const { at, moveTo: setAt } = list
  const box = useRef<HTMLDivElement>(null)
  const fieldId = useId()
  const navigate = useNavigate()
  const opened = rows.find((row) => keyOf(row) === list.peek)
  const go = (row: Row) => (hrefOf ? void navigate({ to: hrefOf(row) }) : list.open(keyOf(row)))
  useListKeys({
    box,
    keys: rows.map(keyOf),
    at,
    peeking: list.peek !== undefined,
    onAt: setAt,
    onPeek: peek ? list.open : undefined,
    onOpen: (key) => {
      const row = rows.find((one) => keyOf(one) === key)
      if (row) go(row)
    },
    onPick: bulk ? (key) => list.pick([key], !list.picked.has(key)) : undefined,
    onPickAll: bulk ? () => list.pick(rows.map(keyOf), true) : undefined,
    fieldId,
  })
  const shown = rows.length > 0
  return (
    <Screen
      title={title}
      note={views && <Views views={views} conditions={list.conditions} onSave={props.onSaveView} />}
      actions={actions}
      refusal={list.loaded.refusal}
      onRetry={list.loaded.reload}
    >
      {(filters.length > 0 || props.example) && (
        <FilterBar
          filters={filters}
          search={list.search}
          onChange={list.ask}
          fieldId={fieldId}
          {...(props.example ? { example: props.example } : {})}
        />
      )}
      <div className="y-list">
        <div className="y-list-body">
          {list.loaded.loading ? (
            <Skeleton />
          ) : shown ? (
            <div className="y-grid" ref={box} data-density={density} data-scroll-restoration-id="list">
              <DataTable
                label={title}
                columns={columns}
                rows={rows}
                keyOf={keyOf}
                sort={list.search.sort}
                onSort={(sort) => list.ask({ sort })}
                at={at}
                onAt={setAt}
                open={list.peek}
                {...(props.urgent ? { urgent: props.urgent } : {})}
                {...(bulk ? { picked: list.picked, onPick: list.pick } : {})}
                onOpen={peek ? (row) => list.open(keyOf(row)) : go}
              />
            </div>
          ) : (
            <NothingHere
              {...props}
              chips={chipsOf(filters, list.search)}
              onDrop={(id) => list.ask({ [id]: undefined })}
            />
          )}
          {bulk && list.picked.size > 0 && (
            <SelectionBar
              acts={bulk}
              picked={[...list.picked]}
              total={count}
              conditions={list.conditions}
              unit={unit}
              onDrop={list.dropPicked}
            />
          )}
          {shown && (
            <div className="y-list-foot y-meta">
              <span>
                {count ? `${count.capped ? '1000+' : showNumber(count.total)} ${unit}` : `本页 ${rows.length} ${unit}`}
              </span>
              <div className="y-head-space" />
              {list.search.after && <Button onPress={() => list.page(undefined)}>回到第一页</Button>}
              {next && <Button onPress={() => list.page(next)}>下一页</Button>}
            </div>
          )}
        </div>
        {peek && opened && (
          <PeekPanel
            title={nameOf?.(opened) ?? '所选的一条'}
            acts={hrefOf && <Button onPress={() => go(opened)}>打开整页</Button>}
            onClose={() => list.open(undefined)}
          >
            {peek(opened)}
          </PeekPanel>
        )}
      </div>
    </Screen>
  )
}

type NothingProps<Row> = Pick<ListPageProps<Row>, 'first' | 'allDone'> & {
  chips: readonly { id: string; text: string }[]
  onDrop: (id: string) => void
}

function NothingHere<Row>({ first, allDone, chips, onDrop }: NothingProps<Row>) {
  if (chips.length > 0) {
    return (
      <Empty words="没有符合条件的记录。可以去掉一个条件再看。">
        {chips.map((chip) => (
          <Button key={chip.id} onPress={() => onDrop(chip.id)}>
            去掉“{chip.text}”
          </Button>
        ))}
      </Empty>
    )
  }
  return <Empty words={allDone ?? first?.words ?? '这里还没有记录。'}>{first?.act}</Empty>
}
