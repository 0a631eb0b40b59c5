import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { compareBatch } from './compare.ts'
import { type FindingCode, findingClasses } from './findings.ts'
import { noteDelivered } from './import-report.ts'
import { fieldLabels, listKinds } from './list-kinds.ts'
import { lockBatch } from './locks.ts'
import { type Batch, findBatch, keptRows } from './queries.ts'
import { recheckRows } from './recheck.ts'
import { type ColumnPlan, headingKey } from './recognise-head.ts'
import { importRefusals } from './refusals.ts'
import type { Tools } from './stage-list.ts'

export type Repaired = { batch: Batch; rows: number }
export type RepairBy = { account: string; today: Day }

const ROWS_AT_ONCE = 1000

/** Opens a draft for a change; `version` is what the clerk saw, so that two people do not overwrite each other unnoticed. */
async function openDraft(tx: Tx, id: string, version: number | undefined): Promise<Result<Batch>> {
  const batch = await lockBatch(tx, id)
  if (!batch) return refuse(importRefusals.batchNotFound())
  if (batch.state !== 'draft') return refuse(importRefusals.notDraft())
  if (version !== undefined && version !== batch.version) return refuse(importRefusals.changedMeanwhile())
  return ok(batch)
}

/** Ends a change of a draft: `rows` are the rows that were checked again, or how many where it was all of them. */
export async function closeDraft(
  tx: Tx,
  batch: Batch,
  by: RepairBy,
  action: string,
  touched: readonly number[] | number,
): Promise<Result<Repaired>> {
  await compareBatch(tx, batch, typeof touched === 'number' ? undefined : touched)
  const rows = typeof touched === 'number' ? touched : touched.length
  await sql`
    update imports.batch set version = version + 1 where district = ${batch.district} and id = ${batch.id}::uuid`.execute(
    tx,
  )
  await record(tx, {
    district: batch.district,
    account: by.account,
    action,
    object: 'import',
    objectId: batch.id,
    after: { rows },
  })
  return ok({ batch: (await findBatch(tx, batch.id))!, rows })
}

/** Corrects cells of one row, and accepts findings that wait for a decision (确认). An empty text empties the cell. */
export async function repairRow(
  tx: Tx,
  tools: Tools,
  by: RepairBy,
  change: {
    batch: string
    row: number
    version?: number | undefined
    cells: Record<string, string>
    accept: FindingCode[]
  },
): Promise<Result<Repaired>> {
  const draft = await openDraft(tx, change.batch, change.version)
  if (!draft.ok) return draft
  const batch = draft.value
  if (!columnsExist(batch, Object.keys(change.cells))) return refuse(importRefusals.columnNotFound())
  if (change.accept.some((code) => findingClasses[code] !== 'confirm')) return refuse(importRefusals.notAcceptable())
  const kept = await keptRows(tx, batch, { rows: [change.row] })
  if (kept.length === 0) return refuse(importRefusals.rowNotFound())
  await recheckRows(tx, tools, batch, kept, by.today, ({ fixes, accepted }) => ({
    fixes: { ...fixes, ...change.cells },
    accepted: [...new Set([...accepted, ...change.accept])],
  }))
  return closeDraft(tx, batch, by, 'imports.repairRow', [change.row])
}

/** Sets a valid row aside, or takes it up again: what is set aside is not committed and stays as a draft. */
export async function holdRow(
  tx: Tx,
  by: RepairBy,
  change: { batch: string; row: number; version: number; held: boolean },
): Promise<Result<Repaired>> {
  const draft = await openDraft(tx, change.batch, change.version)
  if (!draft.ok) return draft
  const { district, id } = draft.value
  const { numAffectedRows } = await sql`
    update imports.staged_row set held = ${change.held}
     where district = ${district} and batch_id = ${id}::uuid and row_no = ${change.row}`.execute(tx)
  if (Number(numAffectedRows) === 0) return refuse(importRefusals.rowNotFound())
  return closeDraft(tx, draft.value, by, change.held ? 'imports.holdRow' : 'imports.takeRow', [change.row])
}

export type AlikeFix = {
  batch: string
  version?: number | undefined
  code: FindingCode
  same: string | null
  text?: string | undefined
  tags?: string[] | undefined
  accept?: boolean | undefined
}

