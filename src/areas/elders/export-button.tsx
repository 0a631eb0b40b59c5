import { useState } from 'react'
import { addressOf } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField, Tiles } from '../../ui/field.tsx'
import { useUrlState } from '../../ui/url-state.ts'

const NOT_CONDITIONS = new Set(['after', 'peek', 'sort', 'tab'])

/** The list with its present conditions as a file; the purpose goes into the audit and onto the sheet. */
export function ExportButton() {
  const [search] = useUrlState()
  const [asking, setAsking] = useState(false)
  const [purpose, setPurpose] = useState('')
  const [format, setFormat] = useState('xlsx')
  const conditions = Object.fromEntries(Object.entries(search).filter(([name]) => !NOT_CONDITIONS.has(name)))
  const save = () => {
    location.assign(addressOf('/api/elders/export', {}, { ...conditions, format, purpose }))
    setAsking(false)
  }
  return (
    <>
      <Button onPress={() => setAsking(true)}>导出名单</Button>
      {asking && (
        <Dialog
          title="导出名单"
          act="导出名单"
          onAct={save}
          onClose={() => setAsking(false)}
          unavailable={purpose.trim().length < 2 ? '先填写用途' : undefined}
        >
          <p>按现在的条件导出，最多 5,000 人。证件号已遮蔽；谁、什么时候、为什么导出会留下记录。</p>
          <Tiles
            label="格式"
            inline
            value={format}
            onChange={setFormat}
            options={[
              { value: 'xlsx', label: '表格（xlsx）' },
              { value: 'csv', label: '文本（csv）' },
            ]}
          />
          <TextField label="用途" hint="例如 本月入户核对" value={purpose} onChange={setPurpose} maxLength={100} />
        </Dialog>
      )}
    </>
  )
}
