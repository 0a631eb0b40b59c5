import { createRoute, z } from '@hono/zod-openapi'
import { addDays, type Day } from '../../platform/clock/day.ts'
import { asSystem, inScope } from '../../platform/db/index.ts'
import {
  type AreaApp,
  areaApp,
  commonRefusals,
  once,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
} from '../../platform/http/index.ts'
import { findRule, placesByKey, readDivision, renderRule, ruleContext, sayClause } from '../../policy/index.ts'
import { approveSetting, withdrawSetting } from './approve-setting.ts'
import {
  daySchema,
  explanationSchema,
  openParameterSchema,
  proposalSchema,
  publicSettingSchema,
  settingSchema,
} from './contract.ts'
import { openParameters } from './open-parameters.ts'
import { proposeSetting } from './propose-setting.ts'
import { listSettings, readSettings } from './queries.ts'
import { refusals } from './refusals.ts'
import { ofPlace, placesOf, ROLES } from './scope.ts'
import { verificationRoutes } from './verification-routes.ts'
import { readVerifications } from './verifications.ts'

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})
const query = z.object({ division: z.string(), on: daySchema.optional() })
const id = z.object({ id: z.uuid() })

/** W25 for officers; the signed settings and the rules in words for everyone. */
export function routes(platform: Platform): AreaApp {
  const app = areaApp()

  app.openapi(
    createRoute({
      method: 'get',
      path: '/settings/public',
      request: { query: z.object({ division: z.string() }) },
      responses: { 200: json(z.array(publicSettingSchema), 'Settings in force for a place, signed by two people') },
    }),
    async (c) => {
      const division = placeOf(c.req.valid('query').division)
      const today = platform.today()
      // A reform may change what lies above a place: settings of both sides are sent, and the day decides in the browser.
      const divisions = [
        ...new Set([...placesByKey.chain(division, today), ...placesByKey.chain(division, addDays(today, -366))]),
      ]
      const settings = await asSystem(platform.db, (tx) => readSettings(tx, { divisions }))
      return c.json(
        settings.map((each) => ({ ...each, value: each.value!, until: each.until ?? null, signedBy: [] })) as z.infer<
          typeof publicSettingSchema
        >[],
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/{rule}/explanation',
      request: { params: z.object({ rule: z.string() }), query },
      responses: { 200: json(explanationSchema, 'A rule in Chinese sentences') },
    }),
    async (c) => {
      const { rule: name } = c.req.valid('param')
      const rule = findRule(name)
      if (!rule) throw new Refused(refusals.ruleUnknown(name))
      const { division, on } = c.req.valid('query')
      const [settings, verifications] = await asSystem(
        platform.db,
        async (tx) => [await readSettings(tx), await readVerifications(tx)] as const,
      )
      const { title, lines } = renderRule(
        rule,
        ruleContext({ on: (on ?? platform.today()) as Day, division: placeOf(division), settings, verifications }),
        sayClause,
      )
      return c.json({ rule: rule.id, title, lines: [...lines] }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/parameters',
      request: { query },
      responses: { 200: json(z.array(openParameterSchema), 'Open values of a district') },
    }),
    async (c) => {
      const { division, on } = c.req.valid('query')
      const scope = ofPlace(principalOf(c, ...ROLES), division)
      const [settings, verified] = await inScope(
        platform.db,
        scope,
        async (tx) => [await readSettings(tx), await readVerifications(tx)] as const,
      )
      return c.json(openParameters(division, (on ?? platform.today()) as Day, settings, verified), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/settings',
      request: { query: z.object({ division: z.string(), parameter: z.string().optional() }) },
      responses: { 200: json(z.array(settingSchema), 'Drafts and history, the newest first') },
    }),
    async (c) => {
      const { division, parameter } = c.req.valid('query')
      const scope = ofPlace(principalOf(c, ...ROLES), division)
      return c.json(await inScope(platform.db, scope, (tx) => listSettings(tx, division, parameter ?? null)), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/settings',
      request: { body: { content: { 'application/json': { schema: proposalSchema } } } },
      responses: { 200: json(z.object({ id: z.string() }), 'The draft') },
    }),
    async (c) => {
      const body = c.req.valid('json')
      const principal = principalOf(c, ...ROLES)
      const scope = ofPlace(principal, body.division)
      const call = { account: principal.account, route: 'rules.settings', key: c.req.header('idempotency-key'), body }
      const draft = await inScope(platform.db, scope, (tx) =>
        once(tx, call, async () => orRefuse(await proposeSetting(tx, principal.account, body))),
      )
      return c.json(draft, 200)
    },
  )

  for (const [verb, act] of [
    ['approve', approveSetting],
    ['withdraw', withdrawSetting],
  ] as const) {
    app.openapi(
      createRoute({
        method: 'post',
        path: `/settings/{id}/${verb}`,
        request: { params: id },
        responses: { 200: json(settingSchema, 'The setting as it stands now') },
      }),
      async (c) => {
        const principal = principalOf(c, ...ROLES)
        const decided = await inScope(platform.db, placesOf(principal), async (tx) =>
          orRefuse(await act(tx, principal.account, c.req.valid('param').id)),
        )
        return c.json(decided, 200)
      },
    )
  }
  verificationRoutes(platform, app)
  return app
}

function placeOf(text: string): string {
  const division = readDivision(text)
  if (division === undefined) throw new Refused(commonRefusals.notFound())
  return division
}
