import { showYuan } from '../../ui/formats.ts'

const [WIDTH, HEIGHT] = [280, 96]

/** The bank's closing balance day by day, against what must stay. The figures stand beside it as words for those who do not see it. */
export function BalanceLine({
  days,
  requiredFen,
}: {
  days: readonly { on: string; balanceFen: number }[]
  requiredFen: number | null
}) {
  const last = days.at(-1)
  const first = days[0]
  if (first === undefined || last === undefined) return <p className="y-quiet">还没有银行数据。</p>
  const most = Math.max(1, requiredFen ?? 0, ...days.map((each) => each.balanceFen))
  const x = (n: number) => (days.length === 1 ? 0 : (n * WIDTH) / (days.length - 1))
  const y = (fen: number) => HEIGHT - (Math.max(0, fen) * HEIGHT) / most
  const says = `${first.on} 至 ${last.on}，余额由 ${showYuan(first.balanceFen)} 到 ${showYuan(last.balanceFen)}${
    requiredFen === null ? '' : `，应留存 ${showYuan(requiredFen)}`
  }。`
  return (
    <figure>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={says} width="100%">
        {requiredFen !== null && (
          <line x1="0" x2={WIDTH} y1={y(requiredFen)} y2={y(requiredFen)} stroke="currentColor" strokeDasharray="4 4" />
        )}
        <polyline
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          points={days.map((each, n) => `${x(n)},${y(each.balanceFen)}`).join(' ')}
        />
      </svg>
      <figcaption className="y-meta">{says}虚线为应留存。</figcaption>
    </figure>
  )
}
