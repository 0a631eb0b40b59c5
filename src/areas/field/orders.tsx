import type { FieldOrder } from '../assessment/contract.ts'
import type { Snapshot } from './device/session.ts'
import { itemsOf } from './use-field.tsx'

/** Assessment orders on this device; nothing where the account has none. */
export function AssessmentList({ snapshot }: { snapshot: Snapshot; today: string }) {
  const orders = itemsOf<FieldOrder>(snapshot.items, 'order')
  if (orders.length === 0) return null
  return (
    <section className="y-stack" aria-label="评估单">
      <h2>评估单 {orders.length} 份</h2>
      <ul className="y-stack">
        {orders.map((order) => (
          <li key={order.id}>
            <a className="y-house" href={`/f/assess/${order.id}`}>
              <strong>{order.person.name}</strong> {order.number}
              <span className="y-tile-note">
                {order.person.placeName} {order.person.address ?? '住址未采集'}
              </span>
              {order.waitsFor === 'confirm' && <span>等您确认</span>}
              {order.dueOn !== null && <span className="y-tile-note">{order.dueOn} 前完成</span>}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
