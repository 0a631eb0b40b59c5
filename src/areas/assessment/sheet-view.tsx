import { DataTable } from '../../ui/data-table.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Status } from '../../ui/status.tsx'
import type { Sheet } from './contract.ts'
import { INFORMANT_RELATIONS, SHEET_STATUS } from './words.ts'

/** A filled form: the level with the rule that fired, what to ask about, and every answer beside the second assessor's and the last one's. */
export function SheetView({ of, other }: { of: Sheet; other?: Sheet | null }) {
  return (
    <div className="y-stack">
      <Facts
        of={[
          { label: '状态', value: <Status of={of.state as keyof typeof SHEET_STATUS} words={SHEET_STATUS} /> },
          { label: '量表', value: of.version },
          { label: '评估日期', value: `${of.assessedOn}，用时 ${of.minutes} 分钟` },
          { label: '评估员', value: `${of.first}、${of.second}` },
          { label: '信息提供者', value: `${of.informant.name}（${INFORMANT_RELATIONS[of.informant.relation]}）` },
          { label: '地点', value: of.placeWords },
          { label: '总分', value: of.total ?? '没有总分' },
          { label: '初步等级', value: of.preliminaryLevel ?? '未出等级' },
          { label: '最终等级', value: <strong>{of.finalLevel ?? '未出等级'}</strong> },
          { label: '有效期至', value: of.validUntil ?? '未生效或未设定' },
        ]}
      />
      {of.adjustments.map((each) => (
        <Notice key={each.label} tone="info">
          等级变更：{each.label}。{each.from} → {each.to}（{each.source}）
        </Notice>
      ))}
      {of.blockedBy !== '' && <Notice tone="warn">还不能出等级：{of.blockedBy}没有设定。</Notice>}
      {of.questions.length > 0 && (
        <Notice tone="warn">需要向评估员了解：{of.questions.join('；')}。这些只是疑问，不代表评估有错。</Notice>
      )}
      {of.reviewNote !== null && <Notice tone="info">复核意见：{of.reviewNote}</Notice>}
      {of.sections.map((section) => (
        <section key={section.code} className="y-stack" aria-label={section.label}>
          <h2>
            {section.code} {section.label}：{section.points ?? '未出分'}/{section.most}
          </h2>
          <DataTable
            label={section.label}
            rows={section.items}
            keyOf={(item) => item.code}
            columns={[
              { id: 'item', head: '项目', cell: (item) => `${item.code} ${item.label}` },
              { id: 'chosen', head: '选择', long: true, cell: (item) => item.chosen ?? '未答' },
              {
                id: 'points',
                head: '得分',
                align: 'right',
                cell: (item) => `${item.points ?? '未答'}/${item.most}`,
              },
              {
                id: 'second',
                head: '第二人',
                align: 'right',
                cell: (item) => (item.second === null ? '一致' : `${item.second} 分`),
              },
              other
                ? {
                    id: 'other',
                    head: '另一组',
                    align: 'right' as const,
                    cell: (item) => differing(other, section.code, item.code, item.points),
                  }
                : { id: 'last', head: '上次', align: 'right' as const, cell: (item) => item.last ?? '没有' },
              { id: 'note', head: '说明', long: true, cell: (item) => item.note ?? '' },
            ]}
          />
        </section>
      ))}
      <Facts of={[...of.circumstances, ...of.basics].map((each) => ({ label: each.label, value: each.says }))} />
      <Evidence of={of.evidence} />
      {of.readings.map((each) => (
        <p key={each} className="y-meta">
          说明：{each}
        </p>
      ))}
    </div>
  )
}

function differing(other: Sheet, section: string, item: string, points: number | null): string {
  const theirs = other.sections.find((each) => each.code === section)?.items.find((each) => each.code === item)?.points
  if (theirs === undefined || theirs === null) return '未答'
  return theirs === points ? '一致' : `${theirs} 分`
}

const KINDS: Readonly<Record<string, string>> = { photo: '照片', signature: '签名', file: '附件' }
const WHOSE: Readonly<Record<string, string>> = {
  firstAssessor: '主评估员',
  secondAssessor: '第二评估员',
  elder: '老人',
  informant: '信息提供者',
}

function Evidence({ of }: { of: Sheet['evidence'] }) {
  if (of.length === 0) return <p className="y-meta">没有照片、签名或附件。</p>
  return (
    <ul className="y-row" aria-label="证据">
      {of.map((each) => {
        const words = `${KINDS[each.kind] ?? each.kind}${each.whose === null ? '' : `（${WHOSE[each.whose] ?? each.whose}）`}`
        return (
          <li key={each.id}>
            {each.fileId === null ? `${words}：还没有传完` : <a href={`/api/files/${each.fileId}`}>{words}</a>}
          </li>
        )
      })}
    </ul>
  )
}
