import { sql } from 'kysely'
import { addMonths, type Day, type Month } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import type { Settings } from '../../policy/index.ts'
import { approveClaim, prepareClaim, verifyClaim } from './claim.ts'
import { findPlace } from './evidence.ts'
import { payInstalment, releaseInstalment } from './pay-instalment.ts'

type Asked = {
  readonly district: string
  readonly today: Day
  readonly settings: Settings
  readonly maker: string
  readonly checker: string
  readonly finance: string
}

type Home = {
  readonly name: string
  readonly kind: 'careHome' | 'nursery'
  readonly beds: number
  readonly acceptedOn: Day
  readonly facts: Readonly<Record<string, unknown>>
}

/** Three places with beds and residents of the synthetic register, and claims in several states; everything is marked 示例. */
export async function fillDemonstrationSubsidies(tx: Tx, asked: Asked): Promise<void> {
  const { district, today, settings, maker, checker, finance } = asked
  const months = (back: number) => addMonths(`${today.slice(0, 8)}01` as Day, -back)
  const private_ = { ownership: 'private', inOperation: true }
  const large = await addPlace(tx, asked, {
    name: '示例·南泉颐养院',
    kind: 'careHome',
    beds: 120,
    acceptedOn: months(9),
    facts: { ...private_, tenure: 'owned', leaseYears: null },
  })
  const small = await addPlace(tx, asked, {
    name: '示例·鱼洞敬老公寓',
    kind: 'careHome',
    beds: 60,
    acceptedOn: months(20),
    facts: { ...private_, tenure: 'leased', leaseYears: 8 },
  })
  const nursery = await addPlace(tx, asked, {
    name: '示例·李家沱托育园',
    kind: 'nursery',
    beds: 45,
    acceptedOn: months(6),
    facts: { affordable: true, centrallyFunded: true, lessor: 'stateOwnedAssets', annualRentFen: 18_000_000 },
  })
  await addStays(tx, district, large, small, months)
  const month = (back: number) => months(back) as string as Month
  const prepare = async (rule: string, place: string, from: Month, to: Month): Promise<string> => {
    const found = await findPlace(tx, district, place)
    if (found === undefined) throw new Error('no place')
    const made = await prepareClaim(
      tx,
      maker,
      { district, rule, place: found, from, to, settings },
      '由机构报送，系统自动带入证据',
    )
    if (!made.ok) throw new Error(made.refusal.message)
    return made.value.id
  }
  const done = (result: { ok: boolean }) => {
    if (!result.ok) throw new Error(JSON.stringify(result))
  }
  const built = { district, id: await prepare('construction-subsidy', large, month(9), month(9)) }
  done(await verifyClaim(tx, maker, built, '抽查 12 张床位，编号、位置与验收表一致（示例）'))
  const half = 66_000_000
  done(
    await approveClaim(tx, checker, built, [
      { dueWhen: '床位验收合格', amountFen: half },
      { dueWhen: '投入运营满 12 个月，复查床位仍在用', amountFen: half },
    ]),
  )
  done(await releaseInstalment(tx, checker, built, 1, '验收合格证（示例）'))
  done(await payInstalment(tx, finance, built, 1, months(1)))
  await prepare('banan-operating-subsidy', large, month(3), month(1))
  done(
    await verifyClaim(
      tx,
      maker,
      { district, id: await prepare('banan-operating-subsidy', small, month(3), month(1)) },
      '抽查 6 名住养老人，入住与户籍登记一致（示例）',
    ),
  )
  await prepare('banan-childcare-slot-subsidy', nursery, month(6), month(6))
}

async function addPlace(tx: Tx, { district, maker }: Asked, of: Home): Promise<string> {
  const id = newId()
  await sql`
    insert into subsidies.place (district, id, name, kind, credit_code, operator, example, recorded_by)
    values (${district}, ${id}, ${of.name}, ${of.kind}, '91500113MA0000002X', ${`${of.name}运营方`}, true, ${maker})`.execute(
    tx,
  )
  await sql`
    insert into subsidies.place_fact (district, place_id, name, valid_from, value, evidence, recorded_by)
    select ${district}, ${id}::uuid, key, ${of.acceptedOn}::date, value, '登记材料（示例）', ${maker} from jsonb_each(${JSON.stringify(of.facts)}::jsonb)`.execute(
    tx,
  )
  await sql`
    insert into subsidies.bed (district, id, place_id, label, accepted_on, evidence)
    select ${district}, ledger.new_id(), ${id}::uuid, ${of.kind === 'nursery' ? 'T' : 'B'} || lpad(n::text, 3, '0'), ${of.acceptedOn}::date, '验收表（示例）'
      from generate_series(1, ${of.beds}) n`.execute(tx)
  return id
}

/**
 * Residents from the synthetic register: the large home passes the 50 % in two of the three months, the small one always; one person is in the books of both, some are
 * registered elsewhere, some came, left or died within a month.
 */
async function addStays(
  tx: Tx,
  district: string,
  large: string,
  small: string,
  months: (back: number) => Day,
): Promise<void> {
  await sql`
    with person as (
      select id, household_division, row_number() over (order by id) as n from elders.elder
       where district = ${district} and merged_into is null and birth_date < ${addMonths(months(0), -12 * 78)}::date order by id limit 106)
    insert into subsidies.stay (district, id, place_id, elder_id, household_division, from_day, until_day, ended, source)
    select ${district}, ledger.new_id(), case when n <= 66 then ${large}::uuid else ${small}::uuid end, id,
           case when n % 11 = 0 then '500112001' when n % 29 = 0 then null else ${district} end,
           case when n between 58 and 66 then ${months(2)}::date + 9 else ${months(8)}::date + n::int % 40 end,
           case when n in (5, 70) then ${months(2)}::date + 12 when n in (6, 71) then ${months(1)}::date + 17 end,
           case when n in (5, 70) then 'died' when n in (6, 71) then 'left' end, '入住登记（示例）' from person
    union all
    select ${district}, ledger.new_id(), ${small}::uuid, id, ${district}, ${months(3)}::date + 5, null, null, '入住登记（示例）' from person where n = 8`.execute(
    tx,
  )
}
