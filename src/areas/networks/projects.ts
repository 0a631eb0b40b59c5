import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { countyQuota, countyQuotaSource, sayClause } from '../../policy/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import type { NewProject, Projects, ReachStage } from './contract.ts'
import { nextStage, STAGES, type Stage } from './gates.ts'
import { refusals } from './refusals.ts'
import { PROJECTS, type ProjectKind } from './words.ts'

type Place = { readonly district: string; readonly township: string; readonly village: string | null }
type Row = Omit<Projects['rows'][number], 'place' | 'next' | 'paidFen'> & { township: string; village: string | null }

/** What each kind of project leaves in the register. An upgrade leaves a home that was there before: it is counted by its acceptance only. */
const REGISTERED: Readonly<Partial<Record<ProjectKind, string>>> = {
  careCentre: 'intensiveCareCentre',
  townshipCentre: 'townshipCareCentre',
  villagePoint: 'mutualAidPoint',
}

/** Projects with their stages, and against the district's quota: what stands in the register beside what was only planned. */
export async function readProjects(tx: Tx, district: string, tree: DivisionTree, today: Day): Promise<Projects> {
  const { rows } = await sql<Row>`
    select p.district, p.id::text, p.kind, p.name, p.township, p.village, p.planned_fen::float as "plannedFen", p.funds, p.example,
           coalesce((select jsonb_agg(jsonb_build_object('stage', s.stage, 'reachedOn', s.reached_on, 'evidence', s.evidence, 'paidFen', s.paid_fen)
                              order by s.reached_on)
                       from networks.project_stage s where s.district = p.district and s.project_id = p.id), '[]') as stages
      from networks.project p where p.district = ${district} order by p.kind, p.name, p.id limit 500`.execute(tx)
  const register = await sql<{ kind: string; many: number }>`
    select f.kind, count(*)::int as many from facilities.facility f
      join facilities.attribute a on a.district = f.district and a.facility_id = f.id and a.kind = 'status' and a.superseded_at is null
       and a.valid_from <= ${today}::date and (a.valid_to is null or a.valid_to > ${today}::date) and a.value #>> '{}' = 'operating'
     where f.district = ${district} group by f.kind`.execute(tx)
  const inRegister = new Map(register.rows.map((row) => [row.kind, row.many]))
  const quota = countyQuota(district)
  const finished = (row: Row) => row.stages.some((each) => each.stage === 'acceptance')
  const kinds = Object.keys(PROJECTS) as ProjectKind[]
  return {
    source: sayClause(countyQuotaSource),
    quota: kinds.map((kind) => {
      const own = rows.filter((row) => row.kind === kind)
      const done = own.filter(finished).length
      return {
        kind,
        quota: quota?.[kind] ?? null,
        inRegister: inRegister.get(REGISTERED[kind] ?? '') ?? done,
        planned: own.length - done,
        finished: done,
      }
    }),
    rows: rows.map(({ township, village, ...row }) => ({
      ...row,
      place: tree.path(village ?? township, today) || township,
      paidFen: row.stages.reduce((sum, each) => sum + each.paidFen, 0),
      next: nextStage(row.stages.map((each) => each.stage)) ?? null,
    })),
  }
}

export async function addProject(
  tx: Tx,
  by: string,
  place: Place,
  given: NewProject,
  example = false,
): Promise<Result<{ id: string }>> {
  const id = newId()
  await sql`
    insert into networks.project (district, id, kind, name, township, village, planned_fen, funds, example, recorded_by)
    values (${place.district}, ${id}::uuid, ${given.kind}, ${given.name}, ${place.township}, ${place.village}, ${given.plannedFen}, ${given.funds},
            ${example}, ${by})`.execute(tx)
  return ok({ id })
}

/** A stage with its evidence and what was paid at it: in order, and never more than was planned. As the system role. */
export async function reachStage(
  tx: Tx,
  by: string,
  { district, id }: { district: string; id: string },
  given: ReachStage,
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql<Place & { planned: number }>`
    select district, township, village, planned_fen::float as planned from networks.project
     where district = ${district} and id = ${id}::uuid for update`.execute(tx)
  const project = rows[0]
  if (project === undefined) return refuse(refusals.unknown())
  const past = await sql<{ stage: Stage; on: Day; paid: number }>`
    select stage, reached_on as on, paid_fen::float as paid from networks.project_stage
     where district = ${district} and project_id = ${id}::uuid order by reached_on`.execute(tx)
  const next = nextStage(past.rows.map((row) => row.stage))
  if (next === undefined) return refuse(refusals.stagesOver())
  if (given.stage !== next) return refuse(refusals.stageOrder(STAGES[next]))
  const last = past.rows.at(-1)
  if (last !== undefined && given.on < last.on) return refuse(refusals.stageEarlier())
  if (past.rows.reduce((sum, row) => sum + row.paid, given.paidFen) > project.planned)
    return refuse(refusals.paidBeyond())
  await sql`
    insert into networks.project_stage (district, project_id, stage, reached_on, evidence, paid_fen, recorded_by, township, village)
    values (${district}, ${id}::uuid, ${given.stage}, ${given.on}::date, ${given.evidence}, ${given.paidFen}, ${by}, ${project.township},
            ${project.village})`.execute(tx)
  return ok({ done: true })
}
