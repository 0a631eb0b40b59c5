/** One question in one line, for tests: rule, day, place, facts. */
import { evaluate, type RuleAnswer, readFacts } from '../engines/rulebook/index.ts'
import { day } from '../platform/clock/day.ts'
import { ruleContext } from './resolve.ts'
import { findRule } from './rule-list.ts'
import type { Settings } from './settings.ts'

/** @throws for facts that the rule refuses: a test that means to be refused reads them itself */
export function ask(
  id: string,
  facts: unknown,
  on = '2026-11-15',
  division = '500113',
  settings: Settings = [],
): RuleAnswer {
  const rule = findRule(id)
  if (!rule) throw new Error(`no rule ${id}`)
  const read = readFacts(rule, facts)
  if (!read.ok) throw new Error(read.refusals.map((each) => each.message).join())
  return evaluate(rule, read.facts, ruleContext({ on: day(on), division, settings }))
}
