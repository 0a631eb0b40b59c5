import { showDateTime, showNumber } from '../../ui/formats.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { type Batch, type ReportCard, readReport } from './calls.ts'
import { adviceWords, gradeWords } from './words.ts'

/** 导入体检报告: how the list was when it came, the three things that would help the next one most, and the one before. */
export function ImportReport({ batch }: { batch: Batch }) {
  const report = useEndpoint(readReport, { params: { id: batch.id } }).data?.report
  if (!report) return null
  return (
    <section className="y-card y-stack" aria-labelledby="import-report">
      <h2 id="import-report">导入体检报告</h2>
      <Facts
        of={[
          { label: '质量', value: <strong>{gradeWords[report.grade]}</strong> },
          { label: '不用改就能提交', value: share(report) },
          { label: '与上一次相比', value: comparison(report) },
        ]}
      />
      {report.fixes.length === 0 ? (
        <p>送来的每一行都可以直接提交。</p>
      ) : (
        <>
          <p>下一次先做到这几点，需要修改的行会少得最多：</p>
          <ol>
            {report.fixes.map(({ code, rows }, at) => (
              <li key={code}>
                {at + 1}. {adviceWords[code]}
                <span className="y-meta">（这一次涉及 {showNumber(rows)} 行）</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  )
}

const percent = ({ rows, clean }: { rows: number; clean: number }): number => Math.floor((clean / rows) * 1000) / 10
const share = (of: { rows: number; clean: number }): string =>
  `${showNumber(of.clean)} / ${showNumber(of.rows)} 行（${percent(of)}%）`

function comparison(report: ReportCard): string {
  const { before } = report
  if (before === null) return '本地区第一次导入，没有可比的批次'
  const by = Math.round((percent(report) - percent(before)) * 10) / 10
  const word = by === 0 ? '持平' : by > 0 ? `提高 ${by} 个百分点` : `下降 ${-by} 个百分点`
  return `${word}（${showDateTime(before.committedAt)} 提交的 ${before.fileName}：${gradeWords[before.grade]}，${percent(before)}%）`
}
