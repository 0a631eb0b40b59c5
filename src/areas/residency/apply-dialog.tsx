import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DayField, TextField, Tiles } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { ActDialog } from './act-dialog.tsx'
import { careWord } from './care-words.ts'
import { type FoundElder, findElder, type HomeHead } from './contract.ts'
import { BED_KINDS, STAY_KINDS } from './words.ts'

type Kind = keyof typeof STAY_KINDS
type Wants = keyof typeof BED_KINDS

/** Puts somebody on the list: found by the identity card, and nothing asked that the register knows. */
export function ApplyDialog({ home, onClose }: { home: HomeHead; onClose: () => void }) {
  const [number, setNumber] = useState('')
  const [person, setPerson] = useState<FoundElder>()
  const [kind, setKind] = useState<Kind>('long')
  const [wants, setWants] = useState<Wants>('nursing')
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const find = useAct(findElder)
  const look = async () => {
    const answer = await find.act({ params: { district: home.district, id: home.id }, body: { number } })
    setPerson(answer.ok ? answer.value : undefined)
  }
  const days = kind === 'long' ? {} : { from, until }
  return (
    <ActDialog
      home={home}
      title="登记入住申请"
      act="登记申请"
      missing={
        person === undefined
          ? '先查找老人'
          : kind !== 'long' && (from === '' || until === '')
            ? '先填写从哪天到哪天'
            : undefined
      }
      order={{ act: 'apply', elder: person?.elder ?? '', kind, wants, ...days }}
      onClose={onClose}
    >
      <TextField label="身份证号" hint="18 位，查找会留下记录" value={number} onChange={setNumber} maxLength={30} />
      <Button busy={find.busy} onPress={() => void look()}>
        查找老人
      </Button>
      {find.refusal && (
        <Notice tone="warn" live>
          {Object.values(find.refusal.fields ?? {})[0] ?? find.refusal.message}
        </Notice>
      )}
      {person && (
        <Notice tone="info" live>
          {person.name}，{person.age === null ? '年龄未采集' : `${person.age} 岁`}，能力等级：
          {careWord(person.careDependency)}
          {person.assessedOn === null ? '，入住前要先做能力评估' : ''}
          {person.supported ? '，特困供养对象' : ''}
        </Notice>
      )}
      <Tiles
        label="怎样入住"
        inline
        value={kind}
        onChange={(value) => setKind(value as Kind)}
        options={choices(STAY_KINDS)}
      />
      <Tiles
        label="需要的床位"
        inline
        value={wants}
        onChange={(value) => setWants(value as Wants)}
        options={choices(BED_KINDS)}
      />
      {kind !== 'long' && (
        <>
          <DayField label="从哪天" value={from} onChange={setFrom} />
          <DayField label="到哪天" hint="这一天离院" value={until} onChange={setUntil} />
        </>
      )}
    </ActDialog>
  )
}

const choices = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))
