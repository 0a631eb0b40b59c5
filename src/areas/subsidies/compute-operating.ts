import { sql } from 'kysely'
import { addMonths, type Day, lastOfMonth, type Month } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type Result, refuse } from '../../platform/http/index.ts'
import { compileSql, findRule, resolveParameter, ruleContext } from '../../policy/index.ts'
import { personFacts, RULE_COLUMNS } from '../elders/index.ts'
import { type ClaimOrder, type Computed, finish, type Item, type MonthShown, toldOf } from './computed.ts'
import { type CountRule, countMonth } from './count-months.ts'
import { countBeds, type Place, personMonthsPaid, placeFactsOn, staysOf } from './evidence.ts'
import { refusals } from './refusals.ts'
import { askRule, type RuleCard } from './rule-card.ts'

const COUNT_RULE = 'operating-subsidy-count-rule'
const WEIGHTS = {
  special: 'operating-subsidy-weight-special-difficulty',
  dependent: 'operating-subsidy-weight-lost-abilities',
} as const

/**
 * The operating subsidy month by month: residents on dated stays, the occupancy test by the rule of the catalogue, then one item for each person and month,
 * counted or left out with the reason. Residents of every household fill the beds; who is paid for is the rule's matter, and nobody is turned away.
 */
export async function computeOperating(
  tx: Tx,
  order: ClaimOrder & { readonly place: Place },
): Promise<Result<Computed>> {
  const { district, rule, place, from, to, settings } = order
  const asked = { on: lastOfMonth(to), division: district, settings }
  const how = resolveParameter(COUNT_RULE, asked)
  if (how === undefined || how.basis === 'unset') return refuse(refusals.settingMissing(how?.name ?? COUNT_RULE))
  const stays = await staysOf(tx, place, from as string as Day, lastOfMonth(to))
  const paid = await personMonthsPaid(tx, { district, rule, from, to })
  const items: Item[] = []
  const cards: RuleCard[] = []
  const months: MonthShown[] = []
  for (let month = from; month <= to; month = addMonths(month as string as Day, 1) as string as Month) {
    const on = lastOfMonth(month)
    const count = countMonth(month, { place: place.id, district, rule: how.value as CountRule }, stays)
    const beds = await countBeds(tx, place, on)
    const told = toldOf(await placeFactsOn(tx, place, on))
    const { answer, card } = askRule(
      { rule, division: district, on, settings },
      {
        ...told,
        beds: { value: beds, source: `验收在用的床位，${on}` },
        residents: { value: count.residents, source: `${place.name}入住记录` },
        residentsOfLocalHousehold: { value: count.residentsOfLocalHousehold, source: '入住时登记的户籍' },
      },
    )
    cards.push(card)
    const granted = answer.outcome === 'granted'
    const base =
      granted && count.residentsOfLocalHousehold > 0 ? (answer.amountFen ?? 0) / count.residentsOfLocalHousehold : 0
    const dishonest = told.seriousDishonesty?.value === true
    const extra = await extraPercents(
      tx,
      { ...order, on },
      count.persons.filter((each) => each.counted).map((each) => each.elder),
    )
    const counted: Item[] = count.persons.map(({ elder, counted, reason }) => {
      const before = paid.has(`${elder} ${month}`)
      const why = !counted
        ? reason
        : before
          ? 'paidBefore'
          : dishonest
            ? 'dishonesty'
            : granted
              ? 'met'
              : answer.outcome === 'undetermined'
                ? 'undetermined'
                : 'occupancyBelow'
      const percent = why === 'met' ? (extra.get(elder) ?? 0) : 0
      return {
        rule,
        subject: 'personMonth',
        subjectId: elder,
        month,
        counted: why === 'met',
        reason: percent > 0 ? 'metWeighted' : why,
        amountFen: why === 'met' ? Math.floor((base * (100 + percent)) / 100) : 0,
      }
    })
    items.push(...counted)
    months.push({
      month: month.slice(0, 7),
      beds,
      residents: count.residents,
      localResidents: count.residentsOfLocalHousehold,
      counted: counted.filter((item) => item.counted).length,
      amountFen: counted.reduce((sum, item) => sum + item.amountFen, 0),
      reached: granted,
    })
  }
  return finish(items, cards, months)
}

/**
 * What is added for residents in special difficulty and with lost abilities, in percent by person: the larger of the two where both hold. A weight that the
 * district has not set adds nothing, and the catalogue shows it as open.
 */
async function extraPercents(
  tx: Tx,
  { district, on, settings }: ClaimOrder & { readonly on: Day },
  elders: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const percent = (id: string): number => {
    const value = resolveParameter(id, { on, division: district, settings })
    return value?.basis === 'setting' && typeof value.value === 'number' ? value.value : 0
  }
  const special = percent(WEIGHTS.special)
  const dependent = percent(WEIGHTS.dependent)
  const rule = findRule('special-difficulty')
  if (elders.length === 0 || special + dependent === 0 || rule === undefined) return new Map()
  const { applies } = compileSql(rule, ruleContext({ on, division: district, settings }), RULE_COLUMNS)
  const within = sql`e.id = any (${[...elders]}::uuid[])`
  const { rows } = await sql<{ elder: string; percent: number }>`
    select pf.elder_id as elder, greatest(case when ${sql.raw(applies)} then ${special}::int else 0 end,
             case when pf.care_dependency in ('moderate', 'severe', 'total') then ${dependent}::int else 0 end) as percent
      from ${personFacts({ asOf: on }, { shape: 'each', districts: [district], within })} pf`.execute(tx)
  return new Map(rows.map((row) => [row.elder, row.percent]))
}
