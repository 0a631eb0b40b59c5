import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type ApplyParts, knownOf, missingOf, paperOf } from './apply-parts.tsx'
import { keepPaper } from './send-paper.ts'

const MOST = 20 * 1024 * 1024

/** 核对已有的情况: what the register holds is shown with its source and not asked. */
export function ApplyFacts({ chosen, onBack }: ApplyParts) {
  const known = knownOf(chosen)
  return (
    <div className="y-stack">
      {known.length === 0 ? (
        <Notice>先选要申请的事项，这里会列出已有的记录。</Notice>
      ) : (
        <dl className="y-answers">
          {known.map((each) => (
            <div key={each.name}>
              <dt>{each.label}</dt>
              <dd>
                {each.value} <span className="y-chip">免交 · {each.source}</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="y-meta">记录不对的，照样可以提交；请到窗口或打 12345 更正，带上能证明的材料。</p>
      <div className="y-row">
        <Button kind="primary" onPress={onBack}>
          看过了
        </Button>
      </div>
    </div>
  )
}

/** 还缺的材料: a picture or a file now, or 不清楚, or later. Nothing is refused for a paper that is not there yet; what is sent is kept at once. */
export function ApplyPapers({ person, chosen, draft, save, onBack }: ApplyParts) {
  const missing = missingOf(chosen)
  const [busy, setBusy] = useState<string>()
  const [problem, setProblem] = useState<{ name: string; message: string }>()
  const choose = async (name: string, file: File | undefined) => {
    if (file === undefined) return
    if (file.size > MOST) return setProblem({ name, message: '文件超过 20 兆，请拍小一点或分开上传。' })
    setBusy(name)
    const kept = await keepPaper(person, name, file)
    setBusy(undefined)
    setProblem(kept.ok ? undefined : { name, message: kept.message })
    if (!kept.ok) return
    const others = draft.papers.filter((each) => each.name !== name)
    await save({
      ...draft,
      papers: [...others, kept.value],
      unclear: draft.unclear.filter((each) => each !== name),
    })
  }
  const unclear = (name: string, on: boolean) =>
    void save({ ...draft, unclear: on ? [...draft.unclear, name] : draft.unclear.filter((each) => each !== name) })
  return (
    <div className="y-stack">
      {missing.length === 0 && <Notice tone="ok">要的情况都有记录，没有要交的材料。</Notice>}
      {missing.map((each) => {
        const paper = paperOf(draft, each.name)
        return (
          <div key={each.name} className="y-stack">
            <Field
              label={each.label}
              hint="拍照或选文件，最大 20 兆。没有的可以以后再补。"
              error={problem?.name === each.name ? problem.message : undefined}
              optional
            >
              {(wiring) => (
                <input
                  {...wiring}
                  className="y-control"
                  type="file"
                  accept="image/*,application/pdf"
                  disabled={busy !== undefined}
                  onChange={(event) => void choose(each.name, event.target.files?.[0])}
                />
              )}
            </Field>
            {busy === each.name ? (
              <Notice live>正在上传</Notice>
            ) : (
              paper && <p className="y-meta">已上传 {paper.fileName}，提交后交给经办人。要换一份，再选一次。</p>
            )}
            <label className="y-tile">
              <input
                type="checkbox"
                checked={draft.unclear.includes(each.name)}
                onChange={(event) => unclear(each.name, event.target.checked)}
              />
              <span>不清楚，请工作人员帮我查</span>
            </label>
          </div>
        )
      })}
      <div className="y-row">
        <Button kind="primary" onPress={onBack}>
          下一步
        </Button>
      </div>
    </div>
  )
}
