import { createHash } from 'node:crypto'
import {
  type CompiledRule,
  type Context,
  compileSql,
  type ParameterValue,
  parametersIn,
  type Rule,
  ruleVersion,
  standing,
} from '../../engines/rulebook/index.ts'
import type { Day, Month } from '../../platform/clock/day.ts'
import { exclusions, findRule, type Overlap as OverlapRule, ruleContext, type Settings } from '../../policy/index.ts'
import { dayThatCounts } from './scope.ts'

/** The schemes of a monthly run, in the order in which they are shown. */
export const SCHEMES = [
  'old-age-allowance',
  'care-subsidy',
  'extreme-hardship-care-subsidy',
  'disability-voucher',
] as const
export type Scheme = (typeof SCHEMES)[number]

/**
 * Whether whoever meets the conditions is paid from the register, or only after an application was granted or a consent recorded: a dated
 * setting of each district and scheme. Where nobody has set it the register decides, as before there were applications.
 */
export type ClaimMode = 'register' | 'application' | 'consent'

/** A parameter as it stood in the run: enough to print the 依据卡 years later. */
export type ParameterUsed = {
  readonly id: string
  readonly label: string
  readonly value: ParameterValue
  readonly unit: string | null
  readonly from: Day
  readonly example: boolean
  readonly lastVerified: Day | null
}

export type SchemeBasis = {
  readonly scheme: Scheme
  readonly rule: Rule
  readonly context: Context
  /** A voucher is paid by the nation's app: shown with its ceiling, in no sum of ours. */
  readonly form: 'money' | 'voucher'
  readonly state: 'evaluated' | 'blocked' | 'notInForce'
  readonly version: string
  /** Ids of the unset parameters. */
  readonly blockedBy: readonly string[]
  readonly parameters: readonly ParameterUsed[]
  readonly compiled: CompiledRule
  readonly claim: ClaimMode
}

/** What two schemes do to each other for one person; `how` null: the district has not set it. */
export type Overlap = {
  readonly parameter: string
  readonly first: Scheme
  readonly second: Scheme
  readonly how: OverlapRule | null
}

export type Basis = {
  readonly on: Day
  readonly schemes: readonly SchemeBasis[]
  readonly overlaps: readonly Overlap[]
  /** Of the versions of everything above: the same digest and the same facts give the same run. */
  readonly digest: string
}

/** The rules and parameters by which a district decides a month. Pure: the settings come in. */
export function basisOf(payer: string, month: Month, settings: Settings): Basis {
  const on = dayThatCounts(month)
  const context = ruleContext({ on, division: payer, settings })
  const pairs = exclusions(on, payer, settings).flatMap(({ parameter, first, second, rule }): Overlap[] =>
    isScheme(first) && isScheme(second) ? [{ parameter, first, second, how: rule }] : [],
  )
  const schemes = SCHEMES.map((scheme) => schemeBasis(scheme, context, pairs))
  const claims = schemes.flatMap((each) => (each.claim === 'register' ? [] : [[each.scheme, each.claim]]))
  const parts = [on, payer, schemes.map((s) => [s.version, s.state, s.blockedBy]), pairs]
  const digest = sha256(JSON.stringify(claims.length === 0 ? parts : [...parts, claims]))
  return { on, schemes, overlaps: pairs, digest }
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The part of the month's schemes that has statements to run. */
export const evaluated = (basis: Basis): readonly SchemeBasis[] =>
  basis.schemes.filter((each) => each.state === 'evaluated')

const isScheme = (id: string): id is Scheme => (SCHEMES as readonly string[]).includes(id)

function schemeBasis(scheme: Scheme, context: Context, overlaps: readonly Overlap[]): SchemeBasis {
  const rule = findRule(scheme)
  if (rule === undefined) throw new Error(`the rulebook has no rule ${scheme}`)
  const used = parametersIn(rule).map((id) => context.parameter(id))
  const pairs = overlaps.filter((each) => each.first === scheme || each.second === scheme)
  const asked = claimParameter(scheme)
  const claim = asked === undefined ? undefined : context.parameter(asked)
  const shown = [
    ...used,
    ...pairs.map((each) => context.parameter(each.parameter)),
    ...(claim === undefined || claim.value === null ? [] : [claim]),
  ]
  const blockedBy = used.filter((each) => each.value === null).map((each) => each.id)
  const stands = standing(rule, context) === 'inForce'
  return {
    scheme,
    rule,
    context,
    form: rule.form === 'voucher' ? 'voucher' : 'money',
    state: !stands ? 'notInForce' : blockedBy.length > 0 ? 'blocked' : 'evaluated',
    version: ruleVersion(rule, context),
    blockedBy,
    parameters: shown.map(({ id, label, value, unit, from, example, lastVerified }) => ({
      id,
      label,
      value,
      unit,
      from,
      example,
      lastVerified,
    })),
    compiled: compileSql(rule, context),
    claim: (claim?.value ?? 'register') as ClaimMode,
  }
}

/** The setting that says whether a scheme has to be applied for; a voucher is applied for elsewhere. */
const claimParameter = (scheme: Scheme): string | undefined =>
  scheme === 'disability-voucher' ? undefined : `claim-${scheme}`
