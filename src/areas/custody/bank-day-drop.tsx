import { useState } from 'react'
import { FileDrop } from '../../ui/import-wizard.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { CHANGED_BY_ACTS, type Custody, loadADay } from './contract.ts'

/** Takes a day's file of the custody bank; refused whole where anything in it does not fit. */
export function BankDayDrop({ home }: { home: Custody['home'] }) {
  const [said, setSaid] = useState<string>()
  const { act, refusal } = useAct(loadADay, CHANGED_BY_ACTS)
  const load = async (file: File) => {
    setSaid(undefined)
    const answer = await act({ params: { district: home.district, facility: home.facility }, body: file })
    if (!answer.ok) return
    const { already, on, lines, waiting, doubted } = answer.value
    if (doubted) return setSaid(`${on} 的期末余额是负数，还没有入账。请向银行核对，再由另一位同事导入同一份文件确认。`)
    setSaid(
      already
        ? `${on} 的数据之前已经入账，没有重复计。`
        : `${on} 的 ${lines} 笔已入账${waiting > 0 ? `，其中 ${waiting} 笔没有对上合同，排在最前面` : ''}。`,
    )
  }
  return (
    <div className="y-stack">
      <FileDrop
        label="导入存管银行每日数据"
        hint="支持 xlsx、xls、csv。有一处对不上，整份文件都不入账，之前的数据不变。"
        accept=".xlsx,.xls,.csv"
        onFile={(file) => void load(file)}
      />
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      {said && <Notice live>{said}</Notice>}
    </div>
  )
}
