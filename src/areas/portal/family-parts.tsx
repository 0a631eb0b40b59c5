import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Tiles } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Refusal } from '../../ui/refusal.ts'
import type { FamilyPart } from './contract.ts'
import { PART_ORDER, PART_WORDS } from './family-words.ts'

type Props = {
  parts: readonly FamilyPart[]
  busy: boolean
  refusal: Refusal | undefined
  onSave: (parts: readonly string[]) => Promise<boolean>
}

/** 给家人看什么: one tile for each kind of thing; nothing changes before it is saved. The same at a counter and for the elder. */
export function FamilyParts({ parts, busy, refusal, onSave }: Props) {
  const [chosen, setChosen] = useState<readonly string[]>(parts)
  const [saved, setSaved] = useState(false)
  return (
    <div className="y-stack">
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      {saved && (
        <Notice tone="ok" live>
          已记下，家人看到的马上按这个来。
        </Notice>
      )}
      <Tiles
        id="parts"
        many
        label="家人可以看到"
        hint="不选的家人看不到。随时可以改。"
        value={chosen}
        onChange={(next) => {
          setSaved(false)
          setChosen(next)
        }}
        options={PART_ORDER.map((value) => ({ value, label: PART_WORDS[value] }))}
      />
      <div className="y-row">
        <Button busy={busy} onPress={() => void onSave(chosen).then(setSaved)}>
          记下
        </Button>
      </div>
    </div>
  )
}
