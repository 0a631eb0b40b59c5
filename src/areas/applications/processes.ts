import { type CaseRow, defineProcess, type Moved, type Process } from '../../engines/process/index.ts'
import { addMonths, type Day, firstOfMonth } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Refusal } from '../../platform/http/index.ts'
import { resolveParameter, type Settings } from '../../policy/index.ts'
import {
  type DecidedToday,
  decideToday,
  type NewClaim,
  recordClaims,
  type Scheme,
  sayReason,
} from '../benefits/index.ts'
import { readSettings } from '../rules/index.ts'
import { declareApplication, schemeOf } from './declare.ts'
import { refusals } from './refusals.ts'
import { applicable, titleOf } from './schemes.ts'

/** One kind of case for each scheme that can be applied for. */
export const applicationProcesses: readonly Process[] = applicable().map((rule) =>
  defineProcess(
    declareApplication(rule),
    rule.subject === 'person' ? { guard: guardGrant, onEffect: claimGranted } : {},
  ),
)

const GRANTING: readonly string[] = ['grant', 'overturn']
const keyOf = (row: { district: string; subjectId: string }) => ({ district: row.district, id: row.subjectId })

/**
 * An application is granted only where the rule says so today: otherwise the run would not pay what the decision promised. All cases of a
 * call are decided in two statements.
 */
async function guardGrant(
  tx: Tx,
  cases: readonly CaseRow[],
  { move }: { readonly move: string },
  today: Day,
): Promise<ReadonlyMap<string, Refusal>> {
  if (!GRANTING.includes(move)) return new Map()
  const settings = await readSettings(tx)
  const decided = await decideToday(tx, cases.map(keyOf), today, settings)
  return new Map(
    cases.flatMap((row): [string, Refusal][] => {
      const objection = objectionTo(row, decided.get(row.subjectId), settings, today)
      return objection === undefined ? [] : [[row.id, objection]]
    }),
  )
}

function objectionTo(
  row: CaseRow,
  decided: DecidedToday | undefined,
  settings: Settings,
  today: Day,
): Refusal | undefined {
  const scheme = schemeOf(row.kind)
  const title = titleOf(scheme)
  const line = decided?.lines.find((each) => each.scheme === scheme)
  if (decided === undefined || line === undefined) return refusals.notMet(title, '老人不在本区台账中')
  if (line.line.outcome !== 'granted') return refusals.notMet(title, sayReason(line.line.reason))
  const claim = decided.basis.schemes.find((each) => each.scheme === scheme)?.claim ?? 'register'
  if (claim !== 'register' && firstMonth(row, decided.payer, settings, today) === undefined)
    return refusals.firstMonthUnset()
  return undefined
}

/** A granted application becomes a claim, from which the monthly run pays. */
async function claimGranted(tx: Tx, moved: readonly Moved[]): Promise<void> {
  const granted = moved.filter((each) => each.effect === 'grant')
  if (granted.length === 0) return
  const today = granted[0]?.onDay as Day
  const settings = await readSettings(tx)
  const decided = await decideToday(tx, granted.map(keyOf), today, settings)
  const claims = granted.map((each): NewClaim => {
    const payer = decided.get(each.subjectId)?.payer ?? each.district
    return {
      district: each.district,
      elderId: each.subjectId,
      township: each.township,
      village: each.village,
      scheme: schemeOf(each.kind) as Scheme,
      // Where no application is needed the month does not matter: the register pays anyway.
      from: firstMonth(each, payer, settings, today) ?? (firstOfMonth(today) as string as Day),
      how: each.origin === 'proactive' ? 'consent' : 'application',
      caseId: each.id,
    }
  })
  await recordClaims(tx, claims, granted[0]?.account ?? '')
}

/** From which month a grant pays, as the district has set it; undefined where it has not. */
function firstMonth(
  { openedOn }: { readonly openedOn: Day },
  division: string,
  settings: Settings,
  today: Day,
): Day | undefined {
  const how = resolveParameter('application-first-month', { on: today, division, settings })?.value
  if (how === 'appliedMonth') return firstOfMonth(openedOn) as string as Day
  if (how === 'grantedMonth') return firstOfMonth(today) as string as Day
  if (how === 'monthAfter') return addMonths(firstOfMonth(today) as string as Day, 1)
  return undefined
}

/** Whole days that a district has set for a clock. */
export const daysSetting =
  (settings: Settings, division: string, on: Day) =>
  (id: string): number | undefined => {
    const value = resolveParameter(id, { on, division, settings })?.value
    return typeof value === 'number' ? value : undefined
  }
