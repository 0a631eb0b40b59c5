import { sql } from 'kysely'
import type { Month } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { showYuan } from '../../platform/money/fen.ts'
import type { Settings } from '../../policy/index.ts'
import { type Batch, basisOf, cardsUnder, explainUnder, readPersonFacts, type SchemeCard } from '../benefits/index.ts'
import { shortName } from '../divisions/index.ts'
import type { CardHead, Person } from './contract.ts'
import { type Effect, worthOf } from './effect.ts'
import { refusals } from './refusals.ts'
import { type Order, readBatchColumns, settingsTried, trialOf } from './try-changes.ts'

const PAGE = 50

type Asked = Pick<Order, 'division' | 'from' | 'changes'> & { readonly month: Month }

/** Who gains or who loses in a batch, by id, one page at a time; each opens the person's 依据卡 before and after. */
export async function listPersons(
  tx: Tx,
  batch: Batch,
  settings: Settings,
  { turn, after, ...asked }: Asked & { readonly turn: 'gain' | 'lose'; readonly after?: string | undefined },
): Promise<{ rows: Person[]; next: string | null }> {
  const { persons } = await readBatchColumns(tx, batch, settings, asked.month, { ids: true })
  const trial = trialOf(persons, batch, settings, asked, asked.month)
  const states = trial.statesOf(persons)
  const found: { id: string; effect: Effect }[] = []
  for (let row = 0; row < persons.count && found.length <= PAGE; row++) {
    const effect = trial.effectOf(states[row]!)
    if (effect.turn === turn && (after === undefined || persons.ids[row]! > after))
      found.push({ id: persons.ids[row]!, effect })
  }
  const shown = found.slice(0, PAGE)
  const titles = trial.before.schemes.map((each) => each.rule.title)
  const named = await namesOf(
    tx,
    persons.districts,
    shown.map((each) => each.id),
  )
  const rows = shown.flatMap(({ id, effect }) => {
    const person = named.get(id)
    return person
      ? [
          {
            ...person,
            elder: id,
            fenBefore: effect.fenBefore,
            fenAfter: effect.fenAfter,
            says: sayEffect(effect, titles),
          },
        ]
      : []
  })
  return { rows, next: found.length > PAGE ? shown.at(-1)!.id : null }
}

type Named = Pick<Person, 'district' | 'name' | 'birthDate' | 'townshipName'>

async function namesOf(
  tx: Tx,
  districts: readonly string[],
  ids: readonly string[],
): Promise<ReadonlyMap<string, Named>> {
  const { rows } = await sql<Named & { id: string; township: string | null }>`
    select e.id::text as id, e.district, e.name, e.birth_date as "birthDate", t.name as township
      from elders.elder e left join divisions.division t on t.key = e.township
     where e.district = any (${[...districts]}::text[]) and e.id = any (${[...ids]}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, township, ...row }) => [id, { ...row, townshipName: shortName(township ?? '') }]))
}

/** `高龄津贴 100.00 元 → 120.00 元；养老服务补贴 不享受 → 200.00 元`. */
export function sayEffect({ before, after }: Effect, titles: readonly string[]): string {
  const say = (fen: number) => (fen === 0 ? '不享受' : showYuan(fen))
  return titles
    .flatMap((title, at) => {
      const [was, is] = [worthOf(before[at]), worthOf(after[at])]
      return was === is ? [] : [`${title} ${say(was)} → ${say(is)}`]
    })
    .join('；')
}

/** One person's 依据卡 as it is, and as it would be. */
export async function readCards(
  tx: Tx,
  batch: Batch,
  settings: Settings,
  { district, elder, ...asked }: Asked & { readonly district: string; readonly elder: string },
): Promise<Result<CardHead & { before: SchemeCard[]; after: SchemeCard[] }>> {
  const { rows } = await sql<{ now: string }>`select clock_timestamp()::text as now`.execute(tx)
  const at = { month: asked.month, knownAt: rows[0]!.now }
  const [before, after] = [settings, settingsTried(settings, batch, asked)].map((each) =>
    basisOf(batch.payer, asked.month, each),
  )
  const person = await readPersonFacts(tx, { district, id: elder }, before!, at.knownAt, batch.townships)
  if (person === undefined) return refuse(refusals.personNotFound())
  const sides = [before!, after!].map((basis) => explainUnder(basis, person.facts, person.claimed))
  const { elder: shown, schemes } = await cardsUnder(tx, person.person, at, sides)
  return ok({ elder: shown, month: asked.month.slice(0, 7), before: schemes[0]!, after: schemes[1]! })
}
