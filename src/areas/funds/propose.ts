import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Refusal, type Result, refuse } from '../../platform/http/index.ts'
import { Body, type Decide, type Propose } from './contract.ts'
import { putInForce } from './put-in-force.ts'
import { refusals } from './refusals.ts'
import { isWhole } from './split-amount.ts'

/** What is wrong with a paper by itself; undefined when it may be laid before the second person. Pure. */
export function problemWith(body: Body): Refusal | undefined {
  if (body.kind === 'shares' && !isWhole(body.shares)) return refusals.sharesNotWhole()
  if (body.kind === 'contract') {
    if (!isWhole(body.shares)) return refusals.sharesNotWhole()
    if (body.until <= body.from) return refusals.periodInvalid()
  }
  if (body.kind === 'budget' && Number(body.grantedOn.slice(0, 4)) !== body.year) return refusals.yearDiffers(body.year)
  if ('onDay' in body && Number(body.onDay.slice(0, 4)) !== body.year) return refusals.yearDiffers(body.year)
  return undefined
}

/** Lays a paper before the second person; it moves nothing until that person has signed. In the scope of the proposer. */
export async function proposePaper(
  tx: Tx,
  account: string,
  { district, document, body }: Propose,
  example = false,
): Promise<Result<{ id: string }>> {
  const problem = problemWith(body)
  if (problem !== undefined) return refuse(problem)
  const id = newId()
  await sql`
    insert into funds.proposal (district, id, kind, body, document, example, proposed_by)
    values (${district}, ${id}, ${body.kind}, ${JSON.stringify(body)}::jsonb, ${document}, ${example}, ${account})`.execute(
    tx,
  )
  await record(tx, {
    district,
    account,
    action: 'funds.propose',
    object: 'funds.proposal',
    objectId: id,
    after: { body, document },
  })
  return ok({ id })
}

/**
 * The second person signs a paper or sends it back with a reason. A signature puts it in force in the same transaction: shares, budgets and
 * lottery money with their postings, contracts, lists. As the system role; the caller has checked that the person may.
 */
export async function decidePaper(
  tx: Tx,
  account: string,
  of: { district: string; id: string },
  decision: Decide,
): Promise<Result<{ done: boolean }>> {
  const { district, id } = of
  const { rows } = await sql<{
    body: unknown
    document: string
    example: boolean
    proposedBy: string
    decision: string | null
  }>`
    select body, document, example, proposed_by as "proposedBy", decision
      from funds.proposal where district = ${district} and id = ${id}::uuid for update`.execute(tx)
  const [paper] = rows
  if (paper === undefined) return refuse(refusals.proposalUnknown())
  if (paper.decision !== null) return refuse(refusals.alreadyDecided())
  if (paper.proposedBy === account && decision.decision === 'approved') return refuse(refusals.samePerson())
  if (decision.decision === 'approved') {
    const done = await putInForce(
      tx,
      { district, id, by: account, document: paper.document, example: paper.example },
      Body.parse(paper.body),
    )
    if (!done.ok) return done
  }
  const reason = decision.decision === 'rejected' ? decision.reason : null
  await sql`
    update funds.proposal set decision = ${decision.decision}, decided_by = ${account}, decided_at = clock_timestamp(), reason = ${reason}
     where district = ${district} and id = ${id}::uuid`.execute(tx)
  await record(tx, {
    district,
    account,
    action: `funds.${decision.decision}`,
    object: 'funds.proposal',
    objectId: id,
    after: { reason },
  })
  return ok({ done: true })
}
