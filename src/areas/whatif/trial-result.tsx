import { showNumber } from '../../ui/formats.ts'
import { Grid } from '../../ui/grid.tsx'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Tried } from './contract.ts'
import { sayFew } from './words.ts'

type Turns = Tried['months'][number]

/** What a trial came to: by month, by scheme, and by place. */
export function TrialResult({ of }: { of: Tried }) {
  const single = of.districts.length === 1 ? of.districts[0] : undefined
  const first = of.months[0]
  if (first === undefined) return null
  const places = single
    ? single.townships.map((each) => ({ key: each.places.join(), ...each }))
    : of.districts.flatMap((each) =>
        each.months[0] ? [{ key: each.district, name: each.name, ...each.months[0] }] : [],
      )
  return (
    <div className="y-stack">
      <Notice tone={first.gain + first.lose === 0 ? 'info' : 'ok'} live>
        {of.month}：{showNumber(first.persons)} 人中 {showNumber(first.gain)} 人增加，{showNumber(first.lose)}{' '}
        人减少，每月{sayDifference(first)}。
      </Notice>
      <TurnsTable
        label="按月"
        head="月份"
        rows={of.months.map((each) => ({ key: each.month, name: each.month, ...each }))}
      />
      {single && <Schemes of={single.months[0]?.schemes ?? []} />}
      <TurnsTable label={single ? '按乡镇（街道）' : '按区县'} head={single ? '乡镇（街道）' : '区县'} rows={places} />
      <p className="y-meta">
        增加或减少不足 5
        人的乡镇（街道）合并显示。以后月份按现在登记的情况和届时的年龄推算；消费券由国家平台发放，不计入金额。
      </p>
    </div>
  )
}

const sayDifference = ({ fenBefore, fenAfter }: Turns): string => {
  const yuan = (Math.abs(fenAfter - fenBefore) / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 })
  return fenAfter === fenBefore ? '支出不变' : fenAfter > fenBefore ? `多支出 ${yuan} 元` : `少支出 ${yuan} 元`
}

type Row = Omit<Turns, 'month'> & { key: string; name: string }

function TurnsTable({ label, head, rows }: { label: string; head: string; rows: readonly Row[] }) {
  return (
    <section className="y-stack-tight">
      <h2>{label}</h2>
      <Grid label={label}>
        <table className="y-table" aria-label={label}>
          <thead>
            <tr>
              {[head, '人数', '增加', '减少', '现在每月', '改后每月', '差额'].map((each) => (
                <th key={each} scope="col">
                  {each}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <td>{row.name}</td>
                <td>{showNumber(row.persons)}</td>
                <td>{showNumber(row.gain)}</td>
                <td>{showNumber(row.lose)}</td>
                <td>
                  <Money fen={row.fenBefore} />
                </td>
                <td>
                  <Money fen={row.fenAfter} />
                </td>
                <td>
                  <Money fen={row.fenAfter - row.fenBefore} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Grid>
    </section>
  )
}

type Scheme = Tried['districts'][number]['months'][number]['schemes'][number]

function Schemes({ of }: { of: readonly Scheme[] }) {
  return (
    <section className="y-stack-tight">
      <h2>按待遇</h2>
      <Grid label="按待遇">
        <table className="y-table" aria-label="按待遇">
          <thead>
            <tr>
              {['待遇', '现在享受', '改后享受', '新享受', '不再享受', '提高', '降低', '改后每月'].map((each) => (
                <th key={each} scope="col">
                  {each}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.map((each) => (
              <tr key={each.scheme}>
                <td>
                  {each.title}
                  {each.stateAfter === 'blocked' && <div className="y-meta">还有数值没有设定，暂不计算</div>}
                </td>
                <td>{showNumber(each.grantedBefore)}</td>
                <td>{showNumber(each.grantedAfter)}</td>
                <td>{sayFew(each.begins)}</td>
                <td>{sayFew(each.ends)}</td>
                <td>{sayFew(each.more)}</td>
                <td>{sayFew(each.less)}</td>
                <td>{each.form === 'voucher' ? '消费券' : <Money fen={each.fenAfter} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Grid>
    </section>
  )
}
