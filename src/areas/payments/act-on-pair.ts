import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { findParameter } from '../../policy/index.ts'
import type { Pair, PairAct } from './contract.ts'
import { LINES } from './pairs.ts'
import { hasPostAt } from './post-at.ts'
import { refusals } from './refusals.ts'
import { changeUnsent, endLines, lineWaits, lineWentOut } from './reopen-batches.ts'

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
  rule: string
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
  today: Day,
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql<Row>`
    select district, other_district as other, rule, state, proposed_by as "proposedBy", proposed_for as "proposedFor", stands
      from payments.pair where id = ${id}::uuid for update`.execute(tx)
  const pair = rows[0]
  const mine =
    pair === undefined ? [] : [pair.district, pair.other].filter((each) => hasPostAt(who, each, 'districtOfficer'))
  if (pair === undefined || mine.length === 0) return refuse(refusals.pairUnknown())
  if (pair.state === 'agreed') return refuse(refusals.correctionsGone())
  const within = pair.district === pair.other
  const agrees = pair.state === 'proposed' && pair.stands === given.stands && pair.proposedBy !== who.account
  if (pair.state === 'proposed' && pair.stands === given.stands && !agrees) return refuse(refusals.secondPerson())
  if (agrees && !within && mine.every((each) => each === pair.proposedFor)) return refuse(refusals.pairOtherSide())
  if (await hasGoneOut(tx, id, pair.rule, given.stands)) return refuse(refusals.pairPaid())
  if (agrees) {
    await sql`update payments.pair set state = 'agreed', agreed_by = ${who.account}, decided_at = clock_timestamp() where id = ${id}::uuid`.execute(
      tx,
    )
    await settle(tx, id, given.stands, { by: who.account, day: today })
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

/** The two sides of a pair `p`: whose file, benefit and month it is. */
const SIDES = {
  first: sql`p.district, p.elder_id, p.scheme`,
  second: sql`p.other_district, p.other_elder, p.other_scheme`,
} as const
type Side = keyof typeof SIDES

/** Lines of one side that nothing follows, with their batch `b` and result `r`. */
const linesOf = (id: string, side: Side) => sql`
  payments.pair p
  join ${LINES} l on (l.district, l.elder_id, l.scheme) = (${SIDES[side]}) and l.month = p.month and l.source = ''
   and p.id = ${id}::uuid and not exists (select 1 from payments.line f where f.district = l.district and f.from_batch = l.batch_id and f.from_no = l.no)
  join payments.batch b on b.id = l.batch_id and b.state <> 'cancelled'
  left join payments.result r on r.district = l.district and r.batch_id = l.batch_id and r.no = l.no`

/** What reached somebody cannot yield by agreement: the other payment would be one too many. One account for two persons is another matter. */
async function hasGoneOut(tx: Tx, id: string, rule: string, stands: PairAct['stands']): Promise<boolean> {
  if (stands === 'both' || rule === 'sameAccount') return false
  const { rows } = await sql`
    select 1 from ${linesOf(id, stands === 'first' ? 'second' : 'first')} where ${lineWentOut} limit 1`.execute(tx)
  return rows.length > 0
}

/**
 * Lets the lines of a pair go or ends them, where nothing else stands against them: whatever held the line that yields, it is not owed any more, and what was
 * drawn for it goes back. Lines of files that have gone out wait for the next reissue.
 */
async function settle(tx: Tx, id: string, stands: PairAct['stands'], by: { by: string; day: Day }): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select b.id::text as id from ${linesOf(id, 'first')} where b.state in ('made', 'confirmed')
    union select b.id::text from ${linesOf(id, 'second')} where b.state in ('made', 'confirmed')`.execute(tx)
  await changeUnsent(
    tx,
    rows.map((row) => row.id),
    by.by,
    async () => {
      for (const side of ['first', 'second'] as const)
        if (stands === side || stands === 'both')
          await sql`
            update payments.line l set held = case when w.state in ('made', 'confirmed') then null else 'letGo' end
              from (select l.district, l.batch_id, l.no, b.state from ${linesOf(id, side)} where l.held = 'overlap') w
             where l.district = w.district and l.batch_id = w.batch_id and l.no = w.no`.execute(tx)
        else
          await endLines(
            tx,
            sql`select l.district, l.batch_id, l.no from ${linesOf(id, side)} where ${lineWaits}`,
            'yielded',
            by,
          )
    },
  )
}
