import { sql } from 'kysely'
import type { Step } from '../../engines/rulebook/index.ts'
import type { Day, Month } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { showYuan } from '../../platform/money/fen.ts'
import { findDocument, lastVerifiedOn, type Verifications } from '../../policy/index.ts'
import { shortName } from '../divisions/index.ts'
import { readFacts } from '../elders/index.ts'
import { readVerifications } from '../rules/index.ts'
import type { Scheme } from './basis.ts'
import type { PersonCard, SchemeCard } from './contract.ts'
import type { ElderKey, PersonExplained, SchemeExplained } from './explain.ts'
import { nearestChanges, sayValue } from './nearest-change.ts'
import { readHead } from './read-batch.ts'
import { type Run, showMonth } from './runs.ts'
import { dayThatCounts } from './scope.ts'
import { OUTCOME_WORDS, sayReason } from './words.ts'

/** The facts of the rulebook as kinds of the register, to tell the source and the first day of each. */
const KINDS: Readonly<Record<string, string>> = {
  hardship: 'hardship',
  livingArrangement: 'livingArrangement',
  careDependency: 'careDependency',
  disabilityGrade: 'disability',
  specialOneChildFamily: 'specialOneChildFamily',
  diedOn: 'death',
  householdDivision: 'household',
}

const SOURCE_WORDS: Readonly<Record<string, string>> = {
  clerk: '经办登记',
  ledger: '台账导入',
  import: '台账导入',
  list: '部门名单',
  simulator: '演示数据',
  transfer: '转入',
  merge: '合并档案',
  assessment: '能力评估',
}

/** The month that a card is about, and what was known of it when. */
type ReadAt = Pick<Run, 'month' | 'cutOff'>

type Sourced = ReadonlyMap<string, { source: string; since: Day }>

/** The 依据卡 of one person and month, ready to be shown or printed: sentences, clauses, facts with their sources. */
export async function cardOf(tx: Tx, explained: PersonExplained): Promise<PersonCard> {
  const { run, elder, schemes } = explained
  const sources = await readSources(tx, elder, run)
  const verifications = await readVerifications(tx)
  const names = await readNames(tx, [elder.township, ...schemes.flatMap((each) => keysIn(each))])
  return {
    run: await readHead(tx, run),
    elder: {
      id: elder.id,
      district: elder.district,
      name: elder.name,
      birthDate: elder.birthDate,
      townshipName: names.get(elder.township) ?? elder.township,
    },
    schemes: schemes.map((each) => schemeCard(each, run, sources, names, verifications)),
    backPay: await readBackPay(tx, elder, run),
  }
}

/** The 依据卡 of one person where no run stands behind it: each list of schemes is the person explained under one basis. */
export async function cardsUnder(
  tx: Tx,
  elder: PersonExplained['elder'],
  { month, knownAt }: { month: Month; knownAt: string },
  explained: readonly (readonly SchemeExplained[])[],
): Promise<{ elder: PersonCard['elder']; schemes: SchemeCard[][] }> {
  const at = { month, cutOff: knownAt }
  const sources = await readSources(tx, elder, at)
  const verifications = await readVerifications(tx)
  const names = await readNames(tx, [elder.township, ...explained.flat().flatMap((each) => keysIn(each))])
  const { id, district, name, birthDate } = elder
  return {
    elder: { id, district, name, birthDate, townshipName: names.get(elder.township) ?? elder.township },
    schemes: explained.map((schemes) => schemes.map((each) => schemeCard(each, at, sources, names, verifications))),
  }
}

/** One scheme's card. Pure but for what it is given. */
export function schemeCard(
  of: SchemeExplained,
  run: ReadAt,
  sources: Sourced,
  names: Names,
  verifications: Verifications,
): SchemeCard {
  const { basis, answer, facts, recomputed, stored } = of
  const { rule } = basis
  const shown = stored ?? recomputed
  return {
    scheme: of.scheme,
    title: rule.title,
    form: basis.form,
    outcome: shown.outcome,
    says: sayOutcome(of),
    reason: sayReason(recomputed.reason),
    amountFen: shown.amountFen,
    ceilingFen: shown.ceilingFen,
    example: answer.example,
    agrees: of.agrees,
    sameVersion: of.sameVersion,
    stored,
    steps: answer.trace.map((step) => ({ text: withNames(step.step, keysIn(of), names), value: sayStep(step) })),
    facts: rule.facts
      .filter((fact) => fact.insteadOf === undefined)
      .map((fact) => ({
        name: fact.name,
        label: fact.label,
        value:
          facts[fact.name] === undefined && fact.leftOut === 'none'
            ? (fact.none ?? '无')
            : withNames(sayValue(fact, facts[fact.name]), keysIn(of), names),
        source: sources.get(KINDS[fact.name] ?? '')?.source ?? null,
        since: sources.get(KINDS[fact.name] ?? '')?.since ?? null,
      })),
    missing: answer.missing.map((name) => rule.facts.find((fact) => fact.name === name)?.label ?? name),
    parameters: basis.parameters.map((each) => ({ ...each })),
    clauses: rule.clauses.map(({ doc, section }) => {
      const document = findDocument(doc)
      const over =
        document?.until !== null && document?.until !== undefined && document.until < dayThatCounts(run.month)
      return {
        doc,
        title: document?.title ?? doc,
        number: document?.docNo ?? '',
        section,
        lastVerified: lastVerifiedOn({ doc, section }, verifications),
        standing: over ? ('periodOver' as const) : ('notVerified' as const),
      }
    }),
    conditions: [...rule.conditions],
    reading: rule.reading ?? null,
    link: rule.link ?? null,
    nearest: basis.state === 'evaluated' ? nearestChanges(rule, facts, basis.context, run.month) : [],
    version: answer.version,
  }
}

