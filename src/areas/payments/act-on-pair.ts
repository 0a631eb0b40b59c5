import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { findParameter } from '../../policy/index.ts'
import { lockPayment, moveBatch, type PaymentBatch, sumBatch } from './batches.ts'
import type { Pair, PairAct } from './contract.ts'
import { returnMoney } from './post-to-ledger.ts'
import { refusals } from './refusals.ts'

const RULE_WORDS: Readonly<Record<string, string>> = {
  samePerson: '同一人同一月份在两处发放',
  sameAccount: '同一账户收两位老人的款，没有登记委托关系',
}

/** Pairs that the caller may see, open ones first; the name of the other side shows only to whoever may see that person. */
export async function listPairs(tx: Tx): Promise<Pair[]> {
  const { rows } = await sql<Omit<Pair, 'sides' | 'ruleSays'> & { sides: Pair['sides'] }>`
    select p.id::text, to_char(p.month, 'YYYY-MM') as month, p.rule, p.state, p.stands, p.proposed_for as "proposedFor", p.proposed_by as "proposedBy",
           p.agreed_by as "agreedBy", p.note,
           jsonb_build_array(
             jsonb_build_object('district', p.district, 'districtName', d.name, 'elder', p.elder_id, 'name', e.name, 'scheme', p.scheme),
             jsonb_build_object('district', p.other_district, 'districtName', o.name, 'elder', p.other_elder, 'name', f.name, 'scheme', p.other_scheme)) as sides
      from payments.pair p
      left join divisions.division d on d.key = p.district left join divisions.division o on o.key = p.other_district
      left join elders.elder e on e.district = p.district and e.id = p.elder_id
      left join elders.elder f on f.district = p.other_district and f.id = p.other_elder
     order by p.state in ('open', 'proposed') desc, p.found_at desc, p.id limit 200`.execute(tx)
  return rows.map((row) => ({ ...row, ruleSays: RULE_WORDS[row.rule] ?? findParameter(row.rule)?.name_zh ?? row.rule }))
}

type Row = {
  district: string
  other: string
  state: string
  proposedBy: string | null
  proposedFor: string | null
  stands: string | null
}

/**
 * One district says which of the two payments stands, the other agrees with the same word; within one district two people do. Saying otherwise
 * becomes the new proposal. Once agreed, what stands may go out and the other one is not owed any more. As the system role.
 */
export async function actOnPair(
  tx: Tx,
  id: string,
  given: PairAct,
  who: Principal,
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql<Row>`
    select district, other_district as other, state, proposed_by as "proposedBy", proposed_for as "proposedFor", stands
      from payments.pair where id = ${id}::uuid for update`.execute(tx)
  const pair = rows[0]
  const mine =
    pair === undefined ? [] : [pair.district, pair.other].filter((each) => who.scope.districts.includes(each))
  if (pair === undefined || mine.length === 0) return refuse(refusals.pairUnknown())
  if (pair.state === 'agreed') return refuse(refusals.correctionsGone())
  const within = pair.district === pair.other
  const agrees = pair.state === 'proposed' && pair.stands === given.stands && pair.proposedBy !== who.account
  if (pair.state === 'proposed' && pair.stands === given.stands && !agrees) return refuse(refusals.secondPerson())
  if (agrees && !within && mine.every((each) => each === pair.proposedFor)) return refuse(refusals.pairOtherSide())
  if (agrees) {
    await sql`update payments.pair set state = 'agreed', agreed_by = ${who.account}, decided_at = clock_timestamp() where id = ${id}::uuid`.execute(
      tx,
    )
    await settle(tx, id, given.stands, who.account)
  } else
    await sql`
      update payments.pair set state = 'proposed', stands = ${given.stands}, note = ${given.note}, proposed_by = ${who.account}, proposed_for = ${mine[0]}
       where id = ${id}::uuid`.execute(tx)
  await record(tx, {
    district: mine[0] ?? pair.district,
    account: who.account,
    action: agrees ? 'payments.pair.agree' : 'payments.pair.propose',
    object: 'payments.pair',
    objectId: id,
    after: { stands: given.stands, note: given.note },
  })
  for (const district of new Set([pair.district, pair.other]))
    await announceChange(tx, { kind: 'payments', id, version: 1, district })
  return ok({ done: true })
}

/** Lets the lines of a pair go or ends them, where nothing else stands against them. Lines of files that have gone out wait for the next reissue. */
async function settle(tx: Tx, id: string, stands: PairAct['stands'], by: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select distinct b.id::text as id from payments.pair p
      join payments.line l on l.month = p.month and l.held = 'overlap'
       and ((l.district = p.district and l.elder_id = p.elder_id and l.scheme = p.scheme)
         or (l.district = p.other_district and l.elder_id = p.other_elder and l.scheme = p.other_scheme))
      join payments.batch b on b.id = l.batch_id and b.state in ('made', 'confirmed')
     where p.id = ${id}::uuid order by 1`.execute(tx)
  // The sums of a batch that has not gone out change with its lines; what finance confirmed is confirmed again.
  const unsent: PaymentBatch[] = []
  for (const each of rows) {
    const batch = await lockPayment(tx, each.id)
    if (batch?.state !== 'made' && batch?.state !== 'confirmed') continue
    if (batch.state === 'confirmed') {
      await returnMoney(tx, batch, by)
      await moveBatch(tx, batch.id, 'made')
    }
    unsent.push(batch)
  }
  const side = (first: boolean, freed: boolean) => sql`
    update payments.line l
       set held = ${freed ? sql`case when b.state in ('made', 'confirmed') then null else 'letGo' end` : 'yielded'}
      from payments.pair p, payments.batch b
     where p.id = ${id}::uuid and b.id = l.batch_id and b.state <> 'cancelled' and l.month = p.month and l.held = 'overlap'
       and l.district = ${first ? sql`p.district` : sql`p.other_district`} and l.elder_id = ${first ? sql`p.elder_id` : sql`p.other_elder`}
       and l.scheme = ${first ? sql`p.scheme` : sql`p.other_scheme`}`
  await side(true, stands !== 'second').execute(tx)
  await side(false, stands !== 'first').execute(tx)
  for (const batch of unsent) await sumBatch(tx, batch)
}
