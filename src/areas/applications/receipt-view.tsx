import { Button } from '../../ui/button.tsx'
import { Day } from '../../ui/day.tsx'
import type { Receipt } from './contract.ts'
import { sayNoDeadline } from './words.ts'

/** 受理回执 on the screen: the numbers large enough to be copied by hand, and the paper to take home. */
export function ReceiptView({ of }: { of: Receipt }) {
  return (
    <div className="y-stack">
      <div className="y-card y-stack">
        <p>
          {of.elder.name} 的申请已经登记，共 {of.cases.length} 件。可凭编号在任何窗口、电话或网上查询进度。
        </p>
        {of.cases.map((each) => (
          <div key={each.id} className="y-stack-tight">
            <h2>{each.title}</h2>
            <p className="y-big">{each.number}</p>
            <p>
              {each.dueOn === null ? (
                `受理期限：${sayNoDeadline(each.dueNote)}`
              ) : (
                <>
                  最晚 <Day on={each.dueOn} /> 前决定是否受理
                </>
              )}
            </p>
            {each.missing.length > 0 && <p>还差：{each.missing.join('、')}</p>}
            <p>
              <a href={`/w/matters/${each.district}/${each.id}`}>打开这件办件</a>
            </p>
          </div>
        ))}
      </div>
      <div className="y-row">
        {of.paper ? (
          <a className="y-button" data-kind="primary" href={of.paper} target="_blank" rel="noreferrer">
            打印回执
          </a>
        ) : (
          <Button kind="primary" onPress={() => window.print()}>
            打印回执
          </Button>
        )}
      </div>
    </div>
  )
}
