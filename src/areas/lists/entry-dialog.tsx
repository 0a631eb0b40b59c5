import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import type { DivisionNode } from '../../ui/division-picker.tsx'
import { DayField, TextField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { useSession } from '../../ui/session.ts'
import { DivisionField } from '../divisions/division-field.tsx'
import { addEntry, CHANGED, changeEntry, type EntryView, type ListView } from './contract.ts'
import { EntryFields, typedOf, valuesOf } from './entry-fields.tsx'
import { FacilityField, type PickedFacility } from './facility-field.tsx'

type Props = { list: ListView; of?: EntryView; onClose: () => void }

/** A new entry, or an entry as it holds from a day on; its form is the list's declaration. */
export function EntryDialog({ list, of, onClose }: Props) {
  const navigate = useNavigate()
  const { session } = useSession()
  const grants = session?.account.roles ?? []
  const [name, setName] = useState(of?.name ?? '')
  const [place, setPlace] = useState<DivisionNode | null>(placeOf(of))
  const [facility, setFacility] = useState<PickedFacility | null>(
    of?.facility ? { id: of.facility, name: of.facilityName ?? '' } : null,
  )
  const [organisation, setOrganisation] = useState(of?.organisation ?? '')
  const [typed, setTyped] = useState(typedOf(list.fields, of?.values))
  const [from, setFrom] = useState<string>(today())
  const [source, setSource] = useState('')
  const adding = useAct(addEntry, CHANGED)
  const changing = useAct(changeEntry, CHANGED)
  const { busy, refusal } = of ? changing : adding
  const faults = refusal?.fields ?? {}
  const missing = list.fields.find((field) => field.required && (typed[field.name] ?? '').trim() === '')
  const needsPlace = place === null && facility === null
  const unavailable =
    name.trim().length < 2
      ? `先填写${list.nameLabel}`
      : needsPlace
        ? '先选择所在地'
        : missing
          ? `先填写${missing.label}`
          : source.trim().length < 2
            ? '先写明依据'
            : undefined
  const send = async () => {
    const body = {
      name,
      place: facility ? null : (place?.key ?? null),
      facility: facility?.id ?? null,
      organisation: organisation.trim() || null,
      values: valuesOf(list.fields, typed),
      from,
      source,
    }
    if (of) {
      const params = { list: list.id, district: of.district, id: of.entry }
      const answer = await changing.act({ params, body: { ...body, expected: of.version } })
      if (answer.ok) onClose()
      return
    }
    const answer = await adding.act({ params: { list: list.id }, body })
    if (!answer.ok) return
    onClose()
    void navigate({ href: `/w/lists/${list.id}/${answer.value.district}/${answer.value.entry}` })
  }
  const title = of ? '更改' : '登记'
  return (
    <Dialog
      title={`${title}：${list.title}`}
      act={title}
      busy={busy}
      unavailable={unavailable}
      onClose={onClose}
      onAct={() => void send()}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <TextField id="name" label={list.nameLabel} value={name} onChange={setName} maxLength={120} error={faults.name} />
      {list.ofFacility && (
        <FacilityField
          id="facility"
          label="关联设施"
          optional
          value={facility}
          onChange={setFacility}
          error={faults.facility}
        />
      )}
      {!facility && (
        <DivisionField
          id="place"
          label={list.place === 'township' ? '所在乡镇（街道）或村（社区）' : '所在区县或镇街'}
          {...(grants[0]?.division ? { within: grants[0].division } : {})}
          value={place}
          onChange={setPlace}
          error={faults.place}
        />
      )}
      {list.ofOrganisation && (
        <TextField
          id="organisation"
          label="统一社会信用代码"
          optional
          value={organisation}
          onChange={setOrganisation}
          maxLength={40}
          error={faults.organisation}
        />
      )}
      <EntryFields fields={list.fields} typed={typed} faults={faults} onChange={setTyped} />
      <DayField id="from" label="从哪一天起" value={from} onChange={setFrom} error={faults.from} />
      <TextField
        id="source"
        label="依据"
        hint="例如：现场核实、文件名称和文号"
        value={source}
        onChange={setSource}
        maxLength={200}
        error={faults.source}
      />
    </Dialog>
  )
}

function placeOf(of: EntryView | undefined): DivisionNode | null {
  if (of === undefined) return null
  const key = of.village ?? of.township ?? of.district
  return { key, name: of.placeName, path: [] }
}
