import type { Day } from '../src/platform/clock/day.ts'
import { dayNumber, dayText, moment } from './calendar.ts'
import { makeContacts } from './contacts.ts'
import {
  corrected,
  drawSeverity,
  type FactPlan,
  planCareDependency,
  planDementia,
  planDisability,
  planHardship,
  planLiving,
  planSpecialFamily,
  quickLag,
  recordPeriods,
} from './facts.ts'
import type { IdNumbers } from './id-number.ts'
import type { Sketch } from './living.ts'
import { makeName } from './names.ts'
import type { Fact, FactKind, Oddity, Person } from './person.ts'
import { homeOf, type Place } from './place.ts'
import { hash, type Random } from './random.ts'
import { makeId } from './uuid.ts'

export type Surroundings = {
  place: Place
  /** Day on which the township opened its register. */
  opened: number
  today: number
  numbers: IdNumbers
  /** Other townships whose household registers its residents may be in. */
  elsewhere: readonly string[]
  sharedPhone: { villageIndex: number; number: string } | null
}

/** How likely the register knows a fact at all. What is not known has no row. */
const KNOWN: Partial<Record<FactKind, number>> = {
  livingArrangement: 0.93,
  hardship: 0.95,
  careDependency: 0.9,
  disability: 0.75,
  specialOneChildFamily: 0.85,
}

/** Writes the file of one person. All luck comes from `random`, which belongs to this person alone. */
export function makePerson(sketch: Sketch, number: number, around: Surroundings, random: Random): Person {
  const { place, today, opened, numbers } = around
  const born = dayText(sketch.born)
  const bornYear = Number(born.slice(0, 4))
  const { name, pinyin, initials } = makeName(random, sketch.sex, bornYear, place.district)
  const oddity = drawOddity(sketch, around, random)
  const lastDay = sketch.diedOn ?? today
  const sixtieth = sketch.born + 21_915
  const enrolled = Math.min(
    Math.max(opened + random.below(240), sixtieth + random.between(3, 90)),
    lastDay - 25,
    today - 2,
  )
  const times = { enrolled, today: lastDay }

  const facts: Fact[] = []
  const news: Fact[] = []
  const add = (plan: FactPlan | null) => {
    if (!plan || !random.chance(KNOWN[plan.kind] ?? 1)) return
    const recorded = recordPeriods(plan, { enrolled, today }, random)
    facts.push(...recorded.known)
    news.push(...recorded.news)
  }
  const village = place.villages[sketch.villageIndex]?.key ?? place.key
  const hardship = planHardship(place.rural, times, random)
  const extreme = hardship.periods.at(-1)?.value.includes('extreme') ?? false
  const household = random.chance(0.86) || around.elsewhere.length === 0 ? village : random.pick(around.elsewhere)
  add(planResidence(village, around, times, random))
  add({
    kind: 'household',
    periods: [{ value: [household], from: enrolled }],
    sourceKind: 'import',
    sourceRef: '户籍信息',
    lag: quickLag,
  })
  add(planLiving(sketch, extreme, place.rural, times, random))
  add(hardship)
  if (oddity !== 'staleFacts') {
    add(planCareDependency(drawSeverity(sketch.sex, sketch.age, random), times, random))
    add(planDisability(sketch.age, times, random))
    add(planSpecialFamily(bornYear, times, random))
    add(planDementia(sketch.age, times, random))
  }
  if (sketch.diedOn !== null) add(planDeath(sketch.diedOn, oddity === 'lateDeath'))
  addCorrection(facts, today, random)

  const home = homeOf(place, sketch.villageIndex, sketch.home)
  const id = makeId(number, random)
  const idNumber = oddity === 'withoutIdNumber' ? null : numbers.next(born, sketch.sex, place.district)
  return {
    kind: 'elder',
    id,
    synthetic: true,
    name,
    namePinyin: pinyin,
    nameInitials: initials,
    sex: sketch.sex,
    birthDate: oddity === 'birthDateDiffers' ? writtenOtherwise(born, today) : born,
    idNumber,
    district: place.district,
    township: place.key,
    village,
    address: home.address,
    lng: home.point?.lng ?? null,
    lat: home.point?.lat ?? null,
    householdDivision: household,
    home: `${place.key}-${sketch.home}`,
    householdType: sketch.householdType,
    createdAt: moment(enrolled, 0),
    phones: makeContacts(
      sketch,
      name,
      facts,
      oddity === 'sharedPhone' ? (around.sharedPhone?.number ?? null) : null,
      random,
    ),
    facts,
    diedOn: sketch.diedOn === null ? null : dayText(sketch.diedOn),
    news,
    oddity,
  }
}

