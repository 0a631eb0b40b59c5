import { createRoute, z } from '@hono/zod-openapi'
import type { Processes } from '../../engines/process/index.ts'
import { asSystem, type Tx } from '../../platform/db/index.ts'
import { type AreaApp, once, orRefuse, type Platform, principalOf, Refused } from '../../platform/http/index.ts'
import { CITIZEN_ROLES, type Principal, ROLES, type Role } from '../../platform/identity/index.ts'
import { delegationsTo, endDelegation, Intake, readDraft, readIntake, saveDraft } from '../applications/index.ts'
import { currentTree } from '../divisions/index.ts'
import { readSettings } from '../rules/index.ts'
import { applyOnline } from './apply-online.ts'
import * as contract from './contract.ts'
import { draftId, owner } from './draft-owner.ts'
import { chooseFamilyParts } from './family-choice.ts'
import { tiesOf, tieTo } from './own-persons.ts'
import { namePosts, readFamily, readPersons } from './read-family.ts'
import { refusals } from './refusals.ts'
import { body, json } from './route-parts.ts'

const Key = z.object({ district: z.string().regex(/^[0-9a-z]{1,12}$/), id: z.uuid() })
const Done = z.object({ done: z.boolean() })

/** `/api/portal/family`: E02 and P04, for elders and families who are signed in. Every call asks for the tie to the elder anew. */
export function familyRoutes(app: AreaApp, platform: Platform, processes: Processes): void {
  const own = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => asSystem(platform.db, work)
  const noteRead = (who: Principal, district: string, id: string, requestId: string) =>
    platform.reads.note({
      district,
      account: who.account,
      action: 'family.read',
      object: 'elder',
      objectId: id,
      requestId,
    })

  app.openapi(
    createRoute({
      method: 'get',
      path: '/family',
      summary: 'One card for each elder of the account',
      responses: json(contract.Family, 'Benefits, payments, cases, delegations, who looked'),
    }),
    async (c) => {
      const who = principalOf(c, ...CITIZEN_ROLES)
      const today = platform.today()
      const read = await own(async (tx) =>
        readFamily(tx, await tiesOf(tx, who.account, today), {
          today,
          account: who.account,
          keyring: platform.keyring,
          now: platform.now(),
        }),
      )
      for (const person of read) noteRead(who, person.district, person.id, c.get('requestId'))
      const tree = await currentTree(platform.db, platform.now().getTime())
      const persons = await namePosts(platform.db, read, (role, division) => {
        const post = ROLES[role as Role] ?? '工作人员'
        return division === null || CITIZEN_ROLES.includes(role as Role)
          ? post
          : `${tree.get(division)?.name ?? ''} · ${post}`
      })
      return c.json({ persons }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/family/persons',
      summary: 'For whom the account may apply',
      responses: json(contract.Persons, 'The elders of the account'),
    }),
    async (c) => {
      const who = principalOf(c, ...CITIZEN_ROLES)
      const today = platform.today()
      const persons = await own(async (tx) => readPersons(tx, await tiesOf(tx, who.account, today), today))
      return c.json({ persons }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/family/persons/{district}/{id}/intake',
      summary: 'What can be applied for, what is known already and what would be missing',
      request: { params: Key },
      responses: json(Intake, 'Every scheme with its standing'),
    }),
    async (c) => {
      const who = principalOf(c, ...CITIZEN_ROLES)
      const ref = c.req.valid('param')
      const today = platform.today()
      const seen = await own(async (tx) => {
        const tie = orRefuse(await tieTo(tx, who.account, ref, today))
        const intake = orRefuse(await readIntake(tx, ref, today, await readSettings(tx)))
        const own = intake.delegations.filter((each) => tie.as === 'elder' || each.id === tie.delegation)
        return { ...intake, delegations: own }
      })
      noteRead(who, ref.district, ref.id, c.get('requestId'))
      return c.json(seen, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/family/applications',
      summary: 'Apply for one or several benefits with one form',
      request: body(contract.ApplyOnline),
      responses: json(contract.OnlineReceipt, 'Numbers, and the code that opens them'),
    }),
    async (c) => {
      const who = principalOf(c, ...CITIZEN_ROLES)
      const sent = c.req.valid('json')
      const call = { account: who.account, route: 'portal.apply', key: c.req.header('idempotency-key'), body: sent }
      const receipt = await own(async (tx) => {
        const tie = orRefuse(await tieTo(tx, who.account, sent.elder, platform.today()))
        return once(tx, call, async () =>
          applyOnline(
            tx,
            platform,
            { tie, schemes: sent.schemes, unclear: sent.unclear, papers: sent.papers },
            { account: who.account, processes, settings: await readSettings(tx), requestId: c.get('requestId') },
          ),
        )
      })
      return c.json(receipt, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/family/persons/{district}/{id}/draft',
      summary: 'What was filled in so far',
      request: { params: Key },
      responses: json(contract.KeptDraft, 'The draft, or null'),
    }),
    async (c) => {
      const who = principalOf(c, ...CITIZEN_ROLES)
      const ref = c.req.valid('param')
      const read = await own(async (tx) => {
        orRefuse(await tieTo(tx, who.account, ref, platform.today()))
        return readDraft(tx, draftId(who.account, ref), owner(platform, who.account))
      })
      const draft = read.ok ? contract.Draft.safeParse(read.value.content) : undefined
      return c.json(
        draft?.success && read.ok ? { draft: draft.data, savedAt: read.value.savedAt } : { draft: null, savedAt: null },
        200,
      )
    },
  )
  app.openapi(
    createRoute({
      method: 'put',
      path: '/family/persons/{district}/{id}/draft',
      summary: 'Save what was filled in so far',
      request: { params: Key, ...body(contract.Draft) },
      responses: json(Done, 'Saved'),
    }),
    async (c) => {
      const who = principalOf(c, ...CITIZEN_ROLES)
      const ref = c.req.valid('param')
      const content = c.req.valid('json')
      await own(async (tx) => {
        orRefuse(await tieTo(tx, who.account, ref, platform.today()))
        const draft = { id: draftId(who.account, ref), title: '在线申请', content }
        orRefuse(await saveDraft(tx, draft, owner(platform, who.account)))
      })
      return c.json({ done: true }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/family/persons/{district}/{id}/parts',
      summary: 'What the elder lets the family see: the elder alone decides',
      request: { params: Key, ...body(contract.ChooseOwnParts) },
      responses: json(Done, 'Kept'),
    }),
    async (c) => {
      const who = principalOf(c, ...CITIZEN_ROLES)
      const { parts } = c.req.valid('json')
      const by = { account: who.account, requestId: c.get('requestId') }
      await own(async (tx) => {
        const tie = orRefuse(await tieTo(tx, who.account, c.req.valid('param'), platform.today()))
        if (tie.as !== 'elder') throw new Refused(refusals.elderDecides())
        await chooseFamilyParts(tx, tie, { parts, how: 'self' }, by)
      })
      return c.json({ done: true }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/family/persons/{district}/{id}/delegations/{delegation}/end',
      summary: 'End a delegation before its day: the elder any, a family member their own',
      request: { params: Key.extend({ delegation: z.uuid() }) },
      responses: json(Done, 'Ended'),
    }),
    async (c) => {
      const who = principalOf(c, ...CITIZEN_ROLES)
      const { delegation, ...ref } = c.req.valid('param')
      const done = await own(async (tx) => {
        const tie = orRefuse(await tieTo(tx, who.account, ref, platform.today()))
        // Renewed before its day there are two of them, and either may be ended.
        const own = await delegationsTo(tx, who.account, platform.today())
        if (tie.as === 'family' && !own.some((each) => each.id === delegation)) throw new Refused(refusals.notYours())
        return endDelegation(tx, ref, delegation, { account: who.account, requestId: c.get('requestId') })
      })
      if (!done) throw new Refused(refusals.accessGone())
      return c.json({ done }, 200)
    },
  )
}
