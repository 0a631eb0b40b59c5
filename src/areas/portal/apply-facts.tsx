import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type ApplyParts, knownOf, missingOf } from './apply-parts.tsx'

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

/** 还缺的材料: a picture or a file now, or 不清楚, or later. Nothing is refused for a paper that is not there yet. */
export function ApplyPapers({ chosen, draft, save, files, setFiles, onBack }: ApplyParts) {
  const missing = missingOf(chosen)
  const choose = (name: string, file: File | undefined) => {
    const { [name]: _, ...rest } = files
    setFiles(file === undefined ? rest : { ...rest, [name]: file })
    if (file !== undefined && draft.unclear.includes(name))
      void save({ ...draft, unclear: draft.unclear.filter((each) => each !== name) })
  }
  const unclear = (name: string, on: boolean) =>
    void save({ ...draft, unclear: on ? [...draft.unclear, name] : draft.unclear.filter((each) => each !== name) })
  return (
    <div className="y-stack">
      {missing.length === 0 && <Notice tone="ok">要的情况都有记录，没有要交的材料。</Notice>}
      {missing.map((each) => {
        const file = files[each.name]
        return (
          <div key={each.name} className="y-stack">
            <Field
              label={each.label}
              hint="拍照或选文件，最大 20 兆。没有的可以以后再补。"
              error={file && file.size > MOST ? '文件超过 20 兆，请拍小一点或分开上传。' : undefined}
              optional
            >
              {(wiring) => (
                <input
                  {...wiring}
                  className="y-control"
                  type="file"
                  accept="image/*,application/pdf"
                  onChange={(event) => choose(each.name, event.target.files?.[0])}
                />
              )}
            </Field>
            {file && <p className="y-meta">已选 {file.name}，提交时一起上传。</p>}
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
