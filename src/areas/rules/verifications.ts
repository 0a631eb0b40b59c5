import { sql } from 'kysely'
import type { z } from 'zod'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { type Clause, findDocument, listRules, parameters, type Verification } from '../../policy/index.ts'
import type { VerificationRecord, verificationBody } from './contract.ts'
import { refusals } from './refusals.ts'

const COLUMNS = sql`id::text, doc, section, to_char(verified_on, 'YYYY-MM-DD') as "on", source, proposed_by as "proposedBy",
  proposed_at::text as "proposedAt", confirmed_by as "confirmedBy", confirmed_at::text as "confirmedAt",
  case when withdrawn_at is not null then 'withdrawn' when confirmed_at is null then 'draft' else 'confirmed' end as state`

/** Checks that two persons recorded, for whoever shows a clause. */
export async function readVerifications(tx: Tx): Promise<Verification[]> {
  const { rows } = await sql<Verification>`
    select doc, section, to_char(max(verified_on), 'YYYY-MM-DD') as "on" from policy.verification
     where confirmed_at is not null group by doc, section order by doc, section`.execute(tx)
  return rows
}

/** Every record, those that wait for the second person first. */
export async function listVerifications(tx: Tx): Promise<VerificationRecord[]> {
  const { rows } = await sql<VerificationRecord>`
    select ${COLUMNS} from policy.verification order by (confirmed_at is null and withdrawn_at is null) desc, proposed_at desc, id limit 500`.execute(
    tx,
  )
  return rows
}

/** Every clause that a rule or a parameter rests on, once. */
export function clausesInUse(): Clause[] {
  const all = [...listRules().flatMap((rule) => rule.clauses), ...parameters.map((row) => row.source)]
  return [...new Map(all.map((clause) => [`${clause.doc} ${clause.section}`, clause])).values()]
}

/** Lays before a second person that a clause was held against its published text and stands as the catalogue has it. */
export async function proposeVerification(
  tx: Tx,
  account: string,
  today: Day,
  { doc, section, on, source }: z.infer<typeof verificationBody>,
): Promise<Result<{ id: string }>> {
  if (!clausesInUse().some((each) => each.doc === doc && each.section === section))
    return refuse(refusals.clauseUnknown())
  if (on > today) return refuse(refusals.verifiedAhead())
  const issued = findDocument(doc)?.issued
  if (issued && on < issued) return refuse(refusals.verifiedBeforeIssue(issued))
  const id = newId()
  const { rows } = await sql<{ id: string }>`
    insert into policy.verification (id, doc, section, verified_on, source, proposed_by)
    values (${id}, ${doc}, ${section}, ${on}::date, ${source}, ${account})
    on conflict (doc, section) where confirmed_at is null and withdrawn_at is null do nothing returning id::text`.execute(
    tx,
  )
  if (rows.length === 0) return refuse(refusals.verificationWaits())
  await record(tx, {
    account,
    action: 'verification.propose',
    object: 'clause',
    objectId: `${doc} ${section}`,
    after: { on, source },
  })
  return ok({ id })
}

/** The second person has looked at the text too; or one of the two takes the record back. */
export async function decideVerification(
  tx: Tx,
  account: string,
  id: string,
  act: 'confirm' | 'withdraw',
): Promise<Result<VerificationRecord>> {
  const { rows } =
    await sql<VerificationRecord>`select ${COLUMNS} from policy.verification where id = ${id}::uuid for update`.execute(
      tx,
    )
  const held = rows[0]
  if (held === undefined) return refuse(refusals.verificationNotFound())
  if (held.state !== 'draft') return refuse(refusals.alreadyDecided())
  if (act === 'confirm' && held.proposedBy === account) return refuse(refusals.sameVerifier())
  const change =
    act === 'confirm'
      ? sql`confirmed_by = ${account}, confirmed_at = clock_timestamp()`
      : sql`withdrawn_by = ${account}, withdrawn_at = clock_timestamp()`
  const decided =
    await sql<VerificationRecord>`update policy.verification set ${change} where id = ${id}::uuid returning ${COLUMNS}`.execute(
      tx,
    )
  const { doc, section, on, source } = held
  await record(tx, {
    account,
    action: `verification.${act}`,
    object: 'clause',
    objectId: `${doc} ${section}`,
    after: { on, source },
  })
  return ok(decided.rows[0] ?? held)
}
