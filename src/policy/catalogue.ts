/** The catalogue as data: every parameter and document, by id. Rows are literal in the JSON files; nothing is computed into them. */

import type { Clause, ParameterValue } from '../engines/rulebook/index.ts'
import type { Day } from '../platform/clock/day.ts'
import bananDocuments from './banan/documents.json' with { type: 'json' }
import bananParameters from './banan/parameters.json' with { type: 'json' }
import chongqingDocuments from './chongqing/documents.json' with { type: 'json' }
import openValues from './chongqing/open-values.json' with { type: 'json' }
import chongqingParameters from './chongqing/parameters.json' with { type: 'json' }
import chongqingSchemes from './chongqing/schemes.json' with { type: 'json' }
import chongqingVisits from './chongqing/visits.json' with { type: 'json' }
import nationalDocuments from './national/documents.json' with { type: 'json' }
import nationalParameters from './national/parameters.json' with { type: 'json' }

/** What may be set where a document leaves a value open. */
export type Accepts = {
  readonly type: 'yuan' | 'integer' | 'boolean' | 'choice' | 'set'
  readonly min?: number
  readonly max?: number
  readonly choices?: readonly string[]
  readonly unit?: string
  readonly says?: string
}

/** One row of the fact table, kept as it is written there, and our own rows in the same form. */
export type ParameterRow = {
  readonly id: string
  readonly jurisdiction: string
  readonly name_zh: string
  readonly kind: string
  readonly value: ParameterValue | Readonly<Record<string, unknown>>
  readonly unit: string | null
  readonly effective_from: Day
  /** Exclusive. */
  readonly effective_to: Day | null
  readonly deadline: Day | null
  readonly source: Clause
  readonly also_in?: readonly Clause[]
  readonly supersedes?: readonly string[]
  readonly superseded_by?: readonly string[]
  readonly restates?: readonly string[]
  readonly restated_by?: readonly string[]
  readonly note?: string
  /** `document` and `indicator-target` from the fact table; `national`, `reading` and `open` are ours. */
  readonly origin: string
  readonly accepts?: Accepts
  readonly suggested?: ParameterValue
  /** How well a figure outside the documents is known: V-official, V-2, V-1, R. */
  readonly label?: string
  readonly words?: Readonly<Record<string, string>>
}

export type Document = {
  readonly id: string
  readonly title: string
  readonly docNo: string
  readonly issuer: string
  readonly issued: Day
  readonly from: Day
  /** The last day of a period plan; standing documents have none. */
  readonly until: Day | null
  readonly class: 'standing-notice' | 'period-plan' | 'law' | 'regulation'
  readonly lastVerified: Day | null
  readonly jurisdiction: string
}

const accepted = openValues as Readonly<Record<string, Accepts>>
const rows = [
  ...nationalParameters,
  ...chongqingParameters,
  ...chongqingSchemes,
  ...chongqingVisits,
  ...bananParameters,
] as unknown as readonly ParameterRow[]
const texts = [...nationalDocuments, ...chongqingDocuments, ...bananDocuments] as unknown as readonly Document[]

/** All parameters, national first, then city, then district. */
export const parameters: readonly ParameterRow[] = rows.map((row) => {
  const accepts = row.accepts ?? accepted[row.id]
  return accepts ? { ...row, accepts } : row
})
export const documents: readonly Document[] = texts

const parameterById = new Map(parameters.map((row) => [row.id, row]))
const documentById = new Map(documents.map((row) => [row.id, row]))

export const findParameter = (id: string): ParameterRow | undefined => parameterById.get(id)
export const findDocument = (id: string): Document | undefined => documentById.get(id)

/** `《…实施意见》（渝府办发〔2017〕162号）五(二十四)`, or briefly without the title. */
export function sayClause(clause: Clause, brief = false): string {
  const document = findDocument(clause.doc)
  if (document && brief) return `${document.docNo} ${clause.section}`
  return document ? `《${document.title}》（${document.docNo}）${clause.section}` : `${clause.doc} ${clause.section}`
}
