import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { answerQuestion, listQuestions, type QuestionLine, sayToQuestion } from './contract.ts'
import { ANSWERS, DOUBTS, sayDoubt } from './words.ts'

/** Questions about records: what looks odd, as figures; the helper's words, the supervisor's answer. */
export function QuestionList({ area }: { area: string | undefined }) {
  const [search, change] = useUrlState()
  const [asked, setAsked] = useState<QuestionLine>()
  const show = search.questions === 'answered' ? 'answered' : 'open'
  const { data, refusal } = useEndpoint(listQuestions, {
    query: { show, ...(area ? { area } : {}), ...(search.question ? { after: search.question } : {}) },
  })
  return (
    <div className="y-stack">
      <p className="y-meta">下面只是需要了解情况的记录，不代表巡访有问题。请先听巡访人说明，再写下核对结果。</p>
      {refusal && <Notice tone="warn">{refusal.message}</Notice>}
      <SelectField
        label="看哪些"
        value={show}
        onChange={(value) => change({ questions: value, question: '' }, 'replace')}
        options={[
          { value: 'open', label: '等待核对' },
          { value: 'answered', label: '已核对' },
        ]}
      />
      {data?.rows.length === 0 && <Empty words={show === 'open' ? '没有等待核对的记录。' : '还没有核对过的记录。'} />}
      {data && data.rows.length > 0 && (
        <div className="y-wide">
          <DataTable
            label="记录核对"
            rows={data.rows}
            keyOf={(row) => row.id}
            columns={[
              { id: 'on', head: '日期', cell: (row) => row.on },
              { id: 'helper', head: '巡访人', cell: (row) => row.helper },
              {
                id: 'do',
                head: '办理',
                cell: (row) =>
                  row.answer === null && (
                    <Button kind="quiet" onPress={() => setAsked(row)}>
                      {row.mine ? '说明情况' : '核对'}
                    </Button>
                  ),
              },
              { id: 'name', head: '老人', cell: (row) => `${row.name}（${row.villageName}）` },
              { id: 'kind', head: '想了解', cell: (row) => DOUBTS[row.kind] },
              { id: 'facts', head: '情况', long: true, cell: (row) => sayDoubt(row.kind, row.facts) },
              { id: 'said', head: '巡访人说明', long: true, cell: (row) => row.said ?? '' },
              {
                id: 'answer',
                head: '核对结果',
                long: true,
                cell: (row) => (row.answer === null ? '' : `${ANSWERS[row.answer]}：${row.answerNote ?? ''}`),
              },
            ]}
          />
        </div>
      )}
      {data?.next && <Button onPress={() => change({ question: data.next ?? '' })}>下一页</Button>}
      {asked && <AnswerDialog of={asked} onClose={() => setAsked(undefined)} />}
    </div>
  )
}

function AnswerDialog({ of: line, onClose }: { of: QuestionLine; onClose: () => void }) {
  const [answer, setAnswer] = useState<string>('explained')
  const [words, setWords] = useState('')
  const answering = useAct(answerQuestion, [listQuestions.path])
  const saying = useAct(sayToQuestion, [listQuestions.path])
  const { busy, refusal } = line.mine ? saying : answering
  const params = { district: line.district, id: line.id }
  const send = async () => {
    const done = line.mine
      ? await saying.act({ params, body: { words } })
      : await answering.act({ params, body: { answer, note: words } })
    if (done.ok) onClose()
  }
  const title = line.mine ? '说明情况' : '核对记录'
  return (
    <Dialog
      title={title}
      act={title}
      busy={busy}
      unavailable={words.trim().length < 2 ? '先写几句' : undefined}
      onClose={onClose}
      onAct={() => void send()}
    >
      <p>
        {line.on} {line.helper} · {DOUBTS[line.kind]}：{sayDoubt(line.kind, line.facts)}
      </p>
      {line.said !== null && <p>巡访人说明：{line.said}</p>}
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      {!line.mine && (
        <SelectField
          label="核对结果"
          value={answer}
          onChange={setAnswer}
          options={Object.entries(ANSWERS).map(([value, label]) => ({ value, label }))}
        />
      )}
      <TextField label={line.mine ? '当时的情况' : '核对说明'} value={words} onChange={setWords} maxLength={300} />
    </Dialog>
  )
}
