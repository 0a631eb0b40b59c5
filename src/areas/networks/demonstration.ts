import { sql } from 'kysely'
import { addDays, addMonths, type Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Result } from '../../platform/http/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import { addContract, handInReport } from './contracts.ts'
import { actOnEstate, addEstate } from './estates.ts'
import { GATES, type Gate, STAGES, type Stage } from './gates.ts'
import { addLink } from './links.ts'
import { addProject, reachStage } from './projects.ts'
import { readVillages, setVillage } from './villages.ts'

type Asked = { readonly district: string; readonly today: Day; readonly by: string; readonly tree: DivisionTree }
type Found = { id: string; kind: string; name: string; township: string; operator: string | null }

const need = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.refusal.message)
  return result.value
}

/** Networks of the example facilities: guided points, villages without a point, three estates, projects, contracts with a report that is late. */
export async function fillDemonstrationNetworks(tx: Tx, { district, today, by, tree }: Asked): Promise<void> {
  const { rows: all } = await sql<Found>`
    select f.id::text, f.kind, f.name, f.township,
           (select a.value #>> '{}' from facilities.attribute a where a.district = f.district and a.facility_id = f.id and a.kind = 'operator'
               and a.superseded_at is null order by a.valid_from desc limit 1) as operator
      from facilities.facility f where f.district = ${district} and f.example order by f.number`.execute(tx)
  const of = (kind: string) => all.filter((each) => each.kind === kind)
  const from = addMonths(today, -20)
  for (const point of [...of('mutualAidPoint').slice(0, 30), ...of('communityStation')]) {
    const kind = point.kind === 'communityStation' ? 'subdistrictCareCentre' : 'townshipCareCentre'
    const centre = of(kind).find((each) => each.township === point.township)
    if (centre)
      need(await addLink(tx, by, district, { kind: 'guides', facilityId: point.id, parentId: centre.id, from }))
  }
  const villages = await readVillages(tx, district, tree, today)
  const missing = villages.rows.filter((row) => row.state === 'missing')
  const document = '镇政府关于互助养老点设置的批复（示例）'
  for (const [n, row] of missing.slice(0, 6).entries()) {
    const point = villages.rows.find((each) => each.state === 'own' && each.village.startsWith(row.village.slice(0, 9)))
    const given =
      n < 3 && point?.facilityId
        ? ({ state: 'merged', village: row.village, facilityId: point.facilityId, document, from } as const)
        : ({ state: 'exempt', village: row.village, reason: 'dissolving', document, from } as const)
    need(await setVillage(tx, by, district, { tree, today }, given))
  }
  await fillEstates(tx, { district, today, by, tree })
  await fillProjects(tx, { district, today, by, tree })
  for (const home of of('intensiveCareCentre')) {
    const contract = {
      facilityId: home.id,
      operator: home.operator ?? '',
      form: 'entrusted',
      from: addMonths(today, -14),
      until: addMonths(today, 22),
      reportEvery: 6,
      tender: '公开招标（示例）',
      assets: '房屋和设备清单（示例）',
    } as const
    const { id } = need(await addContract(tx, by, district, contract))
    const dueOn = addMonths(contract.from, 6)
    const report = { dueOn, assets: '清单相符（示例）', incidents: '没有' }
    need(await handInReport(tx, by, { district, id }, today, report))
  }
}

async function fillEstates(tx: Tx, { district, today, by, tree }: Asked): Promise<void> {
  const townships = tree.townshipsOf(district, today)
  const passed: readonly (readonly [name: string, gates: number, shortAt?: Gate])[] = [
    ['示例·江语苑', 4],
    ['示例·云山里', 2, 'acceptance'],
    ['示例·南岭雅筑', 1],
  ]
  for (const [n, [name, gates, shortAt]] of passed.entries()) {
    const township = townships[n % townships.length] ?? ''
    const required = 420 + n * 60
    const { id } = need(
      await addEstate(
        tx,
        by,
        { district, township, village: null },
        { name, developer: '示例·置业有限公司', division: township, requiredM2: required, basis: '规划条件函（示例）' },
        true,
      ),
    )
    for (const [at, step] of (Object.keys(GATES) as Gate[]).slice(0, gates).entries())
      need(
        await actOnEstate(
          tx,
          by,
          { district, id },
          {
            act: 'gate',
            step,
            areaM2: required + 12,
            document: `${GATES[step]}文件（示例）`,
            on: addDays(today, at * 90 - 500),
          },
        ),
      )
    if (shortAt)
      await actOnEstate(
        tx,
        by,
        { district, id },
        {
          act: 'gate',
          step: shortAt,
          areaM2: required - 85,
          document: '联合验收意见（示例）',
          on: addDays(today, -30),
        },
      )
  }
}

async function fillProjects(tx: Tx, { district, today, by, tree }: Asked): Promise<void> {
  const townships = tree.townshipsOf(district, today)
  const plans = [
    ['homeUpgrade', '示例·木洞敬老院改造提升', 320_000_000, 6],
    ['homeUpgrade', '示例·接龙敬老院改造提升', 280_000_000, 4],
    ['townshipCentre', '示例·石龙镇养老服务中心', 150_000_000, 3],
    ['villagePoint', '示例·二圣镇互助养老点（三处）', 24_000_000, 1],
  ] as const
  for (const [n, [kind, name, plannedFen, reached]] of plans.entries()) {
    const township = townships[9 + n] ?? townships[0] ?? ''
    const given = { kind, name, division: township, plannedFen, funds: '中央补助、区级福彩公益金（示例）' }
    const { id } = need(await addProject(tx, by, { district, township, village: null }, given, true))
    for (const [at, stage] of (Object.keys(STAGES) as Stage[]).slice(0, reached).entries())
      need(
        await reachStage(
          tx,
          by,
          { district, id },
          {
            stage,
            on: addDays(today, at * 60 - 420),
            evidence: `${STAGES[stage]}凭证（示例）`,
            paidFen: stage === 'building' ? plannedFen / 2 : 0,
          },
        ),
      )
  }
}
