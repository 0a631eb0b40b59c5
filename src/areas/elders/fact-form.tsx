import { useState } from 'react'
import { type DivisionNode, DivisionPicker } from '../../ui/division-picker.tsx'
import { DayField, SelectField, TextField, Tiles } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
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

/** What a fact is filled in with before anybody touched the form. */
export type FactStart = { kind: FactKind; value?: readonly string[]; from?: string }

/** A place to live or be registered is never "from today" by itself: somebody has to say from which day. */
const hasOwnDay = (kind: FactKind): boolean => kind === 'residence' || kind === 'household'

/** The state of the form of a fact, and the body that the service is sent. */
export function useFactForm(start: FactStart) {
  const [kind, setKind] = useState<FactKind>(start.kind)
  const [tags, setTags] = useState<string[]>(TAGS[start.kind] ? [...(start.value ?? [])] : [])
  const [one, setOne] = useState(ONE_OF[start.kind] || start.kind === 'disability' ? (start.value?.[0] ?? '') : '')
  const [grade, setGrade] = useState(start.kind === 'disability' ? (start.value?.[1] ?? '') : '')
  const [place, setPlace] = useState<DivisionNode | null>(null)
  const [from, setFrom] = useState<string>(start.from ?? (hasOwnDay(start.kind) ? '' : today()))
  const [source, setSource] = useState(start.kind === 'careDependency' ? 'assessment' : 'clerk')
  const [ref, setRef] = useState('')
  const choose = (next: FactKind) => {
    setKind(next)
    setTags([])
    setOne('')
    setGrade('')
    setPlace(null)
    setFrom(hasOwnDay(next) ? '' : today())
    setSource(next === 'careDependency' ? 'assessment' : 'clerk')
  }
  const value = (): string[] => {
    if (kind === 'death') return [from]
    if (kind === 'residence' || kind === 'household') return place ? [place.key] : []
    if (TAGS[kind]) return tags
    if (kind === 'disability') return one === '' ? [] : [one, grade]
    return one === '' ? [] : [one]
  }
  return {
    ...{ kind, choose, tags, setTags, one, setOne, grade, setGrade, place, setPlace, from, setFrom, source, setSource },
    ...{ ref, setRef },
    body: { kind, value: value(), validFrom: from, source, ...(ref && { sourceRef: ref }) },
    /** What is still missing, as the button says it. */
    missing:
      hasOwnDay(kind) && place === null
        ? '先选择地方'
        : from === ''
          ? '先填写从哪一天起'
          : kind === 'disability' && one !== '' && grade === ''
            ? '先选择残疾等级'
            : undefined,
  }
}

type Props = {
  form: ReturnType<typeof useFactForm>
  /** Division within which somebody can move; farther is a transfer. */
  within: string
  kinds?: readonly FactKind[]
  errors?: Record<string, string>
}

/** The fields of a fact: what, from which day, and where it is known from. */
export function FactFields({ form, within, kinds, errors = {} }: Props) {
  const { kind, tags, one, grade, place, from, source, ref } = form
  return (
    <>
      <SelectField
        label="项目"
        value={kind}
        onChange={(next) => form.choose((next || 'hardship') as FactKind)}
        options={choices(FACT_KINDS).filter((each) => kinds === undefined || kinds.includes(each.value as FactKind))}
      />
      {TAGS[kind] && (
        <Tiles
          id="value"
          label="内容"
          hint="可以选几项；一项都不选，表示核实过、没有"
          inline
          many
          value={tags}
          onChange={form.setTags}
          options={choices(TAGS[kind])}
        />
      )}
      {ONE_OF[kind] && (
        <Tiles
          id="value"
          label="内容"
          inline
          value={one}
          onChange={form.setOne}
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
            onChange={form.setOne}
            options={[...choices(DISABILITY_CATEGORY), NONE]}
          />
          {one !== '' && (
            <Tiles label="残疾等级" inline value={grade} onChange={form.setGrade} options={choices(DISABILITY_GRADE)} />
          )}
        </>
      )}
      {(kind === 'residence' || kind === 'household') && (
        <DivisionPicker
          id="value"
          label={kind === 'residence' ? '搬到哪里' : '户籍地'}
          source={divisionsWithin(kind === 'residence' ? within : '500000')}
          value={place}
          onChange={form.setPlace}
        />
      )}
      <DayField
        id="validFrom"
        label={kind === 'death' ? '离世日期' : '从哪一天起'}
        value={from}
        onChange={form.setFrom}
        error={errors.validFrom}
      />
      <SelectField
        id="source"
        label="来源"
        value={source}
        onChange={form.setSource}
        options={SOURCE_CHOICES}
        error={errors.source}
      />
      <TextField
        label="凭据编号"
        optional
        hint="例如 证书号、文号、报告号"
        value={ref}
        onChange={form.setRef}
        maxLength={200}
      />
    </>
  )
}
