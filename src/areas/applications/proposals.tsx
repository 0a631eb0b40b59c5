import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, newActKey } from '../../ui/api.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Tiles } from '../../ui/field.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import type { ListInput } from '../../ui/list-state.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import { apply, listProposals } from './contract.ts'
import { CONSENT_WORDS } from './words.ts'

const keyOf = (row: { district: string; id: string; scheme: string }) => `${row.district}/${row.id}/${row.scheme}`

/** 免申即享: whom the last run found entitled without an application. Nothing is paid before they agree. */
export function Proposals() {
  const [asked, setAsked] = useState<readonly string[]>()
  return (
    <>
      <ListPage
        title="主动告知"
        unit="位"
        load={useProposals}
        keyOf={keyOf}
        hrefOf={(row) => `/w/matters/new?elder=${row.district}.${row.id}`}
        nameOf={(row) => row.name}
        columns={[
          { id: 'name', head: '姓名', cell: (row) => row.name },
          { id: 'birth', head: '出生日期', cell: (row) => row.birthDate ?? '未采集' },
          { id: 'place', head: '住处', cell: (row) => `${row.townshipName} ${row.villageName ?? ''}` },
          { id: 'scheme', head: '符合的待遇', cell: (row) => row.title },
        ]}
        bulk={[
          {
            id: 'propose',
            label: '已征得同意，提出办理',
            kind: 'primary',
            rowsOnly: true,
            run: async (selection) => {
              if (selection.kind === 'rows') setAsked(selection.keys)
              return undefined
            },
          },
        ]}
        actions={
          <a className="y-button" href="/w/matters">
            回到办件
          </a>
        }
        allDone="最近的批次没有要主动告知的老人。"
      />
      {asked && <ConsentDialog keys={asked} onClose={() => setAsked(undefined)} />}
    </>
  )
}

const useProposals = (input: ListInput) => useEndpoint(listProposals, input)

/** Each person is one application of their own; whoever cannot be taken stays in the list. */
function ConsentDialog({ keys, onClose }: { keys: readonly string[]; onClose: () => void }) {
  const queries = useQueryClient()
  const say = useToast()
  const [how, setHow] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const run = async () => {
    setBusy(true)
    let done = 0
    let last: string | undefined
    for (const key of keys) {
      const [district = '', id = '', scheme = ''] = key.split('/')
      const body = { elder: { district, id }, schemes: [scheme], channel: 'proactive', consent: { how } }
      const answer = await call(apply, { body, idempotencyKey: newActKey() })
      if (answer.ok) done++
      else last = answer.refusal.message
    }
    setBusy(false)
    await queries.invalidateQueries({ queryKey: [listProposals.path] })
    say(`已提出 ${done} 件`)
    if (last === undefined) onClose()
    else setProblem(`${keys.length - done} 件没有提出：${last}`)
  }
  return (
    <Dialog
      title={`提出办理 ${keys.length} 位`}
      act="提出办理"
      busy={busy}
      unavailable={how === '' ? '先选择怎样征得同意的' : undefined}
      onAct={() => void run()}
      onClose={onClose}
    >
      <p>请确认已把待遇的内容告诉老人，老人同意后再提出。同意的方式会逐件留痕。</p>
      {problem && (
        <Notice tone="warn" live>
          {problem}
        </Notice>
      )}
      <Tiles
        label="怎样征得同意的"
        value={how}
        onChange={setHow}
        options={['present', 'signed', 'voice', 'message'].map((value) => ({
          value,
          label: CONSENT_WORDS[value] ?? value,
        }))}
      />
    </Dialog>
  )
}
