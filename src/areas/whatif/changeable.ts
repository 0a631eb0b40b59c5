import type { Month } from '../../platform/clock/day.ts'
import { findParameter, resolveParameter, type Settings } from '../../policy/index.ts'
import { basisOf, dayThatCounts } from '../benefits/index.ts'
import type { Changeable } from './contract.ts'

/** Every value that the schemes of a month rest on, as it stands in a place: what a trial may change. */
export function changeableIn(division: string, month: Month, settings: Settings): Changeable[] {
  const on = dayThatCounts(month)
  const basis = basisOf(division, month, settings)
  const users = new Map<string, string[]>()
  for (const scheme of basis.schemes)
    for (const { id } of scheme.parameters) users.set(id, [...(users.get(id) ?? []), scheme.rule.title])
  return [...users].flatMap(([id, usedBy]): Changeable[] => {
    const row = findParameter(id)
    const at = resolveParameter(id, { on, division, settings })
    if (!row || !at?.reaches) return []
    const type = row.accepts?.type ?? (Array.isArray(at.value) ? 'set' : typeof at.value)
    return [
      {
        id,
        name: row.name_zh,
        unit: at.unit ?? row.accepts?.unit ?? null,
        value: at.value,
        fixed: row.value !== null,
        example: at.setting?.example ?? false,
        type: type === 'boolean' || type === 'choice' || type === 'set' ? type : 'number',
        choices: [...(row.accepts?.choices ?? (Array.isArray(at.value) ? at.value.map(String) : []))],
        words: { ...row.words },
        usedBy,
      },
    ]
  })
}
