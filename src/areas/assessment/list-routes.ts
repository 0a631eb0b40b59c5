import { createRoute } from '@hono/zod-openapi'
import { ageOn, type Day, isDay } from '../../platform/clock/day.ts'
import { inScope } from '../../platform/db/index.ts'
import { type AreaApp, commonRefusals, type Platform, principalOf, Refused } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { resolveParameter } from '../../policy/index.ts'
import { currentTree } from '../divisions/index.ts'
import { type Reach, reachOfDivision, reachOfScope } from '../elders/index.ts'
import * as contract from './contract.ts'
import { coverage, type DueCursor, type DueRow, dueList } from './coverage.ts'
import { READERS } from './posts.ts'
import { answer } from './route-parts.ts'
import { numberSetting, settingsOn } from './settings.ts'
import { LEVEL_WORDS } from './words.ts'

/** How long before its end a result is shown as ending: enough for an order, a visit and a review. */
const SOON_DAYS = 60

const routeOf = {
  coverage: createRoute({
    method: 'get',
    path: '/coverage',
    summary: 'How many of 80 and over are assessed, by place',
    request: { query: contract.CoverageQuery },
    responses: answer(contract.Coverage, 'Coverage'),
  }),
  due: createRoute({
    method: 'get',
    path: '/due',
    summary: 'Who is to be assessed',
    request: { query: contract.DueQuery },
    responses: answer(contract.DuePage, 'A page'),
  }),
}

/** The age from which everybody is to be assessed; the catalogue's, with its clause. */
const ageOnDay = (on: Day): number => {
  const value = resolveParameter('assessment-80plus-age', { on })?.value
  return typeof value === 'number' ? value : 80
}

/** Coverage and due lists of W16. */
export function listRoutes(platform: Platform, app: AreaApp): void {
  const reach = async (who: Principal, area: string | undefined) => {
    const tree = await currentTree(platform.db, platform.now().getTime())
    const within: Reach | undefined =
      area === undefined ? reachOfScope(who.scope) : reachOfDivision(tree, area, platform.today())
    if (within === undefined) throw new Refused(commonRefusals.notFound())
    return { tree, within }
  }

  app.openapi(routeOf.coverage, async (c) => {
    const who = principalOf(c, ...READERS)
    const query = c.req.valid('query')
    const on = isDay(query.on) ? query.on : platform.today()
    const { tree, within } = await reach(who, query.area)
    const by = groupOf(within)
    const { rows, validity } = await inScope(platform.db, who.scope, async (tx) => {
      const settingOf = await settingsOn(tx, within.districts[0] ?? '500000', on)
      return {
        rows: await coverage(tx, within, { on, age: ageOnDay(on), soonDays: SOON_DAYS, by }),
        validity: numberSetting(settingOf, 'assessment-validity-months'),
      }
    })
    const named = rows.map((row) => ({ ...row, name: tree.path(row.key, on).split(' / ').at(-1) ?? row.key }))
    return c.json(
      { on, age: ageOnDay(on), soonDays: SOON_DAYS, validitySet: validity !== undefined, by, rows: named },
      200,
    )
  })
  app.openapi(routeOf.due, async (c) => {
    const who = principalOf(c, ...READERS)
    const query = c.req.valid('query')
    const on = platform.today()
    const { tree, within } = await reach(who, query.area)
    const asked = { on, age: ageOnDay(on), soonDays: SOON_DAYS, why: query.why, after: readCursor(query.after) }
    const rows = await inScope(platform.db, who.scope, (tx) =>
      dueList(tx, within, { ...asked, limit: query.limit + 1 }),
    )
    const page = rows.slice(0, query.limit)
    const next = rows.length > query.limit ? cursorOf(page.at(-1)) : null
    return c.json(
      {
        rows: page.map(({ birthDate, township, village, lastLevel, ...row }) => ({
          ...row,
          age: ageOn(on, birthDate),
          placeName: tree
            .path(village ?? township, on)
            .split(' / ')
            .slice(-2)
            .join(' '),
          lastLevel: lastLevel === null ? null : (LEVEL_WORDS[lastLevel as 0] ?? null),
          order: row.order as { district: string; id: string; state: 'open' } | null,
        })),
        next,
        count: { total: page.length, capped: next !== null },
      },
      200,
    )
  })
}

/** A city is shown by district, a district by township, less by village. */
function groupOf({ districts, townships, villages }: Reach): 'district' | 'township' | 'village' {
  if (villages !== undefined) return 'village'
  if (townships !== undefined) return townships.length > 3 ? 'township' : 'village'
  return districts.length > 1 ? 'district' : 'township'
}

const cursorOf = (row: DueRow | undefined): string | null =>
  row === undefined ? null : [row.district, row.township, row.birthDate, row.elderId].join('.')

function readCursor(text: string | undefined): DueCursor | undefined {
  const [district, township, birthDate, id] = text?.split('.') ?? []
  if (district === undefined || township === undefined || !isDay(birthDate)) return undefined
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id ?? '')
    ? { district, township, birthDate, id: id ?? '' }
    : undefined
}
