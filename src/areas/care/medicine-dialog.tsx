import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, SelectField, TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Part } from './contract.ts'
import { residentChoices } from './resident-choices.ts'

/** A medicine as the prescription says it; it is given only after a second person has compared it. */
export function MedicineDialog({ of, send, onClose }: Part & { onClose: () => void }) {
  const [stay, setStay] = useState('')
  const [name, setName] = useState('')
  const [dose, setDose] = useState('')
  const [times, setTimes] = useState('08:00')
  const [until, setUntil] = useState('')
  const [prescription, setPrescription] = useState('')
  const [refusal, setRefusal] = useState<{ message: string }>()
  const missing = stay === '' ? '先选择老人' : name === '' || dose === '' ? '先填写药品和剂量' : undefined
  const save = async () => {
    const refused = await send({
      act: 'medicine',
      stay,
      name,
      dose,
      times: times.split(/[\s、,，]+/).filter((each) => each !== ''),
      prescription,
      ...(until === '' ? {} : { until }),
    })
    setRefusal(refused)
    if (!refused) onClose()
  }
  return (
    <Dialog title="登记用药" act="登记用药" unavailable={missing} onClose={onClose} onAct={() => void save()}>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <SelectField label="老人" value={stay} options={residentChoices(of)} onChange={setStay} />
      <TextField label="药品名称" value={name} onChange={setName} maxLength={100} />
      <TextField label="每次剂量" hint="例如 5 mg、1 片" value={dose} onChange={setDose} maxLength={60} />
      <TextField
        label="每天的时间"
        hint="用顿号分开，例如 08:00、20:00"
        value={times}
        onChange={setTimes}
        maxLength={100}
      />
      <DayField label="用到哪一天" hint="这一天不再发药" optional value={until} onChange={setUntil} />
      <TextField
        label="处方来源"
        hint="开具的医疗机构和处方存放处"
        value={prescription}
        onChange={setPrescription}
        maxLength={200}
      />
    </Dialog>
  )
}
