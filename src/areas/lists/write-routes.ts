import { createRoute, type z } from '@hono/zod-openapi'
import {
  addEntry,
  changeEntry,
  type Entry,
  type List,
  readHistory,
  readValues,
  registerRefusals,
} from '../../engines/register/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { elevated, inScope, type Tx } from '../../platform/db/index.ts'
import {
  type AreaApp,
  commonRefusals,
  once,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
} from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { currentTree } from '../divisions/index.ts'
import * as contract from './contract.ts'
import { linkEntry } from './links.ts'
import { answer, EntryParam, ListParam, listOf } from './route-parts.ts'
import { mayWriteAt } from './views.ts'

const body = <T extends z.ZodType>(schema: T) => ({
  body: { content: { 'application/json': { schema } }, required: true as const },
})

/** Adding, changing and ending an entry: checked by the list's declaration, in the place where the caller may write, once, with an audit entry. */
export function writeRoutes(app: AreaApp, platform: Platform): void {
  /** A write once, after the caller has seen what is written to: the last step is the system's. */
  const write = <T>(
    who: Principal,
    call: { route: string; key: string | undefined; body: unknown },
    work: (tx: Tx) => Promise<T>,
  ) => inScope(platform.db, who.scope, (tx) => once(tx, { ...call, account: who.account }, () => work(tx)))

  const entryFrom = async (
    tx: Tx,
    who: Principal,
    list: List,
    typed: contract.NewEntry,
  ): Promise<Entry & { district: string }> => {
    const tree = await currentTree(platform.db, platform.now().getTime())
    const linked = orRefuse(await linkEntry(tx, list, tree, platform.today(), typed))
    if (!mayWriteAt(who, list, linked)) throw new Refused(commonRefusals.notAllowed())
    const read = readValues(list, typed.values)
    if (!read.ok) throw new Refused(registerRefusals.invalid(read.faults))
    return { ...linked, name: typed.name, values: read.values }
  }

  /** The entry must be in the caller's sight, and its place one where the caller writes. */
  const needSight = async (tx: Tx, who: Principal, list: List, key: { district: string; entry: string }) => {
    const latest = (await readHistory(tx, list, key)).find((row) => row.supersededAt === null)
    if (latest === undefined) throw new Refused(registerRefusals.notFound(list))
    if (!mayWriteAt(who, list, latest)) throw new Refused(commonRefusals.notAllowed())
  }
  const writer = (c: Parameters<typeof principalOf>[0], list: List) => principalOf(c, ...list.write)

  app.openapi(
    createRoute({
      method: 'post',
      path: '/{list}',
      summary: 'Add an entry',
      request: { params: ListParam, ...body(contract.NewEntry) },
      responses: answer(contract.addEntry.response, 'The entry'),
    }),
    async (c) => {
      const list = listOf(c.req.valid('param').list)
      const who = writer(c, list)
      const typed = c.req.valid('json')
      const call = { route: `lists.${list.id}.add`, key: c.req.header('idempotency-key'), body: typed }
      const made = await write(who, call, async (tx) => {
        const entry = await entryFrom(tx, who, list, typed)
        const hand = { account: who.account, source: typed.source, requestId: c.get('requestId') }
        const id = await elevated(tx, () => addEntry(tx, list, entry, typed.from as Day, hand))
        return { entry: id, district: entry.district }
      })
      return c.json(made, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{list}/{district}/{id}/changes',
      summary: 'Let an entry hold otherwise from a day on',
      request: { params: EntryParam, ...body(contract.ChangedEntry) },
      responses: answer(contract.Done, 'Whether anything differs'),
    }),
    async (c) => {
      const { list: name, district, id } = c.req.valid('param')
      const list = listOf(name)
      const who = writer(c, list)
      const typed = c.req.valid('json')
      const call = { route: `lists.${list.id}.change`, key: c.req.header('idempotency-key'), body: { ...typed, id } }
      const done = await write(who, call, async (tx) => {
        const key = { district, entry: id }
        await needSight(tx, who, list, key)
        const { district: now, ...holds } = await entryFrom(tx, who, list, typed)
        // An entry never changes its district: there it is another entry of other people.
        if (now !== district) throw new Refused(commonRefusals.notAllowed())
        const hand = { account: who.account, source: typed.source, requestId: c.get('requestId') }
        const change = { from: typed.from as Day, holds, expected: typed.expected }
        return { changed: orRefuse(await elevated(tx, () => changeEntry(tx, list, key, change, hand))) }
      })
      return c.json(done, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{list}/{district}/{id}/end',
      summary: 'End an entry on a day; what it said before stays',
      request: { params: EntryParam, ...body(contract.EndedEntry) },
      responses: answer(contract.Done, 'Ended'),
    }),
    async (c) => {
      const { list: name, district, id } = c.req.valid('param')
      const list = listOf(name)
      const who = writer(c, list)
      const typed = c.req.valid('json')
      const call = { route: `lists.${list.id}.end`, key: c.req.header('idempotency-key'), body: { ...typed, id } }
      const done = await write(who, call, async (tx) => {
        const key = { district, entry: id }
        await needSight(tx, who, list, key)
        const hand = { account: who.account, source: typed.source, requestId: c.get('requestId') }
        const change = { from: typed.from as Day, holds: null, expected: typed.expected }
        return { changed: orRefuse(await elevated(tx, () => changeEntry(tx, list, key, change, hand))) }
      })
      return c.json(done, 200)
    },
  )
}
