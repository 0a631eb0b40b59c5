import { DayField, SelectField, TextField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { AttributeField, readTyped, type Typed } from './attribute-field.tsx'
import { ATTRIBUTES, type AttributeKind } from './attributes.ts'
import type { FilingKind } from './filing-words.ts'

/** What 变更备案 is for (养老机构管理办法): name, premises, area; the rest goes with the register. */
const FILED: readonly AttributeKind[] = ['name', 'address', 'operator', 'tenure', 'floorArea', 'phone']

export const emptyEnd = {
  attribute: 'name' as AttributeKind,
  value: '' as Typed,
  reason: '',
  residents: '',
  placed: '',
  noticeOn: today() as string,
  where: '',
  refunds: '',
  records: '',
}
export type End = typeof emptyEnd

/** The part of the form that a change, a suspension or an end fills in. */
export function endOf(kind: FilingKind, end: End): object {
  if (kind === 'change') {
    const value = readTyped(end.attribute, end.value)
    return { changes: value === undefined ? {} : { [end.attribute]: value } }
  }
  const reason = { reason: end.reason }
  if (kind !== 'closing') return reason
  const { residents, placed, noticeOn, where, refunds, records } = end
  return {
    ...reason,
    plan: { residents: Number(residents || 'NaN'), placed: Number(placed || 'NaN'), noticeOn, where, refunds, records },
  }
}

type Props = {
  kind: FilingKind
  of: End
  onChange: (end: End) => void
  errorOf: (field: string) => string | undefined
}

export function EndFields({ kind, of, onChange, errorOf }: Props) {
  const text = (field: 'residents' | 'placed' | 'where' | 'refunds' | 'records' | 'reason') => ({
    id: `form.plan.${field}`,
    value: of[field],
    error: errorOf(`form.plan.${field}`),
    onChange: (value: string) => onChange({ ...of, [field]: value }),
  })
  if (kind === 'change')
    return (
      <section className="y-card y-columns" aria-label="变更内容">
        <SelectField
          label="变更哪一项"
          value={of.attribute}
          onChange={(next) => onChange({ ...of, attribute: next as AttributeKind, value: '' })}
          options={FILED.map((each) => ({ value: each, label: ATTRIBUTES[each].label }))}
        />
        <AttributeField
          kind={of.attribute}
          value={of.value}
          onChange={(value) => onChange({ ...of, value })}
          error={errorOf(`attributes.${of.attribute}`) ?? errorOf('form.changes')}
        />
      </section>
    )
  return (
    <section className="y-card y-columns" aria-label={kind === 'closing' ? '终止与安置' : '暂停'}>
      <TextField {...text('reason')} id="form.reason" label="原因" maxLength={300} />
      {kind === 'closing' && (
        <>
          <TextField {...text('residents')} label="在住老人" unit="人" kind="digits" />
          <TextField {...text('placed')} label="已落实去处" unit="人" kind="digits" />
          <DayField
            label="书面告知老人的日期"
            value={of.noticeOn}
            onChange={(noticeOn) => onChange({ ...of, noticeOn })}
            error={errorOf('form.plan.noticeOn')}
          />
          <TextField {...text('where')} label="去向" hint="例如：9 人转入区社会福利院，3 人回家" maxLength={300} />
          <TextField {...text('refunds')} label="退费" maxLength={300} />
          <TextField {...text('records')} label="档案移交" maxLength={300} />
        </>
      )}
    </section>
  )
}
