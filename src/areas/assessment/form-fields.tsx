import { SelectField, TextField, Tiles } from '../../ui/field.tsx'
import type { Draft } from './form-draft.ts'
import { EDUCATION, IDENTITY_CHECKS, INFORMANT_RELATIONS, LIVING } from './words.ts'

type Props = { of: Draft; onChange: (draft: Draft) => void }
const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))
const YES_NO = [
  { value: 'no', label: '没有' },
  { value: 'yes', label: '有' },
]
/** Kinds of events that the standard counts together. */
const EVENTS = { fall: '跌倒', wandering: '走失', choking: '噎食', selfHarm: '自杀、自伤', other: '其他' } as const

/** How the person was identified, who gave the information, and what the report says beside the answers. */
export function BasicsFields({ of, onChange }: Props) {
  const set = (change: Partial<Draft>) => onChange({ ...of, ...change })
  return (
    <section className="y-stack" aria-label="基本情况">
      <h2>基本情况</h2>
      <Tiles
        label="怎样核对身份"
        inline
        value={of.identityCheck}
        onChange={(identityCheck) => set({ identityCheck })}
        options={options(IDENTITY_CHECKS)}
      />
      <TextField
        label="信息提供者姓名"
        value={of.informantName}
        onChange={(informantName) => set({ informantName })}
        maxLength={100}
      />
      <Tiles
        label="信息提供者是老人的"
        inline
        value={of.informantRelation}
        onChange={(informantRelation) => set({ informantRelation })}
        options={options(INFORMANT_RELATIONS)}
      />
      <SelectField
        label="居住情况"
        optional
        value={of.living}
        onChange={(living) => set({ living })}
        options={options(LIVING)}
      />
      <SelectField
        label="文化程度"
        optional
        value={of.education}
        onChange={(education) => set({ education })}
        options={options(EDUCATION)}
      />
      <TextField
        label="正在用的药"
        optional
        kind="long"
        value={of.medicines}
        onChange={(medicines) => set({ medicines })}
        maxLength={500}
      />
    </section>
  )
}

/** What may change the level beside the items: coma, diagnoses, events of the last 30 days. */
export function CircumstanceFields({ of, onChange }: Props) {
  const set = (change: Partial<Draft>) => onChange({ ...of, ...change })
  return (
    <section className="y-stack" aria-label="等级变更依据">
      <h2>等级变更依据</h2>
      {of.items['B.3.9'] === 0 && (
        <Tiles
          label="是否昏迷"
          inline
          id="answers.coma"
          value={of.coma}
          onChange={(coma) => set({ coma: coma as Draft['coma'] })}
          options={[
            { value: 'no', label: '没有昏迷' },
            { value: 'yes', label: '处于昏迷' },
          ]}
        />
      )}
      <Tiles
        label="有没有确诊的痴呆，或专科医生诊断的其他精神和行为障碍"
        inline
        id="answers.diagnoses"
        value={of.dementia}
        onChange={(dementia) => set({ dementia: dementia as Draft['dementia'] })}
        options={YES_NO}
      />
      {of.dementia === 'yes' && (
        <TextField
          label="诊断编码（ICD-10）"
          hint="照病历抄写，多个用顿号分开，例如 F03、F32.9"
          value={of.diagnoses}
          onChange={(diagnoses) => set({ diagnoses })}
          maxLength={200}
        />
      )}
      <Tiles
        label="近 30 天有没有跌倒、走失、噎食、自杀自伤等事件"
        inline
        id="answers.eventsLast30Days"
        value={of.eventsAsked}
        onChange={(eventsAsked) => set({ eventsAsked: eventsAsked as Draft['eventsAsked'] })}
        options={YES_NO}
      />
      {of.eventsAsked === 'yes' && (
        <div className="y-columns">
          {Object.entries(EVENTS).map(([kind, label]) => (
            <TextField
              key={kind}
              label={label}
              unit="次"
              kind="digits"
              optional
              value={of.events[kind] ?? ''}
              onChange={(count) => set({ events: { ...of.events, [kind]: count } })}
            />
          ))}
        </div>
      )}
    </section>
  )
}
