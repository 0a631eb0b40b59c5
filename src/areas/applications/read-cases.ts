import { sql } from 'kysely'
import {
  type ActorAt,
  type CaseFile,
  type CaseRow,
  caseFile,
  daysLeft,
  type ProcessDeclaration,
  type Processes,
  type Worker,
  type WorkQuery,
  worklist,
} from '../../engines/process/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result } from '../../platform/http/index.ts'
import type { CaseLine, CasePage } from './cases-contract.ts'

type Surroundings = { readonly processes: Processes; readonly today: Day }

/** One page of the work list with names: the persons of a page are read in one statement. */
export async function listCases(
  tx: Tx,
  query: WorkQuery,
  worker: Worker,
  around: Surroundings,
): Promise<{ rows: CaseLine[]; next: string | null; count: { total: number; capped: boolean } }> {
  const page = await worklist(tx, query, worker)
  return { ...page, rows: await linesOf(tx, page.rows, around) }
}

async function linesOf(tx: Tx, rows: readonly CaseRow[], { processes, today }: Surroundings): Promise<CaseLine[]> {
  const names = await namesOf(tx, rows)
  const lines: CaseLine[] = []
  for (const row of rows) {
    const declaration = await processes.versionOf(tx, row.kind, row.version)
    lines.push(lineOf(row, declaration, names.get(row.id), today))
  }
  return lines
}

type Names = { name: string; townshipName: string }

/** The subject's name and the township's, by case. A facility is named by its application. */
async function namesOf(tx: Tx, rows: readonly CaseRow[]): Promise<ReadonlyMap<string, Names>> {
  const keys = rows.map(({ district, id, subjectId, township }) => ({ district, id, subject: subjectId, township }))
  const found = await sql<Names & { id: string }>`
    select k.id::text as id, coalesce(e.name, nullif(a.about, ''), '') as name, coalesce(d.name, k.township) as "townshipName"
      from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(district text, id uuid, subject uuid, township text)
      left join elders.elder e on e.district = k.district and e.id = k.subject
      left join applications.application a on a.district = k.district and a.case_id = k.id
      left join divisions.division d on d.key = k.township`.execute(tx)
  return new Map(found.rows.map(({ id, ...names }) => [id, names]))
}

function lineOf(
  row: CaseRow,
  declaration: ProcessDeclaration | undefined,
  names: Names | undefined,
  today: Day,
): CaseLine {
  const state = declaration?.states[row.state]
  const clock = state?.clock === undefined ? undefined : declaration?.clocks[state.clock]
  return {
    district: row.district,
    id: row.id,
    number: row.number,
    kind: row.kind,
    title: declaration?.title ?? row.kind,
    name: names?.name || aboutOf(row),
    townshipName: names?.townshipName ?? row.township,
    state: row.state,
    stateTitle: state?.title ?? row.state,
    desk: row.desk,
    handler: row.handler,
    origin: row.origin,
    outcome: row.outcome,
    dueOn: row.dueOn,
    dueNote: row.dueNote,
    daysLeft: clock === undefined || row.dueOn === null ? null : daysLeft(clock, row.dueOn, today),
    counts: clock?.term.count ?? null,
    openedOn: row.openedOn,
    closedAt: row.closedAt,
    urgedOn: row.urgedOn,
  }
}

/** What a case without a person is about, as its area wrote it down when it began. */
const aboutOf = ({ rules }: CaseRow): string => (typeof rules.about === 'string' ? rules.about : '')

/** One case for its page: with the moves that the officer may make now. */
export async function readCase(
  tx: Tx,
  ref: { readonly district: string; readonly id: string },
  actorAt: ActorAt,
  around: Surroundings,
): Promise<Result<CasePage>> {
  const read = await caseFile(tx, around.processes, ref, actorAt, around.today)
  if (!read.ok) return read
  const [line] = await linesOf(tx, [read.value.case], around)
  return ok(pageOf(read.value, line as CaseLine))
}

const pageOf = (
  { case: row, declaration, clock, evidence, missing, timeline, moves }: CaseFile,
  line: CaseLine,
): CasePage => ({
  line,
  revision: row.revision,
  clockTitle: clock?.title ?? null,
  subject: { kind: row.subjectKind, id: row.subjectId, name: line.name },
  evidence: [...evidence],
  missing: [...missing],
  askable: Object.entries(declaration.evidence).map(([name, { title }]) => ({ name, title })),
  timeline: timeline.map(({ seq, at, says, account, party, onBehalfOf, shown }) => ({
    seq,
    at,
    says,
    account,
    party,
    onBehalfOf,
    shown,
  })),
  moves: moves.map(({ name, declaration: move, unavailable }) => ({
    name,
    title: move.title,
    tone: move.tone ?? null,
    reason: move.reason ?? null,
    asksForMissing: move.asksForMissing === true,
    unavailable: unavailable ?? null,
  })),
})
