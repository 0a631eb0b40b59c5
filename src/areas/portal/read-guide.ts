import type { Day } from '../../platform/clock/day.ts'
import {
  findDocument,
  findRule,
  listRules,
  type Rule,
  renderRule,
  resolveParameter,
  ruleContext,
  type Settings,
  sayClause,
} from '../../policy/index.ts'
import { evidenceOf, findScheme } from '../applications/index.ts'
import type { Guide, Guides } from './contract.ts'

/** The clocks of an application, as settings; no document names them, so that most are 未公布. */
const TERMS = [
  { label: '提交后多久决定是否受理', setting: 'application-acceptance-days', counts: 'working' },
  { label: '受理后多久办完', setting: 'application-handling-days', counts: 'working' },
  { label: '公示几天', setting: 'application-notice-days', counts: 'calendar' },
  { label: '不同意结果，多久内可以提', setting: 'application-objection-days', counts: 'calendar' },
] as const

/** Facts that nobody has to prove on paper: the office has them from the registers of other departments. */
const FREE_WHERE_FILED: Rule['subject'] = 'person'

type Asked = { readonly on: Day; readonly division: string; readonly settings: Settings }

/** P03: what a matter is, for whom, what is needed, how long it takes and by which clause; everything from the catalogue and signed settings. */
export function readGuide(scheme: string, { on, division, settings }: Asked): Guide | undefined {
  const rule = findRule(scheme)
  if (rule === undefined || rule.subject === 'project') return undefined
  const context = ruleContext({ on, division, settings })
  const daysOf = (setting: string): number | null => {
    const value = resolveParameter(setting, { on, division, settings })?.value
    return typeof value === 'number' ? value : null
  }
  const applied = appliedAt(rule)
  const claim = resolveParameter(`claim-${scheme}`, { on, division, settings })?.value
  return {
    scheme,
    title: rule.title,
    subject: rule.subject,
    applied,
    lines: [...renderRule(rule, context, sayClause).lines],
    papers:
      applied === 'elsewhere'
        ? []
        : evidenceOf(rule).map(({ label }) => ({ label, free: rule.subject === FREE_WHERE_FILED })),
    terms:
      applied === 'elsewhere'
        ? []
        : TERMS.map(({ label, setting, counts }) => ({ label, days: daysOf(setting), counts })),
    claim: claim === 'register' || claim === 'application' || claim === 'consent' ? claim : null,
    clauses: rule.clauses.map((clause) => ({
      says: sayClause(clause),
      verified: findDocument(clause.doc)?.lastVerified ?? null,
    })),
  }
}

/** A voucher is asked for on a platform of the nation, a service at the counter; money for a facility by the operator in the office. */
function appliedAt(rule: Rule): Guide['applied'] {
  if (findScheme(rule.id) === undefined) return 'elsewhere'
  return rule.subject === 'person' ? 'here' : 'office'
}

/** All matters that have a page: benefits of persons first. */
export const listGuides = (): Guides['guides'] =>
  listRules()
    .flatMap(({ id, title, subject }) => {
      const shown = subject === 'person' ? id !== 'special-difficulty' : findScheme(id) !== undefined
      return shown && subject !== 'project' ? [{ scheme: id, title, subject }] : []
    })
    .toSorted((a, b) => Number(b.subject === 'person') - Number(a.subject === 'person'))
