import { useState } from 'react'
import { DayField, TextField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { ActDialog } from './act-dialog.tsx'
import type { DayPage } from './contract.ts'
import type { HomeKey } from './use-home.tsx'

type Props = { home: HomeKey; hazard: DayPage['hazards'][number]; onClose: () => void }

/** Says that a hazard was mended, on which day and how. */
export function HazardFixedDialog({ home, hazard, onClose }: Props) {
  const [on, setOn] = useState<string>(today())
  const [note, setNote] = useState('')
  return (
    <ActDialog
      home={home}
      title="登记整改"
      act="登记整改"
      missing={note.trim().length < 2 ? '先写明怎样整改' : undefined}
      order={{ act: 'hazardFixed', hazard: hazard.id, on, note }}
      onClose={onClose}
    >
      <p>
        {hazard.place}：{hazard.what}
      </p>
      <DayField label="整改日期" value={on} onChange={setOn} />
      <TextField label="怎样整改" value={note} onChange={setNote} maxLength={300} />
    </ActDialog>
  )
}
