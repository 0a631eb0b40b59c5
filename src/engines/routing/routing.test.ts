import { describe, expect, it } from 'vitest'
import { planDay } from './day-route.ts'
import { solveExactly } from './exact.ts'
import { improve } from './improve.ts'
import { Legs, surfaceMetres, walkingSpeed } from './legs.ts'
import { type RouteProblem, scheduleOf } from './problem.ts'
import { sunTimes } from './sunset.ts'

/** Always the same days: what is compared does not hang on luck. */
function smallDay(seed: number): RouteProblem {
  let state = seed >>> 0
  const random = () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
  const size = 5 + (seed % 4)
  const n = size + 1
  const spots = Array.from({ length: n }, () => [random() * 3000, random() * 3000] as const)
  // Up is slower than down: not the same in both directions.
  const time = Float64Array.from({ length: n * n }, (_, at) => {
    const [a, b] = [spots[Math.floor(at / n)] as readonly [number, number], spots[at % n] as readonly [number, number]]
    return Math.hypot(a[0] - b[0], a[1] - b[1]) * (1 + 0.3 * random())
  })
  const opens = new Float64Array(n)
  const closes = new Float64Array(n).fill(40_000)
  for (let stop = 1; stop < n; stop++)
    if (random() < 0.5) {
      opens[stop] = random() * 8000
      closes[stop] = (opens[stop] ?? 0) + 1000 + random() * 6000
    }
  closes[0] = 9000 + random() * 10_000
  const stay = new Float64Array(n).fill(600)
  stay[0] = 0
  return {
    size,
    time,
    cost: time,
    stay,
    opens,
    closes,
    load: new Float64Array(n),
    capacity: 1,
    weight: new Float64Array(n).fill(1e6),
    routes: 1,
  }
}

describe('the order of stops', () => {
  it('is the exact optimum on 150 small days with hours and darkness, and never breaks either', () => {
    const gaps: number[] = []
    let withLeftOut = 0
    for (let seed = 1; seed <= 150; seed++) {
      const problem = smallDay(seed)
      const best = solveExactly(problem)
      const found = improve(problem, { rounds: 1500 })
      expect(found.leftOut.length, `day ${seed}`).toBe(best.leftOut.length)
      for (const route of found.routes) expect(scheduleOf(problem, route), `day ${seed}`).toBeDefined()
      const served = [...found.routes.flat(), ...found.leftOut].sort((a, b) => a - b)
      expect(served).toEqual(Array.from({ length: problem.size }, (_, at) => at + 1))
      gaps.push(found.cost / Math.max(1, best.cost) - 1)
      if (best.leftOut.length > 0) withLeftOut++
    }
    expect(withLeftOut).toBeGreaterThan(20)
    expect(Math.max(...gaps)).toBeLessThan(0.005)
    expect(gaps.filter((gap) => gap > 1e-9).length).toBeLessThanOrEqual(2)
  })

  it('is the same for the same day and seed', () => {
    const problem = smallDay(77)
    expect(improve(problem, { rounds: 500 })).toEqual(improve(problem, { rounds: 500 }))
  })

  it('with several routes carries no more than fits, and serves everybody', () => {
    const day = smallDay(4)
    const problem = {
      ...day,
      load: new Float64Array(day.size + 1).fill(1),
      capacity: 2,
      routes: day.size,
      closes: new Float64Array(day.size + 1).fill(1e6),
    }
    const { routes, leftOut } = improve(problem, { rounds: 500, fleetShare: 0.3 })
    expect(leftOut).toEqual([])
    expect(routes.every((route) => route.length <= 2)).toBe(true)
    expect(routes).toHaveLength(Math.ceil(problem.size / 2))
  })
})

describe('a leg', () => {
  const a = { lng: 106.7, lat: 29.4, height: 300 }
  const b = { lng: 106.71, lat: 29.4, height: 400 }
  it('rests on a track where somebody went, on a road where a network is loaded, else on the straight line, and says so', () => {
    const track = {
      id: 't',
      way: 'walk' as const,
      points: [
        [106.7, 29.4, 300],
        [106.705, 29.405, 380],
        [106.71, 29.4, 400],
      ] as const,
    }
    const roads = () => ({ seconds: 100, metres: 900 })
    const legs = new Legs({ tracks: [track], roads })
    const near = legs.near([a, b])
    const by = legs.between(
      a,
      b,
      'walk',
      near.map((of) => [of[0], of[1]] as const),
    )
    expect(by).toMatchObject({ by: 'track', track: 't', climb: 100 })
    expect(by.metres).toBeGreaterThan(surfaceMetres(a, b))
    expect(legs.between(a, b, 'walk')).toMatchObject({ by: 'road', seconds: 100 })
    expect(new Legs().between(a, b, 'walk')).toMatchObject({ by: 'straight', climb: 100 })
    expect(new Legs().between({ lng: 106.7, lat: 29.4 }, b, 'walk')).toMatchObject({ by: 'straight', climb: null })
  })
  it('takes longer uphill than down, and is fastest on a gentle descent (Tobler)', () => {
    const up = new Legs().between(a, b, 'walk').seconds
    expect(up).toBeGreaterThan(new Legs().between(b, a, 'walk').seconds)
    expect(walkingSpeed(-0.05) * 3.6).toBeCloseTo(6, 6)
    expect(walkingSpeed(0) * 3.6).toBeCloseTo(5.037, 3)
  })
})

