import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { addMonths, type Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { ok, type Refusal, type Result, refuse } from '../../platform/http/index.ts'
import type { Clawback, ClawbackAct } from './contract.ts'
import type { Signer } from './corrections.ts'
import { readMostInstalments } from './payment-settings.ts'
import { type ClawbackMoney, fundKeyIn, postReceipt, postWaiver } from './post-to-ledger.ts'
import { refusals } from './refusals.ts'
import { CLAWBACK_WORDS } from './words.ts'

type State = Clawback['state']

/**
 * The life of a case, declared once: from the notice over a plan to the last instalment, or to a waiver that two people sign. Hardship puts the day off;
 * talk is noted in any open state.
 */
const MOVES: Readonly<Record<ClawbackAct['kind'], { from: readonly State[]; to?: State }>> = {
  notice: { from: ['opened'], to: 'noticed' },
  talk: { from: ['opened', 'noticed', 'planned', 'deferred', 'waiverProposed'] },
  plan: { from: ['noticed', 'planned', 'deferred'], to: 'planned' },
  receipt: { from: ['noticed', 'planned', 'deferred'] },
  defer: { from: ['noticed', 'planned'], to: 'deferred' },
  // Before the notice too: where nothing is to be pursued (不追), nobody has to be written to first. Two people sign either way.
  proposeWaiver: { from: ['opened', 'noticed', 'planned', 'deferred'], to: 'waiverProposed' },
  refuseWaiver: { from: ['waiverProposed'], to: 'planned' },
  waive: { from: ['waiverProposed'], to: 'waived' },
  close: { from: ['noticed', 'planned', 'deferred'], to: 'closed' },
}

/** Acts that are possible in a state, for the screen. */
export const actsIn = (state: State): ClawbackAct['kind'][] =>
  (Object.keys(MOVES) as ClawbackAct['kind'][]).filter((kind) => MOVES[kind].from.includes(state))

type Row = {
  district: string
  elder: string
  township: string
  village: string | null
  runId: string
  amountFen: number
  repaidFen: number
  waivedFen: number
  state: State
  proposedBy: string | null
  version: number
}

/** Takes one step of a case, with its line in the case's log and its posting. As the system role: the caller has checked the scope. */
export async function actOnClawback(
  tx: Tx,
  id: string,
  act: ClawbackAct,
  by: Signer,
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql<Row>`
    select district, elder_id::text as elder, township, village, run_id::text as "runId", amount_fen as "amountFen", repaid_fen as "repaidFen",
           waived_fen as "waivedFen", state, proposed_by as "proposedBy", version
      from payments.clawback where id = ${id}::uuid for update`.execute(tx)
  const found = rows[0]
  if (found === undefined) return refuse(refusals.clawbackUnknown())
  const move = MOVES[act.kind]
  if (!move.from.includes(found.state)) return refuse(refusals.clawbackState(CLAWBACK_WORDS[found.state]))
  const left = found.amountFen - found.repaidFen - found.waivedFen
  const problem = await problemWith(tx, found, act, left, by)
  if (problem !== undefined) return refuse(problem)
  const entry = newId()
  const fen = act.kind === 'receipt' ? act.amountFen : act.kind === 'waive' ? left : null
  const done = act.kind === 'receipt' && act.amountFen === left
  const back = act.kind === 'refuseWaiver' && !(await wasNoticed(tx, found.district, id))
  const state = done ? 'closed' : back ? 'opened' : (move.to ?? found.state)
  await sql`
    insert into payments.clawback_entry (district, id, clawback_id, township, village, kind, on_day, amount_fen, words, account)
    values (${found.district}, ${entry}::uuid, ${id}::uuid, ${found.township}, ${found.village}, ${act.kind}, ${act.on}::date, ${fen}, ${act.words}, ${by.account})`.execute(
    tx,
  )
  await sql`
    update payments.clawback
       set state = ${state}, version = version + 1, repaid_fen = repaid_fen + ${act.kind === 'receipt' ? act.amountFen : 0},
           waived_fen = waived_fen + ${act.kind === 'waive' ? left : 0},
           instalments = ${act.kind === 'plan' ? act.instalments : sql`instalments`},
           due_on = ${act.kind === 'defer' ? sql`${act.until}::date` : act.kind === 'plan' ? sql`${addMonths(act.on as Day, 1)}::date` : sql`due_on`},
           proposed_by = ${act.kind === 'proposeWaiver' ? by.account : sql`proposed_by`},
           closed_at = case when ${state} in ('closed', 'waived') then clock_timestamp() end
     where district = ${found.district} and id = ${id}::uuid`.execute(tx)
  const money: ClawbackMoney = { district: found.district, id, elder: found.elder, by: by.account, day: by.today }
  const unposted =
    act.kind === 'receipt'
      ? await postReceipt(tx, money, entry, await partsOf(tx, found, found.repaidFen, act.amountFen))
      : act.kind === 'waive'
        ? await postWaiver(tx, money, left)
        : undefined
  if (unposted !== undefined) throw new Error(`the ledger refused a clawback: ${unposted.code}`)
  await record(tx, {
    district: found.district,
    account: by.account,
    action: `payments.clawback.${act.kind}`,
    object: 'elder',
    objectId: found.elder,
    after: { clawback: id, amountFen: fen },
    ...(by.requestId && { requestId: by.requestId }),
  })
  await announceChange(tx, {
    kind: 'payments',
    id,
    version: found.version + 1,
    district: found.district,
    townships: [found.township],
  })
  return ok({ done: true })
}

/** A waiver that was put forward before any notice and refused leaves a case that still has to be told to the person. */
async function wasNoticed(tx: Tx, district: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from payments.clawback_entry where district = ${district} and clawback_id = ${id}::uuid and kind = 'notice' limit 1`.execute(
    tx,
  )
  return rows.length > 0
}

async function problemWith(
  tx: Tx,
  found: Row,
  act: ClawbackAct,
  left: number,
  by: Signer,
): Promise<Refusal | undefined> {
  if (act.kind === 'receipt' && act.amountFen > left) return refusals.tooMuchRepaid()
  if (act.kind === 'close' && left > 0) return refusals.leftOpen()
  if ((act.kind === 'waive' || act.kind === 'refuseWaiver') && found.proposedBy === by.account)
    return refusals.secondPerson()
  if (act.kind === 'plan' && act.instalments > 1) {
    const most = await readMostInstalments(tx, found.township, by.today)
    if (most === null)
      return refusals.settingsUnset([
        { path: 'parameter:clawback-instalments-most', message: '追回多发待遇最多可分的期数' },
      ])
    if (act.instalments > most) return refusals.tooManyInstalments(most)
  }
  return undefined
}

/** Which reservations a receipt goes back to: the months of the case in their order, after what was repaid before. */
async function partsOf(tx: Tx, of: Row, before: number, fen: number): Promise<{ fundKey: string; fen: number }[]> {
  const { rows } = await sql<{ fundKey: string; fen: number }>`
    select ${fundKeyIn} as "fundKey", -c.fen as fen
      from payments.correction c
      cross join lateral (select l.* from benefits.difference d
                            left join elders.elder e on e.district = d.district and e.id = d.elder_id
                            join payments.line l on l.district = d.district and l.payee in (d.elder_id, c.elder_id) and l.month = d.month
                             and l.elder_id = d.elder_id and l.scheme = d.scheme
                            left join payments.result r on r.district = l.district and r.batch_id = l.batch_id and r.no = l.no
                           where d.district = c.district and d.run_id = c.run_id and d.scheme = c.scheme and d.month = c.month
                             and c.elder_id in (d.elder_id, e.merged_into) and l.held is null
                             and r.outcome is distinct from 'failed' order by l.amount_fen desc limit 1) l
      join payments.batch b on b.id = l.batch_id
     where c.district = ${of.district} and c.run_id = ${of.runId}::uuid and c.elder_id = ${of.elder}::uuid and c.kind = 'clawback' and c.state = 'approved'
     order by c.month, c.scheme`.execute(tx)
  const parts: { fundKey: string; fen: number }[] = []
  let skipped = before
  let left = fen
  for (const row of rows) {
    const passed = Math.min(skipped, row.fen)
    skipped -= passed
    const part = Math.min(left, row.fen - passed)
    left -= part
    if (part > 0) parts.push({ fundKey: row.fundKey, fen: part })
  }
  // Repaid and not booked would be money lost: the receipt is not taken then.
  if (left > 0) throw new Error(`no payment was found for ${left} fen of a clawback`)
  return parts
}
