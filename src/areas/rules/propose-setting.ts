import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Refusal, type Result, refuse } from '../../platform/http/index.ts'
import { findParameter, problemWithValue, resolveParameter } from '../../policy/index.ts'
import type { Proposal } from './contract.ts'
import { insertDraft } from './queries.ts'
import { refusals } from './refusals.ts'

/** Decides whether a value may be proposed; undefined when it may. Pure. */
export function problemWith(proposal: Proposal): Refusal | undefined {
  const parameter = findParameter(proposal.parameter)
  if (!parameter) return refusals.parameterUnknown(proposal.parameter)
  const name = parameter.name_zh
  if (parameter.value !== null || !parameter.accepts) return refusals.parameterFixed(name)
  const from = proposal.from as Day
  if (!resolveParameter(parameter.id, { on: from, division: proposal.division })?.reaches)
    return refusals.outOfReach(name)
  const problem = problemWithValue(parameter.accepts, proposal.value)
  if (problem) return refusals.valueInvalid(name, problem)
  if (from < parameter.effective_from) return refusals.beforeParameter(parameter.effective_from)
  return proposal.until && proposal.until <= from ? refusals.periodInvalid() : undefined
}

/** Lays a value before the second person. It counts for nothing until that person has signed. */
export async function proposeSetting(
  tx: Tx,
  account: string,
  proposal: Proposal,
  example = false,
): Promise<Result<{ id: string }>> {
  const problem = problemWith(proposal)
  if (problem) return refuse(problem)
  const id = newId()
  await insertDraft(tx, {
    ...proposal,
    id,
    from: proposal.from as Day,
    until: (proposal.until ?? null) as Day | null,
    example,
    account,
  })
  await record(tx, {
    district: proposal.division,
    account,
    action: 'setting.propose',
    object: 'setting',
    objectId: id,
    after: { ...proposal, example },
  })
  return ok({ id })
}
