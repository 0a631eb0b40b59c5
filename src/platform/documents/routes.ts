import { Readable } from 'node:stream'
import { asSystem, inScope } from '../db/index.ts'
import { type Area, areaApp, commonRefusals, type Platform, principalOf, Refused } from '../http/index.ts'
import { findGuarded } from '../identity/index.ts'
import { isCheckCode } from './check-code.ts'
import { paperRoutes } from './contract.ts'
import { paperKinds } from './kinds.ts'
import { PaperBusy, PaperNotDrawn } from './paper-desk.ts'
import { readNumber } from './paper-number.ts'
import { findPaper, listPapers } from './queries.ts'
import { refusals } from './refusals.ts'
import { renderPaper } from './render-paper.ts'

/** `/api/papers`: papers about a thing, one as PDF, and the check that is open to everybody. */
export const papersArea: Area = { name: 'papers', routes }

function routes(platform: Platform) {
  const app = areaApp()

  app.openapi(paperRoutes.list, async (c) => {
    const { scope } = principalOf(c)
    const { object, objectId } = c.req.valid('query')
    const papers = await inScope(platform.db, scope, (tx) => listPapers(tx, object, objectId))
    return c.json({ papers: papers.map((paper) => ({ ...paper, name: paperKinds[paper.kind].name })) }, 200)
  })

  app.openapi(paperRoutes.check, async (c) => {
    const { number: typed, code } = c.req.valid('json')
    const number = readNumber(typed)
    if (number === undefined) throw new Refused(refusals.notThisPaper())
    const { YIYANG_LOCKOUT_ATTEMPTS: attempts, YIYANG_LOCKOUT_MINUTES: minutes } = platform.config
    // One answer for a wrong number and a wrong code: who has no paper learns nothing about which exist, and does not get to guess.
    const paper = await findGuarded(platform.db, `paper:${number}`, { attempts, minutes }, async () => {
      const found = await asSystem(platform.db, (tx) => findPaper(tx, number))
      return found !== undefined && isCheckCode(code, found.checkCode) ? found : undefined
    })
    if (paper === 'locked') throw new Refused(refusals.locked(minutes))
    if (paper === undefined) throw new Refused(refusals.notThisPaper())
    const reader = c.get('principal')
    const seen =
      reader === undefined ? undefined : await inScope(platform.db, reader.scope, (tx) => findPaper(tx, paper.number))
    const { office, issuedOn, state } = paper
    const name = paperKinds[paper.kind].name
    return c.json({ number: paper.number, name, office, issuedOn, state, href: seen?.href ?? null }, 200)
  })

  app.openapi(paperRoutes.pdf, async (c) => {
    const { account, scope } = principalOf(c)
    const number = readNumber(c.req.valid('param').number)
    const rendered = number === undefined ? undefined : await renderPaper(platform, scope, number).catch(refuse)
    if (rendered === undefined) throw new Refused(commonRefusals.notFound())
    platform.reads.note({
      account,
      district: rendered.paper.district,
      action: 'paper.print',
      object: 'paper',
      objectId: rendered.paper.number,
      requestId: c.get('requestId'),
    })
    // The answer is the PDF itself; the contract describes it as text because JSON schema knows no bytes.
    return new Response(Readable.toWeb(rendered.content) as ReadableStream, {
      headers: {
        'content-type': 'application/pdf',
        'content-length': String(rendered.size),
        'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(rendered.fileName)}`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    }) as never
  })
  return app
}

function refuse(error: unknown): never {
  if (error instanceof PaperBusy) throw new Refused(refusals.busy())
  if (error instanceof PaperNotDrawn) throw new Refused(refusals.cannotDraw())
  throw error
}
