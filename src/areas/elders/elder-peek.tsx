import { Day, Value } from '../../ui/day.tsx'
import { Facts } from '../../ui/record-page.tsx'
import type { ElderRow } from './contract.ts'
import { aloneInWords, Flags, levelInWords } from './register-columns.tsx'
import { categoryLabel } from './register-filters.ts'
import { ID_KINDS, SEX, valueInWords } from './words.ts'

/** The panel beside the list: what a clerk wants to know without leaving it. Nothing is fetched, so nothing is logged as read. */
export function ElderPeek({ of }: { of: ElderRow }) {
  return (
    <div className="y-stack">
      <Flags of={of} />
      <Facts
        of={[
          { label: '性别', value: <Value of={of.sex && SEX[of.sex]} /> },
          { label: '出生日期', value: <Day on={of.birthDate} /> },
          { label: '年龄', value: <Value of={of.age} unit="岁" /> },
          { label: ID_KINDS[of.idKind], value: <Value of={of.idMasked ?? 'notApplicable'} /> },
          { label: '居住地', value: of.place },
          { label: '困难身份', value: valueInWords('hardship', of.hardship) },
          { label: '独居', value: <Value of={aloneInWords(of.livingArrangement)} /> },
          { label: '能力等级', value: <Value of={levelInWords(of.careDependency)} /> },
          { label: '类别', value: of.categories.map(categoryLabel).join('、') || '无' },
        ]}
      />
    </div>
  )
}
