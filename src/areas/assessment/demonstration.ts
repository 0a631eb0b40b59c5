import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { itemsOf } from '../../engines/instrument/index.ts'
import { addDays, addMonths, type Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { gbt42195 } from '../../policy/instruments/gbt42195.ts'
import { openDispute } from './disputes.ts'
import { freezeDraw, performDraw } from './draws.ts'
import { calm, insertHistory, type PastSheet } from './insert-history.ts'
import { addLtc } from './ltc.ts'
import { assignByLoad, assignPair, lockOrder, orderAssessments } from './orders.ts'
import { addRecognition } from './recognition.ts'
import { addAgency, addAssessor } from './registry.ts'
import { LEVELS, type Level } from './words.ts'

type Asked = {
  readonly district: string
  readonly today: Day
  readonly maker: string
  readonly reviewer: string
  /** Credit codes of the two example agencies; the first is the organisation of the desk's account. */
  readonly agencies: readonly [string, string]
  /** Accounts that can sign in; they belong to the first agency. */
  readonly pair: readonly [string, string]
}

/** Example assessors beside the two with accounts. The fifth grades more severely than the others do. */
const OTHERS = ['ex-assessor3', 'ex-assessor4', 'ex-assessor5', 'ex-assessor6', 'ex-assessor7', 'ex-assessor8'] as const
const DRIFTS = 'ex-assessor5'
const MOST_SHEETS = 400
/** Lowest and highest total of each level (standards 01 §1.2). */
const BANDS: readonly (readonly [number, number])[] = [
  [90, 90],
  [66, 89],
  [46, 65],
  [30, 45],
  [4, 29],
]

/**
 * Fills the district with two example agencies, some hundreds of sheets behind the levels that the register holds already (so that no benefit
 * changes), one assessor who drifts, orders in each state, disputes, a draw, results from elsewhere and gradings of long-term care.
 */
export async function fillDemonstrationAssessments(tx: Tx, asked: Asked): Promise<void> {
  const { district, today, maker, reviewer } = asked
  await addPeople(tx, asked)
  const sheets = await pastSheets(tx, asked)
  const ids = await insertHistory(tx, district, sheets, { reviewer, months: 12 })
  await orderSome(tx, asked)
  const recent = ids.filter((_, at) => (sheets[at]?.on ?? '') > addDays(today, -60)).slice(0, 2)
  for (const id of recent)
    await openDispute(
      tx,
      maker,
      { district, id },
      {
        raisedBy: 'family',
        raiserName: '示例家属',
        grounds: '示例：近来常需要人帮忙穿衣和洗澡，认为等级偏轻',
        raisedOn: today,
      },
      today,
    )
  const frozen = await freezeDraw(tx, maker, { district, from: addMonths(today, -12), to: today, size: 5 })
  if (frozen.ok)
    await performDraw(
      tx,
      maker,
      { district, id: frozen.value.id },
      { text: `${today}-示例`, source: '示例：当日公开的开奖号码' },
      today,
    )
  await fromElsewhere(tx, asked)
}

async function addPeople(tx: Tx, { district, maker, today, agencies, pair }: Asked): Promise<void> {
  const made: string[] = []
  for (const [at, creditCode] of agencies.entries()) {
    const agency = await addAgency(tx, maker, {
      district,
      name: `示例·${at === 0 ? '巴山' : '渝水'}老年人能力评估中心`,
      creditCode,
      organisation: creditCode,
      qualification: '示例：区县公示入库',
    })
    if (agency.ok) made.push(agency.value.id)
  }
  const [first = '', second = ''] = made
  const accounts = [...pair, ...OTHERS]
  for (const [at, account] of accounts.entries())
    await addAssessor(tx, maker, {
      district,
      agencyId: at < 5 ? first : second,
      name: `示例评估员${'甲乙丙丁戊己庚辛'[at] ?? at}`,
      account,
      background: at % 2 === 0 ? 'nursing' : 'socialWork',
      certificateNo: `示例-PG-${String(at + 1).padStart(4, '0')}`,
      certifiedFrom: addMonths(today, -24),
      // The last one's certificate ran out a month ago: it cannot be given orders.
      certifiedUntil: addMonths(today, at === accounts.length - 1 ? -1 : 24),
    })
  await sql`update assessment.agency set example = true where district = ${district}`.execute(tx)
  await sql`update assessment.assessor set example = true where district = ${district}`.execute(tx)
}

type Known = { id: string; level: Level; since: Day; institution: boolean }

/** One sheet for each level that the register holds from an assessment, on the very day from which it holds. */
async function pastSheets(tx: Tx, { district, today, pair }: Asked): Promise<PastSheet[]> {
  const { rows } = await sql<Known>`
    select e.id::text, f.value[1] as level, f.valid_from as since,
           exists (select 1 from elders.fact l where l.district = e.district and l.elder_id = e.id and l.kind = 'livingArrangement'
                     and l.superseded_at is null and l.valid_to is null and 'institution' = any (l.value)) as institution
      from elders.elder e
      join elders.fact f on f.district = e.district and f.elder_id = e.id and f.kind = 'careDependency' and f.superseded_at is null
       and f.valid_to is null and f.source_kind = 'assessment' and f.valid_from > ${addMonths(today, -18)}::date and f.valid_from < ${today}::date
     where e.district = ${district} and e.merged_into is null and e.birth_date <= ${addMonths(today, -960)}::date
     order by f.valid_from desc, e.id limit ${MOST_SHEETS}`.execute(tx)
  const firstPairs = [pair[0], pair[1], 'ex-assessor3', 'ex-assessor4', DRIFTS]
  const otherPairs = ['ex-assessor6', 'ex-assessor7', 'ex-assessor8']
  return rows.map((row) => {
    const lot = lotOf(row.id)
    const team = lot(4) === 0 ? otherPairs : firstPairs
    const at = lot(team.length)
    // The levels of the register stay as they are: who drifts is shown by whose name stands under the severe ones.
    const severe = LEVELS.indexOf(row.level) >= 2 && lot(10) < 7
    const first = severe ? DRIFTS : (team[at] as string)
    const second = severe ? 'ex-assessor4' : (team[(at + 1) % team.length] as string)
    const drifts = first === DRIFTS || second === DRIFTS
    const [low, high] = BANDS[LEVELS.indexOf(row.level)] ?? [66, 89]
    const width = high - low + 1
    const total = drifts ? low + lot(Math.ceil(width / 4)) : low + lot(width)
    return {
      elderId: row.id,
      firstAccount: first,
      secondAccount: second,
      on: row.since,
      minutes: drifts && lot(3) === 0 ? 4 : 18 + lot(20),
      answers: calm(itemsFor(total, lot)),
      placeKind: row.institution ? 'facility' : 'home',
    }
  })
}

/** Numbers that look random and are always the same for a person. */
function lotOf(id: string): (below: number) => number {
  let turn = 0
  return (below) => createHash('sha256').update(`${id} ${turn++}`).digest().readUInt32BE(0) % below
}

/** Answers that add up to a total: points are taken away one at a time, here and there. */
function itemsFor(total: number, lot: (below: number) => number): Record<string, number> {
  const items = itemsOf(gbt42195).map((item) => ({
    code: item.code,
    points: Math.max(...item.options.map((option) => option.points)),
  }))
  // Somebody who is not awake at all would need the statement about coma: that item stays as it is.
  const open = items.filter((item) => item.code !== 'B.3.9')
  let sum = items.reduce((all, item) => all + item.points, 0)
  while (sum > total) {
    const left = open.filter((item) => item.points > 0)
    const item = left[lot(left.length)]
    if (item === undefined) break
    item.points--
    sum--
  }
  return Object.fromEntries(items.map((item) => [item.code, item.points]))
}

/** Orders that wait: some open, some given to a pair by load, two of them to the pair that can sign in. */
async function orderSome(tx: Tx, { district, today, maker, pair }: Asked): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select e.id::text from elders.elder e
     where e.district = ${district} and e.merged_into is null and e.birth_date <= ${addMonths(today, -960)}::date
       and not exists (select 1 from assessment.result r where r.district = e.district and r.elder_id = e.id)
       and not exists (select 1 from elders.fact f where f.district = e.district and f.elder_id = e.id and f.kind in ('death', 'residence')
                         and f.superseded_at is null and f.valid_to is null and f.value <> '{}' and (f.kind = 'death' or f.value[1] = 'outside'))
     order by (e.township = ${`${district}103`}) desc, e.birth_date, e.id limit 12`.execute(tx)
  const ordered = await orderAssessments(tx, {
    district,
    elderIds: rows.map((row) => row.id),
    reason: 'first',
    instrument: 'gbt42195',
    placeKind: 'home',
    dueOn: addDays(today, 30),
    note: '',
    account: maker,
    today,
  })
  const { rows: people } = await sql<{ id: string; account: string; agency: string }>`
    select id::text, account, agency_id::text as agency from assessment.assessor where district = ${district} and account = any (${[...pair]}::text[])`.execute(
    tx,
  )
  const idOf = new Map(people.map((row) => [row.account, row]))
  for (const [at, each] of ordered.made.slice(0, Math.floor((ordered.made.length * 2) / 3)).entries()) {
    const order = await lockOrder(tx, { district, id: each.id })
    if (order === undefined) continue
    if (at >= 3) await assignByLoad(tx, maker, order, undefined, addDays(today, 3 + at), today)
    else {
      await assignPair(
        tx,
        maker,
        order,
        { firstId: idOf.get(pair[0])?.id ?? '', secondId: idOf.get(pair[1])?.id ?? '', plannedOn: addDays(today, at) },
        today,
      )
    }
  }
}

/** Results brought from other places and conclusions of the long-term care insurance. */
async function fromElsewhere(tx: Tx, { district, today, maker }: Asked): Promise<void> {
  const issuer = newId()
  await sql`
    insert into assessment.issuer (id, jurisdiction, name, how_checked, from_day, example, recorded_by)
    values (${issuer}, '510100', '示例·锦江老年人能力评估中心', '扫描报告二维码，或致电报告上的电话', ${addMonths(today, -36)}::date, true, ${maker})`.execute(
    tx,
  )
  const { rows } = await sql<{ id: string; name: string }>`
    select e.id::text, e.name from elders.elder e
     where e.district = ${district} and e.merged_into is null and e.birth_date <= ${addMonths(today, -960)}::date
       and not exists (select 1 from elders.fact f where f.district = e.district and f.elder_id = e.id and f.kind in ('careDependency', 'death')
                         and f.superseded_at is null and f.valid_to is null)
     order by e.id limit 5`.execute(tx)
  const [one, two, three, four, five] = rows
  const base = {
    district,
    jurisdiction: '510100',
    personMatch: 'number' as const,
    assessedOn: addMonths(today, -3),
    validUntil: addMonths(today, 9),
    receiptDue: null,
    note: '',
    checkedHow: '',
  }
  if (one !== undefined)
    await addRecognition(
      tx,
      maker,
      {
        ...base,
        elderId: one.id,
        issuerId: issuer,
        issuerName: '示例·锦江老年人能力评估中心',
        reference: '示例-CD-0001',
        personName: one.name,
        scale: 'gbt42195',
        scaleVersion: gbt42195.version,
        originLevel: '中度失能',
        originIndex: 2,
      },
      today,
    )
  if (two !== undefined)
    await addRecognition(
      tx,
      maker,
      {
        ...base,
        elderId: two.id,
        issuerId: null,
        issuerName: '示例·某县评估站',
        reference: '示例-SC-0002',
        personName: two.name,
        personMatch: 'nameOnly',
        scale: 'mzt039',
        scaleVersion: 'MZ/T 039-2013',
        originLevel: '重度失能',
        originIndex: 3,
      },
      today,
    )
  for (const [at, elder] of [three, four, five].entries())
    if (elder !== undefined)
      await addLtc(tx, maker, {
        district,
        elderId: elder.id,
        appliedOn: addMonths(today, -2),
        selfCheck: { a: 3, b: at },
        gradedOn: at === 2 ? null : addMonths(today, -1),
        agency: at === 2 ? '' : '示例·长护评估机构',
        items: null,
        conclusion:
          at === 2 ? null : { no: `示例-长护-${at + 1}`, on: addDays(today, -20), level: 3 + at, validUntil: null },
        serviceMode: at === 0 ? 'home' : at === 1 ? 'facility' : null,
      })
}
