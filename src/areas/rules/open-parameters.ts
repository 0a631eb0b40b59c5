import type { Day } from '../../platform/clock/day.ts'
import {
  listRules,
  parameters,
  parametersIn,
  resolveParameter,
  type Setting,
  sayClause,
  type Verifications,
} from '../../policy/index.ts'
import type { OpenParameter } from './contract.ts'

/** Every value that the documents leave open and that reaches a district, with what is set there on a day and which rules wait for it. */
export function openParameters(
  division: string,
  on: Day,
  settings: readonly Setting[],
  verifications: Verifications = [],
): OpenParameter[] {
  const users = new Map<string, string[]>()
  for (const rule of listRules())
    for (const id of parametersIn(rule)) users.set(id, [...(users.get(id) ?? []), rule.title])
  return parameters.flatMap((row) => {
    const at =
      row.value === null && row.accepts
        ? resolveParameter(row.id, { on, division, settings, verifications })
        : undefined
    if (!at?.reaches || !row.accepts) return []
    return {
      id: row.id,
      name: row.name_zh,
      unit: row.unit ?? row.accepts.unit ?? null,
      value: at.value as OpenParameter['value'],
      basis: at.basis,
      example: at.setting?.example ?? false,
      clause: sayClause(row.source),
      lastVerified: at.lastVerified,
      label: row.label ?? null,
      suggested: (row.suggested ?? null) as OpenParameter['suggested'],
      accepts: { ...row.accepts, choices: row.accepts.choices ? [...row.accepts.choices] : undefined },
      words: { ...row.words },
      usedBy: users.get(row.id) ?? [],
      setIn: at.setting?.division ?? null,
    }
  })
}
