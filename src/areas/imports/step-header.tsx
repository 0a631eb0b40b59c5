import { showNumber } from '../../ui/formats.ts'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import type { Batch } from './calls.ts'
import { fieldWord } from './words.ts'

/** 1 选表头: what was read, and which headings were recognised. */
export function HeaderStep({ batch }: { batch: Batch }) {
  const known = batch.columns.filter((column) => column.meaning.kind !== 'unmapped')
  const left = batch.columns.filter((column) => column.meaning.kind === 'unmapped')
  return (
    <>
      <section className="y-card">
        <h2>读到的内容</h2>
        <Facts
          of={[
            { label: '工作表', value: batch.sheet },
            { label: '行数', value: `${showNumber(batch.counts.rows)} 行（标题、合计和空行不算）` },
            { label: '自何日起', value: batch.asOf },
          ]}
        />
      </section>
      {batch.notices.map((notice) => (
        <Notice key={notice.code + notice.message}>{notice.message}</Notice>
      ))}
      <section className="y-card">
        <h2>认出的列</h2>
        <p>
          {known
            .map(({ heading, meaning }) =>
              meaning.kind === 'field' ? `${heading} → ${fieldWord(meaning.field)}` : heading,
            )
            .join('；')}
        </p>
        {left.length > 0 && (
          <p className="y-quiet">没有用到的列：{left.map((column) => column.heading || column.letters).join('、')}。</p>
        )}
      </section>
    </>
  )
}
