import { useQueryClient } from '@tanstack/react-query'
import { type ChangeEvent, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { showDateTime } from '../../ui/formats.ts'
import { Notice } from '../../ui/notice.tsx'
import { refusalFrom } from '../../ui/refusal.ts'
import { Status } from '../../ui/status.tsx'
import { type CasePage, readCase } from './cases-contract.ts'
import { STANDING_WORDS } from './words.ts'

/** What the case needs: 免交 stands beside what was handed in, and what is still missing can be taken in here. */
export function CaseEvidence({ of }: { of: CasePage }) {
  const queries = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const [busy, setBusy] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const pick = (which: string) => {
    setName(which)
    input.current?.click()
  }
  const send = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    event.target.value = ''
    if (file === undefined) return
    setBusy(name)
    const query = new URLSearchParams({ name })
    const reply = await fetch(`/api/cases/${of.line.district}/${of.line.id}/evidence?${query}`, {
      method: 'POST',
      body: file,
      // Not in the address: a file's name may be a person's.
      headers: { 'x-file-name': encodeURIComponent(file.name) },
    })
    setBusy(undefined)
    if (!reply.ok) return setProblem(refusalFrom(reply.status, await reply.json().catch(() => undefined)).message)
    setProblem(undefined)
    await queries.invalidateQueries({ queryKey: [readCase.path] })
  }
  const open = of.line.closedAt === null
  return (
    <div className="y-stack">
      {problem && (
        <Notice tone="warn" live>
          {problem}
        </Notice>
      )}
      <input ref={input} type="file" hidden aria-label="选择材料" onChange={(event) => void send(event)} />
      <DataTable
        label="材料"
        rows={of.evidence}
        keyOf={(row) => row.name}
        columns={[
          { id: 'title', head: '材料', cell: (row) => row.title },
          { id: 'standing', head: '情况', cell: (row) => <Status of={row.standing} words={STANDING_WORDS} /> },
          {
            id: 'note',
            head: '说明',
            long: true,
            cell: (row) => row.note ?? (row.source === 'file' ? '已上传文件' : ''),
          },
          { id: 'at', head: '时间', cell: (row) => (row.at === null ? '' : showDateTime(row.at)) },
          {
            id: 'act',
            head: '办理',
            cell: (row) => (
              <div className="y-row">
                {row.source === 'file' && row.ref && <a href={`/api/files/${row.ref}`}>下载</a>}
                {open && row.standing !== 'held' && row.name !== 'consent' && row.name !== 'delegation' && (
                  <Button busy={busy === row.name} onPress={() => pick(row.name)}>
                    {row.standing === 'missing' || row.standing === 'rejected' ? '收材料' : '换一份'}
                  </Button>
                )}
              </div>
            ),
          },
        ]}
      />
      {open && (
        <div className="y-row">
          <Button busy={busy === 'other'} onPress={() => pick('other')}>
            收其他材料
          </Button>
        </div>
      )}
    </div>
  )
}