type Names = ReadonlyMap<string, string>

/** Keys of divisions among a person's facts; people read their names. */
export const keysIn = ({ basis, facts }: SchemeExplained): string[] =>
  basis.rule.facts.flatMap((fact) => {
    const value = facts[fact.name]
    return fact.type === 'division' && typeof value === 'string' ? [value] : []
  })

const withNames = (text: string, keys: readonly string[], names: Names): string =>
  keys.reduce((said, key) => said.replaceAll(key, names.get(key) ?? key), text)

export async function readNames(tx: Tx, keys: readonly string[]): Promise<Names> {
  const { rows } = await sql<{ key: string; name: string }>`
    select key, name from divisions.division where key = any (${[...new Set(keys)]}::text[])`.execute(tx)
  return new Map(rows.map((row) => [row.key, shortName(row.name)]))
}

function sayOutcome({ basis, recomputed, stored, answer }: SchemeExplained): string {
  const { outcome, amountFen, ceilingFen } = stored ?? recomputed
  const mark = answer.example ? '（示例）' : ''
  if (outcome === 'granted' && amountFen !== null) return `每月 ${showYuan(amountFen)}${mark}`
  if (outcome === 'granted' && ceilingFen !== null)
    return `消费券每月最高 ${showYuan(ceilingFen)}${mark}，由国家平台发放`
  if (basis.state === 'blocked')
    return `本区还没有设定：${basis.blockedBy.map((id) => basis.context.parameter(id).label).join('、')}`
  return OUTCOME_WORDS[outcome] ?? outcome
}

function sayStep({ value }: Step): string | null {
  if (value === true) return '是'
  if (value === false) return '否'
  if (value === null) return '不明'
  return value === undefined ? null : String(value)
}

/** Source and first day of every fact that held on the day, as known at the run. */
export async function readSources(tx: Tx, elder: ElderKey, run: ReadAt): Promise<Sourced> {
  const on = dayThatCounts(run.month)
  const periods = await readFacts(tx, elder.district, elder.id, { knownAt: run.cutOff })
  return new Map(
    periods
      .filter((each) => each.validFrom <= on && (each.validTo === null || each.validTo > on))
      .map((each) => [each.kind, { source: SOURCE_WORDS[each.sourceKind] ?? each.sourceKind, since: each.validFrom }]),
  )
}

async function readBackPay(tx: Tx, elder: ElderKey, run: Run): Promise<PersonCard['backPay']> {
  const { rows } = await sql<PersonCard['backPay'][number]>`
    select to_char(month, 'YYYY-MM') as month, scheme, settled_fen as "settledFen", due_fen as "dueFen", difference_fen as "differenceFen"
      from benefits.difference
     where district = ${elder.district} and run_id = ${run.id}::uuid and elder_id = ${elder.id}::uuid order by month, scheme`.execute(
    tx,
  )
  return rows
}

export type PersonMonth = {
  month: string
  scheme: Scheme
  outcome: string
  amountFen: number | null
  ceilingFen: number | null
  reason: string
}

/** What a person was granted, month by month, newest first: from the latest run of each month that holds the person. */
export async function readPersonMonths(tx: Tx, { district, id }: ElderKey): Promise<PersonMonth[]> {
  const { rows } = await sql<PersonMonth>`
    with last as (
      select distinct on (r.month) r.id, r.month from benefits.run r
       where r.state = 'sealed' and exists (select 1 from benefits.entitlement n
               where n.district = ${district} and n.run_id = r.id and n.elder_id = ${id}::uuid)
       order by r.month desc, r.cut_off desc)
    select to_char(last.month, 'YYYY-MM') as month, n.scheme, n.outcome, n.amount_fen as "amountFen", n.ceiling_fen as "ceilingFen", n.reason
      from last join benefits.entitlement n on n.district = ${district} and n.run_id = last.id and n.elder_id = ${id}::uuid
     order by last.month desc, n.scheme limit 240`.execute(tx)
  return rows.map((row) => ({ ...row, month: showMonth(row.month as Day), reason: sayReason(row.reason) }))
}
