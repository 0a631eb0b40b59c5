import { ExampleMark } from '../../ui/example-mark.tsx'
import { showDateTime, showNumber } from '../../ui/formats.ts'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import type { Batch } from './contract.ts'
import { SCHEME_WORDS, STATE_WORDS } from './words.ts'

/** What must be seen without scrolling: the sum in 元 and 大写, the people, the difference from last month, where the batch stands. */
export function BatchSummary({ of }: { of: Batch }) {
  const money = of.schemes.filter((each) => each.form === 'money')
  const last = money.some((each) => each.amountFenBefore !== null)
    ? money.reduce((sum, each) => sum + (each.amountFenBefore ?? 0), 0)
    : null
  const blocked = of.schemes.filter((each) => each.state === 'blocked')
  return (
    <>
      {blocked.map((each) => (
        <Notice key={each.scheme} tone="danger">
          {SCHEME_WORDS[each.scheme]}没有计算：本区还没有设置{each.blockedBy.map((one) => `“${one.label}”`).join('、')}
          。请在
          <a href="/w/rules">政策规则库</a>中设置，其他待遇已照常计算。
        </Notice>
      ))}
      <div className="y-card">
        <Facts
          of={[
            {
              label: '本月金额',
              value: (
                <>
                  <strong>
                    <Money fen={of.amountFen} />
                  </strong>{' '}
                  {money.some((each) => each.example) && <ExampleMark />}
                  <div className="y-meta">{of.amountInWords}</div>
                </>
              ),
            },
            { label: '比上月', value: last === null ? '没有上月批次' : <Difference fen={of.amountFen - last} /> },
            { label: '享受人次', value: `${showNumber(of.granted)} 人次（在册 ${showNumber(of.people)} 人）` },
            { label: '进度', value: STATE_WORDS[of.state] },
            { label: '情况截至', value: `${showDateTime(of.run.cutOff)} · 第 ${of.run.version} 版` },
          ]}
        />
      </div>
    </>
  )
}

function Difference({ fen }: { fen: number }) {
  return (
    <>
      {fen > 0 ? '多 ' : fen < 0 ? '少 ' : ''}
      <Money fen={Math.abs(fen)} />
    </>
  )
}

/** 合计: each scheme beside last month, and each township with who confirmed it. */
export function BatchTotals({ of }: { of: Batch }) {
  return (
    <div className="y-stack">
      <table className="y-table" aria-label="各项待遇合计">
        <thead>
          <tr>
            <th scope="col">待遇</th>
            <th scope="col" data-align="right">
              人数
            </th>
            <th scope="col" data-align="right">
              上月人数
            </th>
            <th scope="col" data-align="right">
              金额
            </th>
            <th scope="col" data-align="right">
              上月金额
            </th>
            <th scope="col" data-align="right">
              情况不明
            </th>
            <th scope="col" data-align="right">
              不同享或待设定
            </th>
          </tr>
        </thead>
        <tbody>
          {of.schemes.map((each) => (
            <tr key={each.scheme}>
              <td>
                {SCHEME_WORDS[each.scheme]} {each.example && <ExampleMark />}
              </td>
              <td data-align="right">{showNumber(each.granted)}</td>
              <td data-align="right">{each.grantedBefore === null ? '无' : showNumber(each.grantedBefore)}</td>
              <td data-align="right">
                {each.form === 'voucher' ? '消费券，不计金额' : <Money fen={each.amountFen} />}
              </td>
              <td data-align="right">
                {each.form === 'voucher' || each.amountFenBefore === null ? '无' : <Money fen={each.amountFenBefore} />}
              </td>
              <td data-align="right">{showNumber(each.undetermined)}</td>
              <td data-align="right">{showNumber(each.held)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className="y-table" aria-label="各乡镇（街道）">
        <thead>
          <tr>
            <th scope="col">乡镇（街道）</th>
            <th scope="col" data-align="right">
              人次
            </th>
            <th scope="col" data-align="right">
              金额
            </th>
            <th scope="col" data-align="right">
              变化
            </th>
            <th scope="col">核对</th>
          </tr>
        </thead>
        <tbody>
          {of.townships.map((each) => (
            <tr key={each.township}>
              <td>{each.name}</td>
              <td data-align="right">{showNumber(each.granted)}</td>
              <td data-align="right">
                <Money fen={each.amountFen} />
              </td>
              <td data-align="right">{showNumber(each.changes)}</td>
              <td>
                {each.confirmedBy === null
                  ? each.changes === 0
                    ? '没有变化'
                    : '待核对'
                  : `已核对（${each.confirmedBy}）`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="y-meta y-number">封存摘要 {of.run.digest}</p>
    </div>
  )
}
