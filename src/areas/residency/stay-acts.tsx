import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DayField, SelectField, TextField, Tiles } from '../../ui/field.tsx'
import { ActDialog } from './act-dialog.tsx'
import type { Act, Board } from './contract.ts'
import { AWAY_KINDS, BED_KINDS, ENDS } from './words.ts'

type Stay = { readonly id: string; readonly away: 'hospital' | 'leave' | null }
type Asked = 'away' | 'back' | 'bed' | 'leave'

/** What can be done for somebody who lives here: away, back, another bed, the end of the stay. */
export function StayActs({ of, stay }: { of: Board; stay: Stay }) {
  const [asked, setAsked] = useState<Asked>()
  const close = () => setAsked(undefined)
  return (
    <div className="y-row">
      {stay.away === null ? (
        <Button onPress={() => setAsked('away')}>住院或请假</Button>
      ) : (
        <Button onPress={() => setAsked('back')}>登记返回</Button>
      )}
      <Button onPress={() => setAsked('bed')}>换床</Button>
      <Button onPress={() => setAsked('leave')}>办理离院</Button>
      {asked === 'away' && <AwayDialog of={of} stay={stay} onClose={close} />}
      {asked === 'back' && <BackDialog of={of} stay={stay} onClose={close} />}
      {asked === 'bed' && <BedDialog of={of} stay={stay} onClose={close} />}
      {asked === 'leave' && <LeaveDialog of={of} stay={stay} onClose={close} />}
    </div>
  )
}

type Props = { of: Board; stay: Stay; onClose: () => void }

function AwayDialog({ of, stay, onClose }: Props) {
  const [kind, setKind] = useState<'hospital' | 'leave'>('hospital')
  const [from, setFrom] = useState(of.today)
  const [back, setBack] = useState('')
  const order: Act = { act: 'away', stay: stay.id, kind, from, expectedBack: back === '' ? null : back, note: '' }
  return (
    <ActDialog home={of.home} title="登记住院或请假" act="登记" order={order} onClose={onClose}>
      <Tiles
        label="去向"
        inline
        value={kind}
        onChange={(value) => setKind(value === 'leave' ? 'leave' : 'hospital')}
        options={Object.entries(AWAY_KINDS).map(([value, label]) => ({ value, label }))}
      />
      <DayField label="从哪天起" value={from} onChange={setFrom} />
      <DayField label="预计返回" optional value={back} onChange={setBack} />
      <p className="y-meta">床位为老人保留，费用按合同约定。</p>
    </ActDialog>
  )
}

function BackDialog({ of, stay, onClose }: Props) {
  const [on, setOn] = useState(of.today)
  return (
    <ActDialog
      home={of.home}
      title="登记返回"
      act="登记返回"
      order={{ act: 'back', stay: stay.id, on }}
      onClose={onClose}
    >
      <DayField label="返回日期" value={on} onChange={setOn} />
    </ActDialog>
  )
}

function BedDialog({ of, stay, onClose }: Props) {
  const [bed, setBed] = useState('')
  const free = of.beds.filter((each) => each.state === 'free')
  return (
    <ActDialog
      home={of.home}
      title="换床"
      act="换床"
      order={{ act: 'changeBed', stay: stay.id, bed }}
      missing={bed === '' ? '先选择一张空床' : undefined}
      onClose={onClose}
    >
      <SelectField
        label="换到哪张床"
        value={bed}
        onChange={setBed}
        options={free.map((each) => ({
          value: each.id,
          label: `${each.room ?? ''} ${each.label}（${BED_KINDS[each.kind]}）`,
        }))}
      />
    </ActDialog>
  )
}

function LeaveDialog({ of, stay, onClose }: Props) {
  const [how, setHow] = useState<keyof typeof ENDS>('left')
  const [on, setOn] = useState(of.today)
  const [reason, setReason] = useState('')
  return (
    <ActDialog
      home={of.home}
      title="办理离院"
      act="办理离院"
      order={{ act: 'leave', stay: stay.id, how, on, reason }}
      missing={reason.trim().length < 2 ? '先写明原因' : undefined}
      onClose={onClose}
    >
      <Tiles
        label="怎样离院"
        inline
        value={how}
        onChange={(value) => setHow(value as keyof typeof ENDS)}
        options={Object.entries(ENDS).map(([value, label]) => ({ value, label }))}
      />
      <DayField label="离院日期" hint="这一天起床位空出" value={on} onChange={setOn} />
      <TextField label="原因" value={reason} onChange={setReason} maxLength={300} />
      {how === 'died' && <p className="y-meta">去世由镇街凭证明在台账登记，这里只报告。</p>}
    </ActDialog>
  )
}
