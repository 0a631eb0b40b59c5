import { showDateTime, showNumber } from '../../ui/formats.ts'
import { Money } from '../../ui/money.tsx'
import { SCHEME_WORDS } from '../benefits/words.ts'
import type { BatchView } from './contract.ts'
import { STEP_WORDS } from './words.ts'

const ORDER = ['check', 'review', 'make', 'confirm', 'release', 'load', 'close'] as const

/** Who signed what when, who is still missing, and the answers of the bank. */
export function BatchSteps({ of }: { of: BatchView }) {
  return (
    <div className="y-stack">
      <table className="y-table" aria-label="签署记录">
        <thead>
          <tr>
            <th scope="col">步骤</th>
            <th scope="col">签署人</th>
            <th scope="col">时间</th>
          </tr>
        </thead>
        <tbody>
          {ORDER.filter((step) => of.kind === 'monthly' || (step !== 'check' && step !== 'review')).map((step) => {
            const signed = of.signatures.filter((each) => each.step === step)
            const last = signed.at(-1)
            return (
              <tr key={step}>
                <td>{STEP_WORDS[step]}</td>
                <td>
                  {signed.length === 0 ? '还没有' : [...new Set(signed.map((each) => each.account))].join('、')}
                  {last?.borrowed && '（区县代签第二人）'}
                </td>
                <td>{last?.at ? showDateTime(last.at) : '无'}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {of.returns.length > 0 && (
        <table className="y-table" aria-label="回盘文件">
          <thead>
            <tr>
              <th scope="col">回盘文件</th>
              <th scope="col" data-align="right">
                笔数
              </th>
              <th scope="col" data-align="right">
                退回
              </th>
              <th scope="col">导入</th>
            </tr>
          </thead>
          <tbody>
            {of.returns.map((each) => (
              <tr key={each.id}>
                <td>
                  {each.late && '退汇：'}
                  {each.name}
                </td>
                <td data-align="right">{showNumber(each.lines)}</td>
                <td data-align="right">{showNumber(each.failed)}</td>
                <td>
                  {each.loadedBy} · {showDateTime(each.at)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

/** Sums by township. */
export function BatchTownships({ of }: { of: BatchView }) {
  return (
    <table className="y-table" aria-label="各乡镇（街道）发放">
      <thead>
        <tr>
          <th scope="col">乡镇（街道）</th>
          <th scope="col" data-align="right">
            笔数
          </th>
          <th scope="col" data-align="right">
            人数
          </th>
          <th scope="col" data-align="right">
            金额
          </th>
          <th scope="col" data-align="right">
            暂缓
          </th>
        </tr>
      </thead>
      <tbody>
        {of.townships.map((each) => (
          <tr key={each.township}>
            <td>{each.name}</td>
            <td data-align="right">{showNumber(each.lines)}</td>
            <td data-align="right">{showNumber(each.people)}</td>
            <td data-align="right">
              <Money fen={each.amountFen} />
            </td>
            <td data-align="right">{showNumber(each.held)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What the batch takes from each benefit's budgets, and what they may still give. */
export function BatchBudget({ of }: { of: BatchView }) {
  return (
    <div className="y-stack">
      <table className="y-table" aria-label="资金">
        <thead>
          <tr>
            <th scope="col">待遇</th>
            <th scope="col" data-align="right">
              本批次
            </th>
            <th scope="col" data-align="right">
              本年预算还可用
            </th>
          </tr>
        </thead>
        <tbody>
          {of.budget.map((each) => (
            <tr key={each.scheme}>
              <td>{SCHEME_WORDS[each.scheme] ?? each.scheme}</td>
              <td data-align="right">
                <Money fen={each.neededFen} />
              </td>
              <td data-align="right">{each.leftFen === null ? '由区县查看' : <Money fen={each.leftFen} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="y-meta">财政确认时按各级分担比例预留，预算不足时不能确认。可用数已扣除为各批次预留的金额。</p>
    </div>
  )
}
