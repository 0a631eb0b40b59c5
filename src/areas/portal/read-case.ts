import { sql } from 'kysely'
import { caseFile, type Processes } from '../../engines/process/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { maskName } from '../../platform/crypto/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result } from '../../platform/http/index.ts'
import { findRule, type Settings, sayClause } from '../../policy/index.ts'
import { readApplication, readProgress } from '../applications/index.ts'
import type { OpenedForCitizen } from './case-access.ts'
import type { CaseProgress } from './contract.ts'
import { POST_WORDS } from './words.ts'

/** The states that most cases pass, in order: what is still to come is shown without a date. */
const USUAL = ['submitted', 'checking', 'noticed', 'deciding'] as const

/** P05: where a case is, by when, who has it, and, where it was refused, which condition failed and what would change that. */
export async function readCase(
  tx: Tx,
  processes: Processes,
  { ref, kind, actor, byCode }: OpenedForCitizen,
  { today, settings }: { readonly today: Day; readonly settings: Settings },
): Promise<Result<CaseProgress>> {
  const read = await readProgress(tx, processes, ref, today)
  if (!read.ok) return read
  const file = await caseFile(tx, processes, ref, () => actor, today)
  if (!file.ok) return file
  const application = await readApplication(tx, ref, today, settings)
  const { case: row, declaration, timeline, moves } = file.value
  const { number, title, stateSays, closed, openedOn, dueOn, noDeadline, clockTitle, steps, missing, rating } =
    read.value
  const card = application.ok ? application.value.card : null
  const name = application.ok ? (application.value.elder?.name ?? '') : ''
  // While an objection is looked at the engine keeps the first decision; for the applicant it is open again.
  const outcome = declaration.states[row.state]?.outcome ?? null
  const decided = outcome !== null
  return ok({
    number,
    title,
    scheme: kind.replace(/^apply-/, ''),
    name: byCode ? maskName(name) : name,
    says: stateSays,
    outcome,
    closed,
    openedOn,
    dueOn,
    noDeadline,
    clockTitle,
    handler: await handlerOf(tx, row.district, row.township, row.desk),
    line: lineOf(
      declaration.states,
      [{ from: '', to: declaration.start, at: openedOn }, ...timeline],
      row.state,
      decided,
    ),
    steps: [...steps],
    missing: closed ? [] : [...missing],
    may: moves
      .filter((each) => each.unavailable === undefined && !(byCode && each.name === 'withdraw'))
      .map((each) => ({
        name: each.name,
        title: each.declaration.title,
        reason: each.declaration.reason === 'required',
      })),
    mayUrge: row.closedAt === null && row.desk !== null && row.desk in POST_WORDS,
    mayRate: rating === null && (closed || row.state === 'refused'),
    rating,
    why:
      row.outcome === 'refused' && card !== null
        ? {
            // The card says what holds today. Once it would be granted, only what was written with the decision tells why it was not.
            because: card.outcome === 'granted' ? (writtenReason(timeline) ?? '见决定书') : card.reason,
            clauses: (findRule(card.scheme)?.clauses ?? []).map((clause) => sayClause(clause)),
            nearest:
              card.outcome === 'granted' ? [] : card.nearest.map(({ ifThis, thenThat }) => ({ ifThis, thenThat })),
          }
        : null,
  })
}

const writtenReason = (timeline: readonly { readonly move: string; readonly reason: string | null }[]) =>
  timeline.findLast((each) => each.move === 'refuse' || each.move === 'uphold')?.reason ?? null

/** What was done with its day, where it is now, and what usually follows. */
function lineOf(
  states: Readonly<Record<string, { readonly title: string; readonly says: string }>>,
  timeline: readonly { readonly from: string; readonly to: string; readonly at: string }[],
  state: string,
  decided: boolean,
): CaseProgress['line'] {
  const reached = new Map<string, string>()
  for (const each of timeline) if (each.from !== each.to) reached.set(each.to, each.at.slice(0, 10))
  const past = [...reached.keys()].filter((each) => each !== state)
  const ahead = decided
    ? []
    : USUAL.slice(USUAL.indexOf(state as (typeof USUAL)[number]) + 1).filter(
        (each) => each in states && !reached.has(each) && each !== state,
      )
  const titleOf = (each: string) => states[each]?.title ?? each
  return [
    ...past.map((each) => ({ says: titleOf(each), on: reached.get(each) ?? null, now: false })),
    { says: titleOf(state), on: reached.get(state) ?? null, now: true },
    ...ahead.map((each) => ({ says: titleOf(each), on: null, now: false })),
    ...(decided ? [] : [{ says: '办结', on: null, now: false }]),
  ]
}

/** `界石镇 · 乡镇（街道）经办`: the post and its place, never a name. */
async function handlerOf(tx: Tx, district: string, township: string, desk: string | null): Promise<string | null> {
  const post = desk === null ? undefined : POST_WORDS[desk]
  if (post === undefined) return desk === 'applicant' ? '等您补充或回复' : null
  const { rows } = await sql<{ name: string }>`
    select name from divisions.division where key = ${desk === 'townshipClerk' ? township : district}`.execute(tx)
  return rows[0] === undefined ? post : `${rows[0].name} · ${post}`
}
