import { useState } from 'react'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { CaseKey, CaseProgress } from './contract.ts'
import { sendPaper } from './send-paper.ts'

type Props = { of: CaseProgress; by: CaseKey; onChanged: () => void }

/** 补材料: one field for each paper that is missing, from the camera or from a file. */
export function HandIn({ of, by, onChanged }: Props) {
  const [busy, setBusy] = useState<string>()
  const [problem, setProblem] = useState<{ name: string; message: string }>()
  const send = async (name: string, file: File | undefined) => {
    if (file === undefined) return
    setBusy(name)
    const answer = await sendPaper(by, name, file)
    setBusy(undefined)
    setProblem(answer.ok ? undefined : { name, message: answer.message })
    if (answer.ok) onChanged()
  }
  return (
    <section className="y-stack" aria-labelledby="progress-missing">
      <h2 id="progress-missing">还差的材料</h2>
      {of.missing.map((each) => (
        <Field
          key={each.name}
          label={each.title}
          hint="拍照或选文件，最大 20 兆。不清楚的可以不交，工作人员会告诉您怎么办。"
          error={problem?.name === each.name ? problem.message : undefined}
        >
          {(wiring) => (
            <input
              {...wiring}
              className="y-control"
              type="file"
              accept="image/*,application/pdf"
              disabled={busy !== undefined}
              onChange={(event) => void send(each.name, event.target.files?.[0])}
            />
          )}
        </Field>
      ))}
      {busy && <Notice live>正在上传</Notice>}
    </section>
  )
}
