import { createRoute } from '@hono/zod-openapi'
import type { Day } from '../../platform/clock/day.ts'
import {
  type Area,
  anyoneSignedIn,
  areaApp,
  commonRefusals,
  type Platform,
  Refused,
} from '../../platform/http/index.ts'
import { ROLES } from '../../platform/identity/index.ts'
import { currentTree, type DivisionTree, shortName } from '../divisions/index.ts'
import { Session } from './contract.ts'

const route = createRoute({
  method: 'get',
  path: '/',
  summary: 'Who is signed in',
  responses: { 200: { description: 'the account', content: { 'application/json': { schema: Session } } } },
})

/** GET /api/session: 401 where nobody is signed in. */
export const session: Area = {
  name: 'session',
  routes: (platform: Platform) =>
    areaApp().openapi(route, async (c) => {
      const principal = anyoneSignedIn(c)
      const standing = await platform.identity.standingOf(principal.account)
      if (standing === undefined) throw new Refused(commonRefusals.notSignedIn())
      const tree = await currentTree(platform.db, platform.now().getTime())
      const on = platform.today()
      return c.json(
        {
          account: {
            name: principal.name,
            username: principal.account,
            roles: principal.grants.map((grant) => ({
              role: grant.role,
              label: ROLES[grant.role],
              division: grant.division ?? '',
              divisionPath: grant.division === undefined ? [] : pathNames(tree, grant.division, on),
              organisation: grant.organisation ?? null,
            })),
            secondFactor: principal.secondFactor ?? 'off',
            passwordExpiresAt: standing.passwordExpiresAt?.toISOString() ?? null,
          },
          idleMinutes: platform.identity.idleMinutes,
        },
        200,
      )
    }),
}

/** `['巴南区', '鱼洞街道', '新民街社区']`; the city itself stands alone, zones have no parents. */
export function pathNames(tree: DivisionTree, key: string, on: Day): string[] {
  const division = tree.get(key)
  if (division === undefined) return [tree.zone(key)?.name ?? key]
  const chain = [...tree.ancestors(key, on), division].filter((each) => each.level !== 'city')
  return chain.length === 0 ? [division.name] : chain.map((each) => shortName(each.name))
}