describe('a day', () => {
  const start = { lng: 106.7, lat: 29.4 }
  const stops = Array.from({ length: 5 }, (_, at) => ({
    id: `s${at}`,
    lng: 106.7 + 0.004 * (at + 1),
    lat: 29.4,
    stay: 1200,
  }))
  const nine = 9 * 3600

  it('ends before the sun sets: what cannot be reached is named, the most pressing is not', () => {
    const whole = planDay({ on: '2026-12-21', start, leaveAt: nine, stops, way: 'walk' })
    expect(whole).toMatchObject({ exact: true, leftOut: [], legsBy: { straight: 6, track: 0, road: 0 } })
    expect(whole.back).toBeLessThan(whole.sunset ?? 0)
    const late = planDay({
      on: '2026-12-21',
      start,
      leaveAt: 16.5 * 3600,
      way: 'walk',
      stops: stops.map((stop, at) => ({ ...stop, priority: at === 4 ? 9 : 1 })),
    })
    expect(late.leftOut.length).toBeGreaterThan(0)
    expect(late.leftOut).not.toContain('s4')
    expect(late.back).toBeLessThanOrEqual(late.sunset ?? 0)
  })

  it('keeps the hours at which people are at home', () => {
    const noon = planDay({
      on: '2026-06-21',
      start,
      leaveAt: nine,
      way: 'walk',
      stops: stops.map((stop, at) => (at === 0 ? { ...stop, opens: 12 * 3600 } : stop)),
    })
    const first = noon.stops.find((each) => each.id === 's0')
    expect(first?.begins).toBeGreaterThanOrEqual(12 * 3600)
    expect(noon.leftOut).toEqual([])
  })

  it('of forty stops leaves nobody out who can be reached', () => {
    const many = Array.from({ length: 40 }, (_, at) => ({
      id: `m${at}`,
      lng: 106.7 + 0.001 * (at % 7),
      lat: 29.4 + 0.001 * Math.floor(at / 7),
      stay: 300,
    }))
    const route = planDay({ on: '2026-06-21', start, leaveAt: nine, stops: many, way: 'walk' })
    expect(route.leftOut).toEqual([])
    expect(new Set(route.stops.map((each) => each.id)).size).toBe(40)
  })
})

describe('sunset', () => {
  const chongqing = { lng: 106.55, lat: 29.56 }
  const length = (on: string, at: { lng: number; lat: number }) => {
    const sun = sunTimes(on, at)
    return sun === undefined ? undefined : (sun.set.getTime() - sun.rise.getTime()) / 60_000
  }
  it('gives day and night the lengths that geometry asks for', () => {
    // At the equator the day is 12 hours and some seven minutes of refraction and disc, all the year.
    for (const on of ['2026-03-20', '2026-06-21', '2026-09-23', '2026-12-21']) {
      expect(length(on, { lng: 0, lat: 0 })).toBeGreaterThan(12 * 60 + 5)
      expect(length(on, { lng: 0, lat: 0 })).toBeLessThan(12 * 60 + 9)
    }
    expect(length('2026-06-21', chongqing)).toBeGreaterThan(length('2026-03-20', chongqing) ?? 0)
    expect(length('2026-12-21', chongqing)).toBeLessThan(length('2026-03-20', chongqing) ?? 0)
    expect(sunTimes('2026-06-21', { lng: 20, lat: 80 })).toBeUndefined()
  })
  it('falls on the calendar day of the place: about eight in the evening in June, about six in December', () => {
    const hour = (on: string) => (sunTimes(on, chongqing)?.set.getTime() ?? 0) - Date.parse(`${on}T00:00:00+08:00`)
    expect(hour('2026-06-21') / 3_600_000).toBeGreaterThan(19.8)
    expect(hour('2026-06-21') / 3_600_000).toBeLessThan(20.1)
    expect(hour('2026-12-21') / 3_600_000).toBeGreaterThan(17.8)
    expect(hour('2026-12-21') / 3_600_000).toBeLessThan(18.1)
  })
})
