import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Refused, Skeleton } from '../../ui/screen.tsx'
import { type BankProfile, decideBankProfile, proposeBankProfile, readBankProfile } from './bank-contract.ts'
import { SHEET_COLUMNS, type SheetColumn } from './sheet-columns.ts'

const RELOAD = ['/api/payments']
const sayColumns = (columns: readonly SheetColumn[]) => columns.map((each) => SHEET_COLUMNS[each]).join('、')
const sayKey = (print: string | null) =>
  print === null ? '没有登记，文件不加密' : `已登记，指纹 ${print.slice(0, 16)}…`

/** How files leave for the bank: what is in force, what waits for the second person, and a change to put forward. */
export function BankProfileDialog({
  district,
  mayPropose,
  onClose,
}: {
  district: string
  mayPropose: boolean
  onClose: () => void
}) {
  const { data, loading, refusal } = useEndpoint(readBankProfile, { params: { district } })
  if (refusal || loading || !data)
    return (
      <Dialog title="银行文件设置" onClose={onClose}>
        {refusal ? <Refused refusal={refusal} /> : <Skeleton />}
      </Dialog>
    )
  return data.waiting === null && mayPropose ? (
    <Propose of={data} onClose={onClose} />
  ) : (
    <Waiting of={data} onClose={onClose} />
  )
}

function Waiting({ of, onClose }: { of: BankProfile; onClose: () => void }) {
  const { act, busy, refusal } = useAct(decideBankProfile, RELOAD)
  const { waiting } = of
  const decide = (accept: boolean) =>
    waiting && void act({ params: { district: of.district, id: waiting.id }, body: { accept } })
  return (
    <Dialog title="银行文件设置" onClose={onClose}>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <Facts
        of={[
          { label: '现在的表格列', value: sayColumns(of.columns) },
          { label: '现在的银行公钥', value: sayKey(of.print) },
          ...(waiting === null
            ? []
            : [
                { label: '提出', value: waiting.setBy },
                { label: '改为的表格列', value: sayColumns(waiting.columns) },
                { label: '改为的银行公钥', value: waiting.print === null ? sayKey(null) : `指纹 ${waiting.print}` },
              ]),
        ]}
      />
      {waiting?.mayDecide && (
        <>
          {waiting.print !== null && <p>签署之前，请向银行核对公钥指纹。</p>}
          <div className="y-row">
            <Button kind="primary" busy={busy} onPress={() => decide(true)}>
              第二人签署
            </Button>
            <Button busy={busy} onPress={() => decide(false)}>
              退回设置
            </Button>
          </div>
        </>
      )}
      {waiting !== null && !waiting.mayDecide && <p className="y-meta">等另一位同事签署后生效。</p>}
    </Dialog>
  )
}

function Propose({ of, onClose }: { of: BankProfile; onClose: () => void }) {
  const { act, busy, refusal } = useAct(proposeBankProfile, RELOAD)
  const [columns, setColumns] = useState<readonly SheetColumn[]>(of.columns)
  const [key, setKey] = useState('')
  const [ends, setEnds] = useState(false)
  const rest = (Object.keys(SHEET_COLUMNS) as SheetColumn[]).filter((each) => !columns.includes(each))
  const publicKey = ends ? '' : key.trim() === '' ? undefined : key.trim()
  const save = async () => {
    const body = { columns, ...(publicKey !== undefined && { publicKey }) }
    if ((await act({ params: { district: of.district }, body })).ok) onClose()
  }
  return (
    <Dialog
      title="银行文件设置"
      act="提交第二人签署"
      busy={busy}
      unavailable={columns.length === 0 ? '至少保留一列' : undefined}
      onAct={() => void save()}
      onClose={onClose}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <h3>表格的列，按顺序</h3>
      <div className="y-row">
        {columns.map((each) => (
          <Button key={each} icon="close" onPress={() => setColumns(columns.filter((other) => other !== each))}>
            {SHEET_COLUMNS[each]}
          </Button>
        ))}
      </div>
      {rest.length > 0 && (
        <>
          <h3>加在最后</h3>
          <div className="y-row">
            {rest.map((each) => (
              <Button key={each} onPress={() => setColumns([...columns, each])}>
                {SHEET_COLUMNS[each]}
              </Button>
            ))}
          </div>
        </>
      )}
      <p>银行公钥：{sayKey(of.print)}</p>
      {!ends && (
        <TextField
          label="银行公钥"
          kind="long"
          optional
          hint="粘贴银行提供的 PEM 公钥或证书。登记后，下载的支付文件只有银行能打开。不改就留空。"
          value={key}
          onChange={setKey}
        />
      )}
      {of.print !== null && (
        <Button pressed={ends} onPress={() => setEnds(!ends)}>
          不再加密
        </Button>
      )}
    </Dialog>
  )
}
