import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { type DivisionNode, DivisionPicker } from '../../ui/division-picker.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { DayField, SelectField, TextField, Tiles } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { type ElderRecord, readFile, readPage, readTimelineOf, setFactOf } from './contract.ts'
import { problemsOf } from './file-people.tsx'
import { divisionsWithin } from './place-options.ts'
import {
  CARE_DEPENDENCY,
  DEMENTIA,
  DISABILITY_CATEGORY,
  DISABILITY_GRADE,
  FACT_KINDS,
  type FactKind,
  HARDSHIP,
  LIVING_ARRANGEMENT,
  SPECIAL_ONE_CHILD,
} from './words.ts'

const choices = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))
const NONE = { value: '', label: '核实过，没有' }

const TAGS: Partial<Record<FactKind, Record<string, string>>> = {
  hardship: HARDSHIP,
  livingArrangement: LIVING_ARRANGEMENT,
}
const ONE_OF: Partial<Record<FactKind, Record<string, string>>> = {
  careDependency: CARE_DEPENDENCY,
  specialOneChildFamily: SPECIAL_ONE_CHILD,
  dementia: DEMENTIA,
}
const SOURCE_CHOICES = choices({
  clerk: '经办人核实',
  departmentList: '部门名单',
  assessment: '能力评估报告',
  visit: '上门巡访',
  declaration: '本人或家属申报',
})

/** Records what holds from a day on. What was said before stays in the history; nothing is overwritten. */
export function FactDialog({ file, onClose }: { file: ElderRecord; onClose: () => void }) {
  const [kind, setKind] = useState<FactKind>('hardship')
  const [tags, setTags] = useState<string[]>([])
  const [one, setOne] = useState('')
  const [grade, setGrade] = useState('')
  const [place, setPlace] = useState<DivisionNode | null>(null)
  const [from, setFrom] = useState<string>(today())
  const [source, setSource] = useState('clerk')
  const [ref, setRef] = useState('')
  const { act, busy, refusal } = useAct(setFactOf, [readFile.path, readPage.path, readTimelineOf.path])
  const choose = (next: FactKind) => {
    setKind(next)
    setTags([])
    setOne('')
    setGrade('')
    setPlace(null)
    setSource(next === 'careDependency' ? 'assessment' : 'clerk')
  }
  const value = (): string[] => {
    if (kind === 'death') return [from]
    if (kind === 'residence' || kind === 'household') return place ? [place.key] : []
    if (TAGS[kind]) return tags
    if (kind === 'disability') return one === '' ? [] : [one, grade]
    return one === '' ? [] : [one]
  }
  const save = async () => {
    const body = { kind, value: value(), validFrom: from, source, ...(ref && { sourceRef: ref }) }
    const answer = await act({ params: { id: file.id }, body })
    if (answer.ok) onClose()
  }
  return (
    <Dialog title="登记变化" act="登记变化" busy={busy} onAct={() => void save()} onClose={onClose}>
      {refusal && <ErrorSummary problems={problemsOf(refusal)} />}
      <SelectField
        label="项目"
        value={kind}
        onChange={(next) => choose((next || 'hardship') as FactKind)}
        options={choices(FACT_KINDS)}
      />
      {TAGS[kind] && (
        <Tiles
          id="value"
          label="内容"
          hint="可以选几项；一项都不选，表示核实过、没有"
          inline
          many
          value={tags}
          onChange={setTags}
          options={choices(TAGS[kind])}
        />
      )}
      {ONE_OF[kind] && (
        <Tiles
          id="value"
          label="内容"
          inline
          value={one}
          onChange={setOne}
          options={kind === 'careDependency' ? choices(ONE_OF[kind]) : [...choices(ONE_OF[kind]), NONE]}
        />
      )}
      {kind === 'disability' && (
        <>
          <Tiles
            id="value"
            label="残疾类别"
            inline
            value={one}
            onChange={setOne}
            options={[...choices(DISABILITY_CATEGORY), NONE]}
          />
          {one !== '' && (
            <Tiles label="残疾等级" inline value={grade} onChange={setGrade} options={choices(DISABILITY_GRADE)} />
          )}
        </>
      )}
      {(kind === 'residence' || kind === 'household') && (
        <DivisionPicker
          id="value"
          label={kind === 'residence' ? '搬到哪里' : '户籍地'}
          source={divisionsWithin(kind === 'residence' ? file.district : '500000')}
          value={place}
          onChange={setPlace}
        />
      )}
      <DayField
        id="validFrom"
        label={kind === 'death' ? '离世日期' : '从哪一天起'}
        value={from}
        onChange={setFrom}
        error={refusal?.fields.validFrom}
      />
      <SelectField
        id="source"
        label="来源"
        value={source}
        onChange={setSource}
        options={SOURCE_CHOICES}
        error={refusal?.fields.source}
      />
      <TextField
        label="凭据编号"
        optional
        hint="例如 证书号、文号、报告号"
        value={ref}
        onChange={setRef}
        maxLength={200}
      />
    </Dialog>
  )
}
