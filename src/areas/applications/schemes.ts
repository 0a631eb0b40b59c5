import { listRules, type Rule } from '../../policy/index.ts'
import { SCHEME_WORDS } from '../benefits/index.ts'

/** What can be applied for here: the allowances of persons, and money for facilities. A voucher is a link, applied for elsewhere. */
export const applicable = (subject?: 'person' | 'facility'): readonly Rule[] =>
  listRules().filter((rule) => rule.form === 'money' && (subject === undefined || rule.subject === subject))

const byId = new Map(applicable().map((rule) => [rule.id, rule]))

export const findScheme = (id: string): Rule | undefined => byId.get(id)

/** What people call a scheme; its full name stands in the clauses. */
export const titleOf = (scheme: string): string => SCHEME_WORDS[scheme] ?? findScheme(scheme)?.title ?? scheme
