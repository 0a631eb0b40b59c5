import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { DataTable } from '../../ui/data-table.tsx'
import { SelectField, Tiles } from '../../ui/field.tsx'
import { showDateTime } from '../../ui/formats.ts'
import { FileDrop } from '../../ui/import-wizard.tsx'
import { JobProgress } from '../../ui/job-progress.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import { useSession } from '../../ui/session.ts'
import { Status } from '../../ui/status.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { type Batch, type BatchSummary, listBatches, type Outcome, uploadList } from './calls.ts'
import { kindWords, stateWords } from './words.ts'

const KINDS = Object.entries(kindWords).map(([value, label]) => ({ value, label }))

/** W04 导入中心: give a file, or go on with a draft. Nothing reaches the register before the last step. */
export function ImportCentre() {
  const { data, loading, refusal, reload } = useEndpoint(listBatches)
  return (
    <Screen title="导入" loading={loading} refusal={refusal} onRetry={reload}>
      <div className="y-stack">
        <Upload />
        <Batches of={data?.batches ?? []} />
      </div>
    </Screen>
  )
}

function Upload() {
  const navigate = useNavigate()
  const { session } = useSession()
  const [search, change] = useUrlState()
  const places = session?.account.roles.filter((grant) => grant.division !== '') ?? []
  const [kind, setKind] = useState<Batch['kind']>('ledger')
  const [chosen, setChosen] = useState('')
  const [failure, setFailure] = useState('')
  const place = chosen || (places[0]?.division ?? '')
  const { act, busy, refusal } = useAct(uploadList, ['/api/imports/batches', '/api/jobs'])
  const upload = async (file: File) => {
    setFailure('')
    const answer = await act({ query: { in: place, kind, name: file.name }, body: file })
    if (answer.ok) change({ job: answer.value.job })
  }
  const ended = (why: string | null) => {
    setFailure(why ?? '已停止检查，没有留下草稿。可以重新上传。')
    change({ job: undefined }, 'replace')
  }
  return (
    <section className="y-card y-stack" aria-label="上传文件">
      <Tiles
        label="文件内容"
        inline
        options={KINDS}
        value={kind}
        onChange={(value) => setKind(value as Batch['kind'])}
      />
      {places.length > 1 && (
        <SelectField
          label="导入到"
          value={place}
          options={places.map((grant) => ({ value: grant.division, label: grant.divisionPath.join(' / ') }))}
          onChange={setChosen}
        />
      )}
      <FileDrop
        label="把现有的表格拖到这里，或选择文件"
        hint="支持 xlsx、xls、et、csv。系统会先检查、不会直接入库。改好的错误表格也在这里上传，会回到原来的批次。"
        accept=".xlsx,.xls,.et,.csv"
        error={refusal?.message ?? failure}
        onFile={(file) => void upload(file)}
      />
      {busy && <Notice live>正在上传。</Notice>}
      {search.job && (
        <JobProgress<Outcome>
          id={search.job}
          words="正在检查"
          onDone={({ href }) => void navigate({ href, replace: true })}
          onEnd={ended}
        />
      )}
    </section>
  )
}

function Batches({ of }: { of: readonly BatchSummary[] }) {
  return (
    <section aria-labelledby="batches">
      <h2 id="batches">批次</h2>
      {of.length === 0 ? (
        <Empty words="还没有导入过。上传一份台账后，批次会列在这里。" />
      ) : (
        <div className="y-wide">
          <DataTable
            label="导入批次"
            rows={of}
            keyOf={(row) => row.id}
            columns={[
              {
                id: 'file',
                head: '文件',
                cell: (row) => <a href={`/w/imports/${row.id}`}>{row.fileName}</a>,
                long: true,
              },
              { id: 'kind', head: '内容', cell: (row) => kindWords[row.kind] },
              {
                id: 'state',
                head: '状态',
                cell: (row) => <Status of={row.state} words={stateWords} />,
                align: 'center',
              },
              { id: 'rest', head: '说明', cell: (row) => (row.restOf === null ? '' : '提交后余下的行') },
              { id: 'by', head: '经办账号', cell: (row) => row.createdBy },
              { id: 'at', head: '上传时间', cell: (row) => showDateTime(row.createdAt) },
            ]}
          />
        </div>
      )}
    </section>
  )
}
