import { Button } from '../../ui/button.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { type ElderRecord, readFile, readPage, splitMergeOf } from './contract.ts'

/** Says that a file took another in, or went into one, and until when that can be taken back. */
export function MergeNote({ file }: { file: ElderRecord }) {
  const { act, busy, refusal } = useAct(splitMergeOf, [readFile.path, readPage.path])
  if (file.merge === null) return null
  const { merge } = file
  return (
    <Notice tone="info">
      {file.mergedInto ? (
        <p>
          这份档案已并入<a href={`/w/elders/${file.mergedInto}`}>保留的档案</a>。
        </p>
      ) : (
        <p>这份档案并入过另一份。</p>
      )}
      <p className="y-meta">{file.splitUntil?.slice(0, 10)} 前可以拆回，拆回后两份档案恢复合并前的样子。</p>
      {refusal && <p>{refusal.message}</p>}
      <Button busy={busy} onPress={() => void act({ params: { id: merge } })}>
        拆回两份档案
      </Button>
    </Notice>
  )
}
