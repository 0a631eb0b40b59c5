import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextField, Tiles } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty } from '../../ui/screen.tsx'
import { useToast } from '../../ui/toast.tsx'
import { type Batch, type Group, REFRESHES, repairAlike, saysOf } from './calls.ts'
import { fieldWord, hardshipWords, livingWords } from './words.ts'

const TAGS: Partial<Record<Group['code'], Record<string, string>>> = {
  hardshipUnknown: hardshipWords,
  livingArrangementUnknown: livingWords,
}
const ABOUT_VALUES: readonly Group['code'][] = ['hardshipUnknown', 'livingArrangementUnknown', 'divisionUnknown']

/** 3 配值: words of the file that nobody has explained yet; one decision serves every row that has the word. */
export function ValuesStep({ batch }: { batch: Batch }) {
  const groups = batch.groups.filter((group) => group.same !== null && ABOUT_VALUES.includes(group.code))
  if (groups.length === 0) return <Empty words="文件里的写法都认得，可以直接核对。" />
  return groups.map((group) => <Value key={`${group.code} ${group.same}`} batch={batch} group={group} />)
}

function Value({ batch, group }: { batch: Batch; group: Group }) {
  const words = TAGS[group.code]
  const [tags, setTags] = useState<string[]>([])
  const [text, setText] = useState('')
  const { act, busy, refusal } = useAct(repairAlike, REFRESHES)
  const toast = useToast()
  const decide = async (body: { tags: string[] } | { text: string }) => {
    const { code, same } = group
    const answer = await act({ params: { id: batch.id }, body: { version: batch.version, code, same, ...body } })
    if (answer.ok) toast(saysOf(answer.value, '修改'))
  }
  return (
    <section className="y-card y-stack">
      <h2>
        {fieldWord(group.field)}写作“{group.same}”<span className="y-count">{group.rows} 行</span>
      </h2>
      <p className="y-quiet">{group.example}</p>
      {refusal && (
        <Notice tone="danger" live>
          {refusal.message}
        </Notice>
      )}
      {words ? (
        <>
          <Tiles
            label="它的意思是"
            hint="可以选几项。选好后，本乡镇以后的文件也这样识别。"
            inline
            many
            options={Object.entries(words).map(([value, label]) => ({ value, label }))}
            value={tags}
            onChange={setTags}
          />
          <div className="y-row">
            <Button
              kind="primary"
              busy={busy}
              unavailable={tags.length === 0 ? '先选择意思' : undefined}
              onPress={() => void decide({ tags })}
            >
              同类 {group.rows} 处一并修改
            </Button>
            <Button busy={busy} onPress={() => void decide({ tags: [] })}>
              不属于任何一项
            </Button>
          </div>
        </>
      ) : (
        <div className="y-row">
          <TextField label="改写为" value={text} onChange={setText} maxLength={100} />
          <Button
            kind="primary"
            busy={busy}
            unavailable={text.trim() === '' ? '先填写正确的名称' : undefined}
            onPress={() => void decide({ text: text.trim() })}
          >
            同类 {group.rows} 处一并修改
          </Button>
        </div>
      )}
    </section>
  )
}