function drawOddity(sketch: Sketch, { sharedPhone }: Surroundings, random: Random): Oddity | null {
  if (sharedPhone?.villageIndex === sketch.villageIndex && random.chance(0.4)) return 'sharedPhone'
  if (sketch.diedOn !== null) return random.chance(0.08) ? 'lateDeath' : null
  const luck = random.next()
  if (luck < 0.003) return 'withoutIdNumber'
  if (luck < 0.005) return 'birthDateDiffers'
  return luck < 0.025 ? 'staleFacts' : null
}

/** One in thirty moved since: from another village of the township or from another township. */
function planResidence(
  village: string,
  { place, elsewhere }: Surroundings,
  times: { enrolled: number; today: number },
  random: Random,
): FactPlan {
  const periods = [{ value: [village], from: times.enrolled }]
  if (random.chance(1 / 30) && times.today - times.enrolled > 120) {
    const before =
      random.chance(0.6) || elsewhere.length === 0 ? random.pick(place.villages).key : random.pick(elsewhere)
    const moved = times.enrolled + random.between(60, times.today - times.enrolled - 30)
    if (before !== village)
      periods.splice(0, 1, { value: [before], from: times.enrolled }, { value: [village], from: moved })
  }
  // Known before the month is over, so that the file lies where the person lives.
  const lag = (random: Random) => random.between(1, 25)
  return { kind: 'residence', periods, sourceKind: 'import', sourceRef: '村（社区）台账', lag }
}

/** Most deaths are known within weeks; late ones only after two to eight months, when money may have flowed. */
function planDeath(diedOn: number, late: boolean): FactPlan {
  const lag = (random: Random) => (late ? random.between(60, 240) : quickLag(random))
  const periods = [{ value: [dayText(diedOn) as string], from: diedOn }]
  return { kind: 'death', periods, sourceKind: 'list', sourceRef: '公安机关死亡信息', lag }
}

const WRONG: Partial<Record<FactKind, readonly string[]>> = { livingArrangement: ['alone'], hardship: ['lowIncome'] }

/** One file in forty holds a correction, so that "as known on" has something to show. */
function addCorrection(facts: Fact[], today: number, random: Random): void {
  if (!random.chance(1 / 40)) return
  const at = random.below(facts.length)
  const fact = facts[at] as Fact
  const wrong = WRONG[fact.kind]
  const on = dayNumber(fact.recordedAt.slice(0, 10) as Day) + random.between(7, 60)
  if (!wrong || String(wrong) === String(fact.value) || on >= today) return
  facts.splice(at, 1, ...corrected(fact, wrong, on, random))
}

/** The birth date as an old book had it: day and month exchanged where that is a date, else the first of the month. */
function writtenOtherwise(born: Day, today: number): Day {
  const [year, month, date] = born.split('-') as [string, string, string]
  if (Number(date) <= 12 && date !== month) return `${year}-${date}-${month}` as Day
  const first = `${year}-${month}-01` as Day
  return first === born ? dayText(Math.min(dayNumber(born) + 10, today - 21_920)) : first
}

export const personWords = (seed: string, township: string) => hash(`${seed}/person/${township}`)
