import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { type Settable, typedValue, ValueField } from '../rules/value-field.tsx'
import { sayValue } from '../rules/words.ts'
import type { Change, Changeable } from './contract.ts'

/** Chooses a value that a scheme rests on and says what it would be. */
export function ChangeField({
  parameters,
  onAdd,
}: {
  parameters: readonly Changeable[]
  onAdd: (change: Change) => void
}) {
  const [id, setId] = useState('')
  const [text, setText] = useState('')
  const [picked, setPicked] = useState<readonly string[]>([])
  const chosen = parameters.find((each) => each.id === id)
  const settable = chosen && settableOf(chosen)
  const value = settable && typedValue(settable, text, picked)
  const choose = (next: string) => {
    const parameter = parameters.find((each) => each.id === next)
    setId(next)
    setText('')
    setPicked(Array.isArray(parameter?.value) ? parameter.value.map(String) : [])
  }
  return (
    <div className="y-stack-tight">
      <SelectField
        label="改动哪一项"
        value={id}
        onChange={choose}
        options={parameters.map((each) => ({
          value: each.id,
          label: `${each.name}（现在：${sayValue(each.value, each.words, each.unit)}）`,
        }))}
      />
      {chosen && settable && (
        <>
          <p className="y-meta">
            用于：{chosen.usedBy.join('、')}。
            {chosen.fixed ? '这是文件写明的数值，试算可以假设它不同，施行要等文件修改。' : ''}
          </p>
          <ValueField of={settable} label="改为" text={text} onText={setText} picked={picked} onPick={setPicked} />
          <div>
            <Button
              unavailable={value === undefined ? '先填写数值' : undefined}
              onPress={() => {
                if (value === undefined) return
                onAdd({ parameter: chosen.id, value })
                choose('')
              }}
            >
              加入试算
            </Button>
          </div>
        </>
      )}
    </div>
  )
}

const settableOf = ({ type, choices, words, unit }: Changeable): Settable => ({
  accepts: { type: type === 'number' ? 'yuan' : type, choices },
  words,
  unit,
})
