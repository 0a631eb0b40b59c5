import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import type { DivisionNode } from '../../ui/division-picker.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { DayField, SelectField, TextField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Screen } from '../../ui/screen.tsx'
import { useSession } from '../../ui/session.ts'
import { DivisionField } from '../divisions/division-field.tsx'
import { AttributeField, readTyped, type Typed } from './attribute-field.tsx'
import type { AttributeKind } from './attributes.ts'
import { CHANGED, registerFacility } from './contract.ts'
import { BED_KINDS, type BedKind, FACILITY_KINDS, type FacilityKind } from './words.ts'

const FIRST: readonly AttributeKind[] = [
  'ownership',
  'profitKind',
  'operationForm',
  'operator',
  'tenure',
  'floorArea',
  'landArea',
  'address',
  'phone',
  'kitchen',
  'clinic',
  'accessibility',
]

/** 登记设施: what, where, from when, and as much as is known; the rest can follow with its own date. */
export function NewFacility() {
  const [kind, setKind] = useState('')
  const [name, setName] = useState('')
  const [division, setDivision] = useState<DivisionNode | null>(null)
  const [from, setFrom] = useState<string>(today())
  const [source, setSource] = useState('')
  const [typed, setTyped] = useState<Partial<Record<AttributeKind, Typed>>>({})
  const [beds, setBeds] = useState<Partial<Record<BedKind, string>>>({})
  const { act, busy, refusal } = useAct(registerFacility, CHANGED)
  const navigate = useNavigate()
  const { session } = useSession()
  const own = session?.account.roles.find((grant) =>
    ['districtOfficer', 'townshipClerk'].includes(grant.role),
  )?.division
  const problems = Object.entries(refusal?.fields ?? {}).map(([field, message]) => ({ field, message }))
  const errorOf = (path: string) => problems.find((each) => each.field === path)?.message
  const takes = kind === '' ? 'none' : FACILITY_KINDS[kind as FacilityKind].beds
  const kinds = (Object.keys(BED_KINDS) as BedKind[]).filter(
    (each) => takes !== 'none' && (each === 'slot') === (takes === 'slot'),
  )
  const send = async () => {
    const attributes = Object.fromEntries(
      FIRST.flatMap((each) => {
        const value = readTyped(each, typed[each] ?? '')
        return value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [[each, value]]
      }),
    )
    const counted = kinds.flatMap((each) => {
      const count = Number(beds[each] ?? '')
      return count > 0 ? [{ kind: each, count }] : []
    })
    const answer = await act({
      body: { kind, name, division: division?.key ?? '', from, source, attributes, beds: counted },
    })
    if (answer.ok) void navigate({ to: `/w/facilities/${answer.value.district}/${answer.value.id}` })
  }
  return (
    <Screen
      title="登记设施"
      trail={[{ label: '设施与用地台账', href: '/w/facilities' }, { label: '登记设施' }]}
      problems={problems.length}
    >
      <div className="y-stack">
        {refusal && (
          <ErrorSummary problems={problems.length > 0 ? problems : [{ field: 'name', message: refusal.message }]} />
        )}
        <div className="y-card y-columns">
          <SelectField
            id="kind"
            label="类型"
            value={kind}
            onChange={setKind}
            error={errorOf('kind')}
            options={Object.entries(FACILITY_KINDS).map(([value, { word }]) => ({ value, label: word }))}
          />
          <TextField id="name" label="名称" value={name} onChange={setName} error={errorOf('name')} maxLength={60} />
          <DivisionField
            id="division"
            label="所在乡镇（街道）或村（社区）"
            value={division}
            onChange={setDivision}
            error={errorOf('division')}
            {...(own && { within: own })}
          />
          <DayField id="from" label="从哪一天起" value={from} onChange={setFrom} error={errorOf('from')} />
          <TextField
            id="source"
            label="依据"
            hint="例如：实地核查、登记证书"
            value={source}
            onChange={setSource}
            error={errorOf('source')}
            maxLength={200}
          />
          {kinds.map((each) => (
            <TextField
              key={each}
              label={BED_KINDS[each]}
              optional
              unit={each === 'slot' ? '个' : '张'}
              kind="digits"
              value={beds[each] ?? ''}
              onChange={(value) => setBeds({ ...beds, [each]: value })}
            />
          ))}
        </div>
        <div className="y-card y-columns">
          {FIRST.map((each) => (
            <AttributeField
              key={each}
              kind={each}
              optional
              value={typed[each] ?? (each === 'accessibility' ? [] : '')}
              onChange={(value) => setTyped({ ...typed, [each]: value })}
              error={errorOf(`attributes.${each}`)}
            />
          ))}
        </div>
        <div className="y-row">
          <Button kind="primary" busy={busy} onPress={() => void send()}>
            登记
          </Button>
        </div>
      </div>
    </Screen>
  )
}
