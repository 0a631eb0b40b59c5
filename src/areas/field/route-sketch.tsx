import type { Track } from '../visits/contract.ts'

type Spot = { lng: number; lat: number }

const SIZE = 320
const EDGE = 24

/** The houses in their order and the ways that somebody went, without a map behind them: no base map is held that may be shown offline. */
export function RouteSketch({
  start,
  stops,
  tracks,
}: {
  start: Spot | undefined
  stops: readonly (Spot | null)[]
  tracks: readonly Track[]
}) {
  const spots = [...(start ? [start] : []), ...stops.flatMap((each) => (each === null ? [] : [each]))]
  if (spots.length < 2) return null
  const [west, east] = [Math.min(...spots.map((s) => s.lng)), Math.max(...spots.map((s) => s.lng))]
  const [south, north] = [Math.min(...spots.map((s) => s.lat)), Math.max(...spots.map((s) => s.lat))]
  const squeeze = Math.cos((south * Math.PI) / 180)
  const span = Math.max((east - west) * squeeze, north - south, 1e-6)
  const at = ({ lng, lat }: Spot) => ({
    x: EDGE + (((lng - west) * squeeze) / span) * (SIZE - 2 * EDGE),
    y: SIZE - EDGE - ((lat - south) / span) * (SIZE - 2 * EDGE),
  })
  const line = (points: readonly Spot[]) =>
    points
      .map(at)
      .map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
      .join(' ')
  // Several in one house are one mark.
  const numbered = spots.map((spot, n) => ({ spot, label: start ? (n === 0 ? '起' : String(n)) : String(n + 1) }))
  const marks = [...Map.groupBy(numbered, ({ spot }) => `${spot.lng} ${spot.lat}`).values()].map((same) => ({
    spot: same[0]?.spot ?? { lng: west, lat: south },
    label: same.map((each) => each.label).join('、'),
    isStart: same.some((each) => each.label === '起'),
  }))
  return (
    <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={`${stops.length} 户的先后位置示意，按下面的顺序编号`}>
      <rect width={SIZE} height={SIZE} fill="var(--paper)" stroke="var(--line-strong)" />
      {tracks.map((track) => (
        <polyline
          key={track.id}
          points={line(track.points.map(([lng, lat]) => ({ lng, lat })))}
          fill="none"
          stroke="var(--line-strong)"
          strokeWidth="3"
        />
      ))}
      <polyline points={line(spots)} fill="none" stroke="var(--primary)" strokeWidth="2" strokeDasharray="6 5" />
      {marks.map(({ spot, label, isStart }) => {
        const { x, y } = at(spot)
        return (
          <g key={label}>
            <circle cx={x} cy={y} r="15" fill={isStart ? 'var(--ink)' : 'var(--primary)'} />
            <text x={x} y={y + 5} textAnchor="middle" fontSize="14" fill="#fff">
              {label}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
