import { type RawBuilder, sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { elevated, inScope, newId, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { once, Refused } from '../../platform/http/index.ts'
import { districtOf } from '../divisions/index.ts'
import type { RequestTransfer, TransferView } from './contract.ts'
import { announce } from './events.ts'
import { findPerson } from './find-person.ts'
import type { Surroundings } from './list-elders.ts'
import { shareDistricts } from './locks.ts'
import { moveFile } from './move-file.ts'
import { residenceOf, scopeHolds } from './places.ts'
import { refusals } from './refusals.ts'
import { tidyNumber } from './resident-id.ts'
import { setFacts, settlePlaces } from './set-facts.ts'

type TransferRow = Omit<TransferView, 'from' | 'to' | 'elderName' | 'mayDecide' | 'elderId' | 'mine'> & {
  district: string
  elderId: string
  fromTownship: string
  toTownship: string
  toVillage: string | null
  requestedBy: string
  movedOn: Day
}

const columns = sql`district, id::text, elder_id::text as "elderId", from_township as "fromTownship", to_township as "toTownship",
  to_village as "toVillage", moved_on as "movedOn", reason, state, requested_by as "requestedBy", requested_at::text as "requestedAt",
  decided_at::text as "decidedAt", note`

/**
 * The receiving side asks for a file that it cannot see: it knows the number on the paper, and learns only which township keeps
 * the file. Nothing moves until that side confirms.
 */
export async function requestTransfer(
  around: Surroundings,
  given: RequestTransfer,
  key: string | undefined,
): Promise<TransferView> {
  const { platform, tree, principal } = around
  const today = platform.today()
  if (given.movedOn > today) throw new Refused(refusals.dayAhead('movedOn'))
  const place = residenceOf(tree, given.village, today)
  if (place === undefined) throw new Refused(refusals.divisionUnknown('village'))
  if (!scopeHolds(principal.scope, place)) throw new Refused(refusals.divisionOutside('village'))
  const blind = platform.keyring.blindIndex('id', tidyNumber(given.idNumber))
  return inScope(platform.db, principal.scope, (tx) =>
    once(
      tx,
      {
        account: principal.account,
        route: 'elders.transfers',
        key,
        body: { ...given, idNumber: blind.toString('hex') },
      },
      async () => {
        const holder = await elevated(tx, async () => {
          const { rows } = await sql<{ district: string; elder_id: string; township: string }>`
          select district, elder_id::text, township from elders.identity where id_blind = ${blind}`.execute(tx)
          return rows[0]
        })
        if (holder === undefined) throw new Refused(refusals.transferUnknown())
        if (holder.township === place.township) throw new Refused(refusals.transferHere())
        const id = newId()
        const { rows } = await sql`
        insert into elders.transfer (district, id, elder_id, from_district, from_township, to_district, to_township, to_village, moved_on,
          reason, requested_by)
        values (${holder.district}, ${id}, ${holder.elder_id}::uuid, ${holder.district}, ${holder.township}, ${place.district}, ${place.township},
          ${place.village}, ${given.movedOn}::date, ${given.reason}, ${principal.account})
        on conflict do nothing returning id`.execute(tx)
        if (rows.length === 0) throw new Refused(refusals.transferOpen())
        await announce(tx, holder.district, { kind: 'elder.transferRequested', transfer: id })
        await record(tx, {
          district: place.district,
          account: principal.account,
          action: 'elder.requestTransfer',
          object: 'transfer',
          objectId: id,
          after: {
            from: holder.township,
            to: place.village ?? place.township,
            movedOn: given.movedOn,
            reason: given.reason,
          },
        })
        const row = await findTransfer(tx, id)
        if (row !== undefined) await tellPlaces(tx, row)
        if (row === undefined) throw new Error('a transfer that was just written is not there')
        return toView(row, around, undefined)
      },
    ),
  )
}

/** Confirms: the file with everything that hangs on it goes to the new place in this transaction, its history with it. */
export async function confirmTransfer(around: Surroundings, id: string, note: string): Promise<TransferView> {
  const { platform, principal } = around
  return inScope(platform.db, principal.scope, async (tx) => {
    const transfer = await decidable(tx, around, id)
    const { district, elderId } = transfer
    const to = transfer.toTownship.slice(0, 6)
    await shareDistricts(tx, [district, to])
    const locked =
      await sql`select id from elders.elder where district = ${district} and id = ${elderId}::uuid for update`.execute(
        tx,
      )
    if (locked.rows.length === 0) throw new Refused(refusals.transferState())
    const residence = transfer.toVillage ?? transfer.toTownship
    await elevated(tx, async () => {
      if (to !== district)
        await moveFile(tx, district, elderId, { township: transfer.toTownship, village: transfer.toVillage })
      await setFacts(tx, to, principal.account, [
        {
          elderId,
          kind: 'residence',
          value: [residence],
          validFrom: transfer.movedOn,
          validTo: null,
          source: { kind: 'transfer', ref: id },
        },
      ])
      await settlePlaces(tx, to, [elderId], platform.today())
      await sql`update elders.transfer set state = 'confirmed', decided_by = ${principal.account}, decided_at = statement_timestamp(), note = ${note}
        where district = ${district} and id = ${id}::uuid`.execute(tx)
    })
    await announce(tx, to, { kind: 'elder.transferred', elderId, from: transfer.fromTownship, to: transfer.toTownship })
    const entry = {
      account: principal.account,
      action: 'elder.transfer',
      object: 'elder',
      objectId: elderId,
      before: { township: transfer.fromTownship },
      after: { township: transfer.toTownship, village: transfer.toVillage, transfer: id },
    }
    await record(
      tx,
      to === district
        ? [{ ...entry, district }]
        : [
            { ...entry, district },
            { ...entry, district: to },
          ],
    )
    await tellPlaces(tx, transfer)
    const row = await findTransfer(tx, id)
    return toView(row ?? transfer, around, undefined)
  })
}

/** The keeping side refuses, or the asking side withdraws; nothing moves. */
export async function endTransfer(
  around: Surroundings,
  id: string,
  how: 'refused' | 'withdrawn',
  note: string,
): Promise<TransferView> {
  const { platform, principal } = around
  return inScope(platform.db, principal.scope, async (tx) => {
    const transfer = how === 'refused' ? await decidable(tx, around, id) : await findTransfer(tx, id, true)
    if (transfer === undefined) throw new Refused(refusals.notFound())
    if (transfer.state !== 'requested') throw new Refused(refusals.transferState())
    if (how === 'withdrawn' && transfer.requestedBy !== principal.account)
      throw new Refused(refusals.transferOtherSide())
    await sql`update elders.transfer set state = ${how}, decided_by = ${principal.account}, decided_at = statement_timestamp(), note = ${note}
      where district = ${transfer.district} and id = ${id}::uuid`.execute(tx)
    await record(tx, {
      district: transfer.district,
      account: principal.account,
      action: `elder.transfer.${how}`,
      object: 'transfer',
      objectId: id,
      after: { note },
    })
    await tellPlaces(tx, transfer)
    const row = await findTransfer(tx, id)
    return toView(row ?? transfer, around, undefined)
  })
}

/** Transfers that concern the caller's place, newest first; only the keeping side sees whose file it is. */
export async function listTransfers(
  tx: Tx,
  around: Surroundings,
  { state, elder }: { state: TransferView['state']; elder?: string | undefined },
): Promise<TransferView[]> {
  const rows = (
    await sql<TransferRow>`
      select ${columns} from elders.transfer
       where state = ${state} ${elder === undefined ? sql`` : sql`and elder_id = ${elder}::uuid`} order by requested_at desc limit 100`.execute(
      tx,
    )
  ).rows
  const people = await sql<{ id: string; name: string }>`
    select id::text, name from elders.elder
     where district = any (${[...new Set(rows.map((row) => row.district))]}::text[]) and id = any (${rows.map((row) => row.elderId)}::uuid[])`.execute(
    tx,
  )
  const names = new Map(people.rows.map(({ id, name }) => [id, name]))
  return rows.map((row) => toView(row, around, names.get(row.elderId)))
}

/** A requested transfer whose file the caller keeps; only that side decides, and never whoever asked. */
async function decidable(tx: Tx, { principal }: Surroundings, id: string): Promise<TransferRow> {
  const transfer = await findTransfer(tx, id, true)
  if (transfer === undefined) throw new Refused(refusals.notFound())
  if (transfer.state !== 'requested') throw new Refused(refusals.transferState())
  const person = await findPerson(tx, principal.scope, transfer.elderId)
  if (person === undefined || transfer.requestedBy === principal.account)
    throw new Refused(refusals.transferOtherSide())
  return transfer
}

/** Open screens of both sides read their lists again. */
async function tellPlaces(tx: Tx, { id, fromTownship, toTownship }: TransferRow): Promise<void> {
  const townships = [fromTownship, toTownship]
  for (const district of new Set(townships.map(districtOf)))
    await announceChange(tx, { kind: 'elder', id, version: 1, district, townships })
}

async function findTransfer(tx: Tx, id: string, lock = false): Promise<TransferRow | undefined> {
  const read = async (how: RawBuilder<unknown>) =>
    (await sql<TransferRow>`select ${columns} from elders.transfer where id = ${id}::uuid ${how}`.execute(tx)).rows[0]
  const found = await read(sql``)
  // A row is locked by its whole key: a sharded table locks on one node only.
  return lock && found !== undefined ? read(sql`and district = ${found.district} for update`) : found
}

function toView(row: TransferRow, { tree, principal, platform }: Surroundings, name: string | undefined): TransferView {
  const today = platform.today()
  return {
    id: row.id,
    mine: row.requestedBy === principal.account,
    elderId: name === undefined ? null : row.elderId,
    elderName: name ?? null,
    from: tree.path(row.fromTownship, today),
    to: tree.path(row.toVillage ?? row.toTownship, today),
    movedOn: row.movedOn,
    reason: row.reason,
    state: row.state,
    requestedAt: row.requestedAt,
    decidedAt: row.decidedAt,
    note: row.note,
    mayDecide: name !== undefined && row.state === 'requested' && row.requestedBy !== principal.account,
  }
}
