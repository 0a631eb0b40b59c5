import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { elevated, inScope, newId, type Scope, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { openFile, type StoredFile } from '../../platform/files/index.ts'
import { once, Refused } from '../../platform/http/index.ts'
import type { ElderFilter } from './contract.ts'
import { type AskExport, EXPORT_LIMIT, type ExportView } from './export-contract.ts'
import { countElders, type Surroundings } from './list-elders.ts'
import { reachOfScope } from './places.ts'
import { refusals } from './refusals.ts'
import { EXPORT_PURPOSES, PURPOSES_WITH_NUMBERS } from './words.ts'

/** The kind of the job that writes a released list. */
export const EXPORT_JOB = 'elders.export'
export type ExportJob = { export: string }

export type ExportRow = {
  district: string
  id: string
  account: string
  accountName: string
  districts: string[]
  scope: Scope
  filter: ElderFilter
  format: 'xlsx' | 'csv'
  numbers: 'masked' | 'full'
  purposeKind: keyof typeof EXPORT_PURPOSES
  purpose: string
  state: 'requested' | 'released' | 'refused' | 'done'
  requestedAt: string
  decidedBy: string | null
  decidedAt: string | null
  note: string | null
  people: number | null
  files: { id: string; name: string; people: number }[]
  expiresAt: string | null
  isOver: boolean
}

const columns = sql`district, id::text, account, account_name as "accountName", districts, scope, filter, format, numbers,
  purpose_kind as "purposeKind", purpose, state, requested_at::text as "requestedAt", decided_by as "decidedBy",
  decided_at::text as "decidedAt", note, people, files, expires_at::text as "expiresAt",
  coalesce(expires_at < clock_timestamp(), false) as "isOver"`

/**
 * Asks for a list. A short one with masked numbers needs nobody else (`direct`); a long one, or one with numbers in full, waits for
 * somebody who answers for every district that it reaches.
 */
export async function askExport(
  around: Surroundings,
  given: AskExport,
  key: string | undefined,
): Promise<{ way: 'direct' | 'requested'; id: string | null }> {
  const { platform, principal } = around
  const { filter, numbers, purposeKind } = given
  if (numbers === 'full' && !PURPOSES_WITH_NUMBERS.includes(purposeKind)) throw new Refused(refusals.exportNumbers())
  return inScope(platform.db, principal.scope, async (tx) => {
    const { count, exact } = await countElders(tx, around, filter, EXPORT_LIMIT)
    if (count === 0) throw new Refused(refusals.exportEmpty())
    if (exact && numbers === 'masked') return { way: 'direct' as const, id: null }
    if (filter.q !== undefined && filter.q !== '') throw new Refused(refusals.exportSearched())
    return once(tx, { account: principal.account, route: 'elders.exports', key, body: given }, async () => {
      const id = newId()
      const { scope } = principal
      const reach = reachOfScope(scope)
      const district = reach.districts[0] ?? ''
      await sql`
        insert into elders.export (district, id, account, account_name, districts, townships, villages, scope, filter, format, numbers,
          purpose_kind, purpose)
        values (${district}, ${id}, ${principal.account}, ${principal.name}, ${reach.districts}::text[], ${[...scope.townships]}::text[],
          ${[...scope.villages]}::text[], ${JSON.stringify(scope)}::jsonb, ${JSON.stringify(filter)}::jsonb, ${given.format}, ${numbers},
          ${purposeKind}, ${given.purpose})`.execute(tx)
      await record(tx, {
        district,
        account: principal.account,
        action: 'elder.askExport',
        object: 'export',
        objectId: id,
        purpose: `${EXPORT_PURPOSES[purposeKind]}：${given.purpose}`,
        after: { conditions: filter, numbers, format: given.format },
      })
      await announceChange(tx, { kind: 'elder', id, version: 1, district })
      return { way: 'requested' as const, id }
    })
  })
}

/** Exports of one's own, and those that one may release; newest first. */
export async function listExports(tx: Tx, around: Surroundings): Promise<ExportView[]> {
  const { rows } = await sql<ExportRow>`
    select ${columns} from elders.export where district = any (${reachOfScope(around.principal.scope).districts}::text[])
     order by requested_at desc limit 100`.execute(tx)
  return rows.map((row) => viewOf(row, around))
}

/** Releases a list for its job, or refuses it with a reason. Never by whoever asked, and only by who answers for its whole reach. */
export async function decideExport(
  around: Surroundings,
  id: string,
  decision: 'released' | 'refused',
  note: string,
): Promise<ExportView> {
  const { platform, principal } = around
  return inScope(platform.db, principal.scope, async (tx) => {
    const asked = await findExport(tx, id, true)
    if (asked === undefined) throw new Refused(refusals.notFound())
    if (asked.account === principal.account) throw new Refused(refusals.exportSelf())
    if (!answersFor(principal.scope, asked)) throw new Refused(refusals.exportReach())
    if (asked.state !== 'requested') throw new Refused(refusals.exportState())
    await sql`
      update elders.export set state = ${decision}, decided_by = ${principal.account}, decided_at = clock_timestamp(), note = ${note}
       where district = ${asked.district} and id = ${id}::uuid`.execute(tx)
    await record(tx, {
      district: asked.district,
      account: principal.account,
      action: decision === 'released' ? 'elder.releaseExport' : 'elder.refuseExport',
      object: 'export',
      objectId: id,
      after: { note, for: asked.account },
    })
    await announceChange(tx, { kind: 'elder', id, version: 2, account: asked.account })
    if (decision === 'released')
      // The job belongs to whoever asked, so that they see it in their tray; only the system may order it for them.
      await elevated(tx, () =>
        platform.jobs.enqueue(tx, {
          kind: EXPORT_JOB,
          data: { export: id } satisfies ExportJob,
          account: asked.account,
          title: '导出老人名单',
          district: asked.district,
          key: id,
        }),
      )
    const row = await findExport(tx, id)
    return viewOf(row ?? asked, around)
  })
}

/** One file of a finished list, for whoever asked, until it expires; each download is an entry in the audit. */
export async function downloadExport(
  around: Surroundings,
  id: string,
  part: number,
): Promise<{ file: StoredFile; content: Readable }> {
  const { platform, principal } = around
  return inScope(platform.db, principal.scope, async (tx) => {
    const row = await findExport(tx, id)
    if (row === undefined) throw new Refused(refusals.notFound())
    if (row.account !== principal.account) throw new Refused(refusals.exportNotYours())
    if (row.isOver) throw new Refused(refusals.exportOver())
    const wanted = row.files[part - 1]
    if (row.state !== 'done' || wanted === undefined) throw new Refused(refusals.exportNotReady())
    const store = { store: platform.files, keyring: platform.keyring }
    const found = await elevated(tx, () => openFile(tx, store, wanted.id))
    if (found === undefined) throw new Refused(refusals.exportOver())
    await record(tx, {
      district: row.district,
      account: principal.account,
      action: 'elder.downloadExport',
      object: 'export',
      objectId: id,
      purpose: `${EXPORT_PURPOSES[row.purposeKind]}：${row.purpose}`,
      after: { part, numbers: row.numbers },
    })
    return found
  })
}

export async function findExport(tx: Tx, id: string, lock = false): Promise<ExportRow | undefined> {
  const { rows } = await sql<ExportRow>`
    select ${columns} from elders.export where id = ${id}::uuid ${lock ? sql`for update` : sql``}`.execute(tx)
  return rows[0]
}

const answersFor = (scope: Scope, { districts }: ExportRow): boolean =>
  districts.every((each) => scope.districts.includes(each))

function viewOf(row: ExportRow, { principal }: Surroundings): ExportView {
  const { account, accountName, scope: _, filter, isOver, districts: __, ...rest } = row
  const mine = account === principal.account
  return {
    ...rest,
    by: accountName,
    mine,
    mayDecide: !mine && row.state === 'requested' && answersFor(principal.scope, row),
    conditions: Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, String(value)])),
    state: row.state === 'done' && isOver ? 'over' : row.state,
    files: row.files.map(({ name, people }) => ({ name, people })),
  }
}
