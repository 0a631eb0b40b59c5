import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { DayField, TextField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { RecordPage } from '../../ui/record-page.tsx'
import { Empty } from '../../ui/screen.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import { useAddress, useUrlState } from '../../ui/url-state.ts'
import { CHANGED, type EntryView, endEntry, type ListView, readEntry } from './contract.ts'
import { EntryDialog } from './entry-dialog.tsx'
import { factsOf } from './entry-list.tsx'
import { showField } from './show-field.ts'

/** One entry of a plain list: what it says on a day, and everything that was ever recorded of it. */
export function EntryPage() {
  const { list: id = '', district = '', id: entry = '' } = useAddress()
  const [search, change] = useUrlState()
  const [open, setOpen] = useState<'change' | 'end'>()
  const query = search.on ? { on: search.on } : {}
  const { data, loading, refusal, reload } = useEndpoint(readEntry, {
    params: { list: id, district, id: entry },
    query,
  })
  const shown = data?.entry ?? data?.history[0]
  const close = () => setOpen(undefined)
  return (
    <>
      <RecordPage
        title={shown?.name ?? '登记内容'}
        loading={loading}
        refusal={refusal}
        onRetry={reload}
        trail={[
          { label: '专项台账', href: '/w/lists' },
          { label: data?.list.title ?? '', href: `/w/lists/${id}` },
        ]}
        note={shown?.example && <ExampleMark />}
        actions={
          data?.mayWrite &&
          data.entry && (
            <div className="y-row">
              <Button onPress={() => setOpen('end')}>停止登记</Button>
              <Button kind="primary" onPress={() => setOpen('change')}>
                登记变化
              </Button>
            </div>
          )
        }
        facts={data?.entry ? factsOf(data.list, data.entry) : []}
        tabs={[
          {
            id: 'history',
            label: '历次登记',
            count: data?.history.length ?? 0,
            content: () => data && <History list={data.list} of={data.history} />,
          },
          {
            id: 'basis',
            label: '政策依据',
            content: () => (
              <ul>
                {data?.list.clauses.map((clause) => (
                  <li key={clause}>{clause}</li>
                ))}
              </ul>
            ),
          },
        ]}
        aside={
          <div className="y-card y-stack-tight">
            <DayField
              label="看哪一天的内容"
              value={search.on ?? ''}
              onChange={(on) => change({ on: on || undefined })}
              optional
            />
            {data && data.entry === null && <Empty words="这一天没有登记。下面列出历次登记的内容。" />}
          </div>
        }
      />
      {open === 'change' && data?.entry && <EntryDialog list={data.list} of={data.entry} onClose={close} />}
      {open === 'end' && data?.entry && <EndDialog list={data.list} of={data.entry} onClose={close} />}
    </>
  )
}

const History = ({ list, of }: { list: ListView; of: readonly EntryView[] }) => (
  <Timeline
    empty="还没有登记。"
    entries={of.map((row) => ({
      id: row.version,
      at: row.recordedAt,
      who: row.recordedBy,
      what: `自 ${row.from}${row.to === null ? '起' : ` 至 ${row.to}（不含）`}${row.superseded ? '，后来已更改' : ''}`,
      detail: `${sayValues(list, row)}。依据：${row.source}`,
    }))}
  />
)

const sayValues = (list: ListView, row: EntryView): string =>
  list.fields
    .flatMap((field) => {
      const said = showField(field, row.values[field.name])
      return said === undefined ? [] : [`${field.label} ${said}`]
    })
    .join('，')

function EndDialog({ list, of, onClose }: { list: ListView; of: EntryView; onClose: () => void }) {
  const [from, setFrom] = useState<string>(today())
  const [source, setSource] = useState('')
  const { act, busy, refusal } = useAct(endEntry, CHANGED)
  const send = async () => {
    const params = { list: list.id, district: of.district, id: of.entry }
    const answer = await act({ params, body: { from, source, expected: of.version } })
    if (answer.ok) onClose()
  }
  const unavailable = source.trim().length < 2 ? '先写明原因' : undefined
  return (
    <Dialog
      title="停止登记"
      act="停止登记"
      busy={busy}
      unavailable={unavailable}
      onClose={onClose}
      onAct={() => void send()}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <p>以前各天的内容都会保留，随时可以查看。</p>
      <DayField label="从哪一天起停止" value={from} onChange={setFrom} />
      <TextField label="原因" hint="例如：已转为养老设施、已拆除" value={source} onChange={setSource} maxLength={200} />
    </Dialog>
  )
}