/** How many rows a fix of one kind would touch. */
export async function countAlike(
  tx: Tx,
  batch: Batch,
  { code, same }: Pick<AlikeFix, 'code' | 'same'>,
): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select count(distinct row_no)::int as rows from imports.finding
     where district = ${batch.district} and batch_id = ${batch.id}::uuid and code = ${code} and (${same}::text is null or same = ${same})`.execute(
    tx,
  )
  return rows[0]?.rows ?? 0
}

/**
 * One fix for all cells of the same kind (同类 N 处): the same unknown word or village gets the same new text, or all findings of
 * one code are accepted. `tags` say what a word means, for this township's
 * later files too.
 */
export async function repairAlike(
  tx: Tx,
  tools: Tools,
  by: RepairBy,
  change: AlikeFix & { progress?: (rows: number) => Promise<void> },
): Promise<Result<Repaired>> {
  const draft = await openDraft(tx, change.batch, change.version)
  if (!draft.ok) return draft
  const batch = draft.value
  if (change.accept && findingClasses[change.code] !== 'confirm') return refuse(importRefusals.notAcceptable())
  const { rows: alike } = await sql<{ row: number; column: number | null }>`
    select row_no as row, column_no as "column" from imports.finding
     where district = ${batch.district} and batch_id = ${batch.id}::uuid and code = ${change.code}
       and (${change.same}::text is null or same = ${change.same})`.execute(tx)
  const columns = new Map(alike.map(({ row, column }) => [row, column]))
  if (change.tags !== undefined && change.same !== null)
    await rememberWord(tx, batch, change.code, change.same, change.tags)
  const numbers = [...columns.keys()]
  for (let at = 0; at < numbers.length; at += ROWS_AT_ONCE) {
    const kept = await keptRows(tx, batch, { rows: numbers.slice(at, at + ROWS_AT_ONCE) })
    await recheckRows(tx, tools, batch, kept, by.today, ({ rowNo, fixes, accepted }) => {
      const column = columns.get(rowNo)
      const fixed = change.text !== undefined && column != null ? { ...fixes, [column]: change.text } : fixes
      return { fixes: fixed, accepted: change.accept ? [...new Set([...accepted, change.code])] : accepted }
    })
    await change.progress?.(Math.min(at + ROWS_AT_ONCE, numbers.length))
  }
  return closeDraft(tx, batch, by, 'imports.repairAlike', numbers)
}

async function rememberWord(tx: Tx, batch: Batch, code: FindingCode, word: string, tags: string[]): Promise<void> {
  const field = code === 'hardshipUnknown' ? 'hardship' : 'livingArrangement'
  await sql`
    insert into imports.word_memory (district, township, field, word, tags)
    values (${batch.district}, ${batch.township ?? ''}, ${field}, ${word}, ${tags}::text[])
    on conflict (district, township, field, word) do update set tags = excluded.tags, used_at = excluded.used_at`.execute(
    tx,
  )
}

/** Assigns columns by hand and checks the whole batch again. Headings are remembered for the township's next file. */
export async function assignColumns(
  tx: Tx,
  tools: Tools,
  by: RepairBy,
  change: {
    batch: string
    version?: number | undefined
    columns: { index: number; meaning: ColumnPlan['meaning'] }[]
    remember: boolean
    /** Told of the rows checked so far; whatever it throws ends the change and leaves nothing. */
    progress?: (rows: number) => Promise<void>
  },
): Promise<Result<Repaired>> {
  const draft = await openDraft(tx, change.batch, change.version)
  if (!draft.ok) return draft
  const batch = draft.value
  if (
    !columnsExist(
      batch,
      change.columns.map(({ index }) => String(index)),
    )
  )
    return refuse(importRefusals.columnNotFound())
  const given = new Map(change.columns.map(({ index, meaning }) => [index, meaning]))
  const columns = batch.head.columns.map((column) => ({
    ...column,
    meaning: given.get(column.index) ?? column.meaning,
  }))
  const missing = listKinds[batch.kind].mustHave.find(
    (field) => !columns.some(({ meaning }) => meaning.kind === 'field' && meaning.field === field),
  )
  if (missing) return refuse(importRefusals.headMustName(fieldLabels[missing]))
  const changed: Batch = { ...batch, head: { ...batch.head, columns } }
  await sql`
    update imports.batch set head = jsonb_set(head, '{plan,columns}', ${JSON.stringify(columns)}::jsonb)
     where district = ${batch.district} and id = ${batch.id}::uuid`.execute(tx)
  if (change.remember) await rememberColumns(tx, changed, [...given.keys()])
  const rows = await recheckAll(tx, tools, changed, by, change.progress)
  const closed = await closeDraft(tx, changed, by, 'imports.assignColumns', rows)
  await noteDelivered(tx, changed)
  return closed
}

async function rememberColumns(tx: Tx, batch: Batch, indexes: number[]): Promise<void> {
  const memory = batch.head.columns
    .filter(({ index }) => indexes.includes(index))
    .map(({ heading, meaning }) => ({ heading: headingKey(heading), meaning }))
  await sql`
    insert into imports.column_memory (district, township, kind, heading, meaning)
    select ${batch.district}, ${batch.township ?? ''}, ${batch.kind}, heading, meaning
      from jsonb_to_recordset(${JSON.stringify(memory)}::jsonb) as r(heading text, meaning jsonb)
    on conflict (district, township, kind, heading) do update set meaning = excluded.meaning, used_at = excluded.used_at`.execute(
    tx,
  )
}

async function recheckAll(
  tx: Tx,
  tools: Tools,
  batch: Batch,
  by: RepairBy,
  progress: (rows: number) => Promise<void> = async () => {},
): Promise<number> {
  let rows = 0
  for (let after = 0; ; ) {
    const kept = await keptRows(tx, batch, { after, limit: ROWS_AT_ONCE })
    if (kept.length === 0) return rows
    after = kept.at(-1)!.row_no
    rows += kept.length
    await recheckRows(tx, tools, batch, kept, by.today)
    await progress(rows)
  }
}

/** Throws a draft away; what was committed stays. */
export async function discardBatch(tx: Tx, id: string, account: string): Promise<Result<null>> {
  const draft = await openDraft(tx, id, undefined)
  if (!draft.ok) return draft
  const { district } = draft.value
  await sql`delete from imports.batch where district = ${district} and id = ${id}::uuid`.execute(tx)
  await record(tx, { district, account, action: 'imports.discard', object: 'import', objectId: id })
  return ok(null)
}

const columnsExist = (batch: Batch, indexes: string[]): boolean =>
  indexes.every((index) => batch.head.columns.some((column) => String(column.index) === index))
