import { Readable } from 'node:stream'
import { createRoute, z } from '@hono/zod-openapi'
import { act, type Party, type Processes, urgeCase } from '../../engines/process/index.ts'
import { asSystem, type Tx } from '../../platform/db/index.ts'
import { codesOf, PaperBusy, PaperNotDrawn, renderPaper } from '../../platform/documents/index.ts'
import { type AreaApp, commonRefusals, orRefuse, type Platform, Refused } from '../../platform/http/index.ts'
import { handedIn, handInFile, rateCase } from '../applications/index.ts'
import { readSettings } from '../rules/index.ts'
import { codesOfCase, type OpenedForCitizen, openCase } from './case-access.ts'
import * as contract from './contract.ts'
import { readCase } from './read-case.ts'
import { refusals } from './refusals.ts'
import { body, json } from './route-parts.ts'

/** `/api/portal/progress`: P05. Every call opens the case anew, by session or by number and code; a code never stands in an address. */
export function progressRoutes(app: AreaApp, platform: Platform, processes: Processes): void {
  const read = (opened: OpenedForCitizen) =>
    asSystem(platform.db, async (tx) =>
      orRefuse(await readCase(tx, processes, opened, { today: platform.today(), settings: await readSettings(tx) })),
    )
  const byOf = ({ actor }: OpenedForCitizen, requestId: string) => ({
    account: actor.account,
    party: (actor.relations?.[0]?.as ?? 'applicant') as Party,
    today: platform.today(),
    requestId,
  })

  app.openapi(
    createRoute({
      method: 'post',
      path: '/progress',
      summary: 'Where a case is',
      request: body(contract.CaseKey),
      responses: json(contract.CaseProgress, 'The case as its applicant may see it'),
    }),
    async (c) => {
      const opened = await openCase(platform, c.get('principal'), c.req.valid('json'))
      platform.reads.note({
        district: opened.ref.district,
        account: opened.actor.account,
        action: 'portal.progress',
        object: 'process.case',
        objectId: opened.ref.id,
        requestId: c.get('requestId'),
      })
      return c.json(await read(opened), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/progress/acts',
      summary: 'Hand in what was missing, object, or withdraw',
      request: body(contract.CaseAct),
      responses: json(contract.CaseProgress, 'The case afterwards'),
    }),
    async (c) => {
      const { move, reason, ...key } = c.req.valid('json')
      const opened = await openCase(platform, c.get('principal'), key)
      if (opened.byCode && move === 'withdraw') throw new Refused(refusals.notByCode())
      await asSystem(platform.db, async (tx) =>
        orRefuse(
          await act(
            tx,
            opened.ref,
            { move, ...(reason === undefined || reason === '' ? {} : { reason }) },
            { processes, actorAt: () => opened.actor, today: platform.today(), requestId: c.get('requestId') },
          ),
        ),
      )
      return c.json(await read(opened), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/progress/urge',
      summary: 'Ask the post that has the case to hurry, once a day',
      request: body(contract.CaseKey),
      responses: json(contract.CaseProgress, 'The case afterwards'),
    }),
    async (c) => {
      const opened = await openCase(platform, c.get('principal'), c.req.valid('json'))
      const by = byOf(opened, c.get('requestId'))
      await asSystem(platform.db, async (tx) => {
        const seen = orRefuse(
          await readCase(tx, processes, opened, { today: platform.today(), settings: await readSettings(tx) }),
        )
        // Where it waits for the applicant there is nobody to press.
        if (!seen.mayUrge) throw new Refused(refusals.closed())
        orRefuse(await urgeCase(tx, opened.ref, by))
      })
      return c.json(await read(opened), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/progress/rating',
      summary: 'Rate how it was done, once it is over',
      request: body(contract.CaseRating),
      responses: json(contract.CaseProgress, 'The case afterwards'),
    }),
    async (c) => {
      const { score, words, ...key } = c.req.valid('json')
      const opened = await openCase(platform, c.get('principal'), key)
      await asSystem(platform.db, async (tx) =>
        orRefuse(await rateCase(tx, opened.ref, { score, ...(words ? { words } : {}) })),
      )
      return c.json(await read(opened), 200)
    },
  )
  /** The body is the file itself; number and code stand in headers, which no log keeps. */
  app.post('/progress/evidence', async (c) => {
    const key = { number: c.req.header('x-case-number') ?? '', code: c.req.header('x-case-code') }
    const opened = await openCase(platform, c.get('principal'), key)
    const within = <T>(work: (tx: Tx) => Promise<T>) => asSystem(platform.db, work)
    await handInFile(within, platform, opened.ref, handedIn(c), byOf(opened, c.get('requestId')))
    return c.json(await read(opened), 200)
  })
  app.openapi(
    createRoute({
      method: 'post',
      path: '/progress/paper',
      summary: 'The receipt or the decision as PDF',
      request: body(contract.CaseKey.extend({ kind: z.enum(['receipt', 'decision']) })),
      responses: { 200: { description: 'PDF', content: { 'application/pdf': { schema: z.string() } } } },
    }),
    async (c) => {
      const { kind, ...key } = c.req.valid('json')
      const opened = await openCase(platform, c.get('principal'), key)
      const { district, id } = opened.ref
      // One receipt for a form, one decision for a case.
      const papers = await asSystem(platform.db, (tx) =>
        kind === 'receipt' ? codesOfCase(tx, opened.ref) : codesOf(tx, district, 'process.case', [id]),
      )
      const number = papers.find((paper) => paper.kind === kind)?.number
      if (number === undefined) throw new Refused(refusals.paperMissing())
      // The case was shown to be theirs; the paper lies in its district.
      const scope = { account: opened.actor.account, districts: [district], townships: [], villages: [] }
      const rendered = await renderPaper(platform, scope, number).catch((error: unknown) => {
        if (error instanceof PaperBusy || error instanceof PaperNotDrawn) throw new Refused(refusals.paperMissing())
        throw error
      })
      if (rendered === undefined) throw new Refused(commonRefusals.notFound())
      return new Response(Readable.toWeb(rendered.content) as ReadableStream, {
        headers: {
          'content-type': 'application/pdf',
          'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(rendered.fileName)}`,
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        },
      }) as never
    },
  )
}
