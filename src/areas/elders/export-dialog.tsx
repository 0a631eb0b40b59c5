import { useState } from 'react'
import { addressOf } from '../../ui/api.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { SelectField, TextField, Tiles } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { useToast } from '../../ui/toast.tsx'
import { askExportOf, readExports } from './export-contract.ts'
import { problemsOf } from './file-people.tsx'
import { EXPORT_PURPOSES, type ExportPurpose, PURPOSES_WITH_NUMBERS } from './words.ts'

type Props = {
  /** The conditions of the list, or the persons picked in it. */
  conditions: Record<string, string>
  picked?: readonly string[]
  onClose: () => void
}

const FILES = [
  { value: 'xlsx', label: '表格（xlsx）' },
  { value: 'csv', label: '文本（csv）' },
]
const NUMBERS = [
  { value: 'masked', label: '遮蔽' },
  { value: 'full', label: '完整' },
]

/**
 * A list as a file. The purpose goes into the audit and onto the sheet; a long list, or one with numbers in full, becomes a request
 * that another person releases.
 */
export function ExportDialog({ conditions, picked, onClose }: Props) {
  const [kind, setKind] = useState<string>('visit')
  const [purpose, setPurpose] = useState('')
  const [format, setFormat] = useState('xlsx')
  const [numbers, setNumbers] = useState('masked')
  const ask = useAct(askExportOf, [readExports.path])
  const toast = useToast()
  const withNumbers = picked === undefined && PURPOSES_WITH_NUMBERS.includes(kind as ExportPurpose)
  const wanted = withNumbers ? numbers : 'masked'
  const fetchNow = () => {
    const words = `${EXPORT_PURPOSES[kind as ExportPurpose]}：${purpose}`
    const ids = picked === undefined ? {} : { ids: picked.join(','), status: 'all' }
    location.assign(addressOf('/api/elders/export', {}, { ...conditions, ...ids, format, purpose: words }))
    onClose()
  }
  const send = async () => {
    if (picked !== undefined) return fetchNow()
    const body = { filter: conditions, format, numbers: wanted, purposeKind: kind, purpose }
    const answer = await ask.act({ body })
    if (!answer.ok) return
    if (answer.value.way === 'direct') return fetchNow()
    toast('已提出申请，等另一位同事放行。进展在“导出申请”里看。')
    onClose()
  }
  return (
    <Dialog
      title="导出名单"
      act="导出名单"
      busy={ask.busy}
      onAct={() => void send()}
      onClose={onClose}
      unavailable={purpose.trim().length < 2 ? '先填写用途' : undefined}
    >
      {ask.refusal && <ErrorSummary problems={problemsOf(ask.refusal)} />}
      <p>
        {picked === undefined ? '按现在的条件导出。' : `导出所选的 ${picked.length} 位。`}
        谁、什么时候、为什么导出会留下记录。
      </p>
      <SelectField
        id="purposeKind"
        label="用途类别"
        value={kind}
        onChange={(next) => setKind(next || 'visit')}
        options={Object.entries(EXPORT_PURPOSES).map(([value, label]) => ({ value, label }))}
      />
      <TextField
        id="purpose"
        label="用途说明"
        hint="例如 本月入户核对"
        value={purpose}
        onChange={setPurpose}
        maxLength={100}
      />
      {withNumbers && (
        <Tiles id="numbers" label="证件号" inline value={numbers} onChange={setNumbers} options={NUMBERS} />
      )}
      <Tiles label="格式" inline value={format} onChange={setFormat} options={FILES} />
      {picked === undefined && (
        <p className="y-meta">
          超过 5,000 人，或要完整证件号的，先由另一位同事放行，再由系统生成文件，三天内可以下载。
          {!withNumbers && '其余情况证件号一律遮蔽。'}
        </p>
      )}
    </Dialog>
  )
}
