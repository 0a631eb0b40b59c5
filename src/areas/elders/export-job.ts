import { PassThrough } from 'node:stream'
import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { asSystem, inScope, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { removeFile, saveFile } from '../../platform/files/index.ts'
import type { Platform } from '../../platform/http/index.ts'
import { type JobKind, jobKind, type RunningJob } from '../../platform/jobs/index.ts'
import { writeCsv, writeXlsx } from '../../platform/sheets/index.ts'
import { aboutRows, cellsOf, headOf, WIDTHS } from './export-cells.ts'
import { EXPORT_JOB, type ExportJob, type ExportRow, findExport } from './export-request.ts'
import { everyElder, listStored, type StoredRow, type Surroundings } from './list-elders.ts'
import { treeOf } from './places.ts'
import { EXPORT_PURPOSES } from './words.ts'

/** A sheet holds 1,048,576 rows; a file ends well before. */
const PEOPLE_A_FILE = 500_000
/** How long a finished list can be fetched. */
const KEEP_HOURS = 72
const MOST_BYTES = 2 * 1024 ** 3

/**
 * Writes a released list under the scope of whoever asked for it. The files and the end of the job share a transaction: after a
 * kill it starts again from nothing. `peopleAFile` is smaller in tests only.
 */
export const exportJobs = (platform: Platform, peopleAFile = PEOPLE_A_FILE): readonly JobKind[] => [
  jobKind<ExportJob>({
    kind: EXPORT_JOB,
    run: async (job) => {
      const tree = await treeOf(platform)
      await asSystem(platform.db, async (tx) => {
        const asked = await findExport(tx, job.data.export, true)
        if (asked?.state !== 'released') return job.finish(tx, { people: asked?.people ?? 0 })
        const principal = { account: asked.account, name: asked.accountName, grants: [], scope: asked.scope }
        const written = await writeParts(tx, { platform, tree, principal }, asked, job, peopleAFile)
        const people = written.reduce((sum, part) => sum + part.people, 0)
        await sql`
          update elders.export set state = 'done', done_at = clock_timestamp(), people = ${people},
                 files = ${JSON.stringify(written)}::jsonb, expires_at = clock_timestamp() + make_interval(hours => ${KEEP_HOURS})
           where district = ${asked.district} and id = ${asked.id}::uuid`.execute(tx)
        await record(tx, {
          district: asked.district,
          account: asked.account,
          action: 'elder.export',
          object: 'export',
          objectId: asked.id,
          purpose: `${EXPORT_PURPOSES[asked.purposeKind]}：${asked.purpose}`,
          after: { people, files: written.length, numbers: asked.numbers, releasedBy: asked.decidedBy },
        })
        await announceChange(tx, { kind: 'elder', id: asked.id, version: 1, account: asked.account })
        await job.finish(tx, { people, files: written.length })
      })
    },
  }),
]

type Part = { id: string; name: string; people: number }

async function writeParts(
  tx: Tx,
  around: Surroundings,
  asked: ExportRow,
  job: RunningJob<ExportJob>,
  peopleAFile: number,
): Promise<Part[]> {
  const { platform } = around
  const asOf = asked.filter.asOf ?? platform.today()
  const page = (query: Parameters<typeof listStored>[2]) =>
    inScope(platform.db, asked.scope, (reading) => listStored(reading, around, query))
  const people = everyElder(page, asked.filter)
  const parts: Part[] = []
  let total = 0
  let next = await people.next()
  while (!next.done) {
    let here = 0
    const rows = async function* () {
      while (!next.done && here < peopleAFile) {
        yield cellsOf(next.value as StoredRow, around, asOf, asked.numbers)
        here++
        total++
        if (total % 1000 === 0) await job.report(total, undefined, '正在写入名单')
        next = await people.next()
      }
    }
    const name = `老人台账-${asOf}-${parts.length + 1}.${asked.format}`
    const content =
      asked.format === 'csv'
        ? bytesOf(writeCsv(headOf(asked.numbers), rows()))
        : workbook(around, asked, asOf, rows, () => here)
    const file = await saveFile(
      tx,
      { store: platform.files, keyring: platform.keyring },
      // Of no district and no account: only the download of the export opens it, and only until it expires.
      { district: '', object: 'export', objectId: asked.id, name, account: 'system', content, most: MOST_BYTES },
    )
    parts.push({ id: file.id, name, people: here })
  }
  return parts
}

async function* bytesOf(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const line of lines) yield Buffer.from(line)
}

/** The workbook as bytes while it is written; a fault of the writer ends the reading too. */
function workbook(
  { platform }: Surroundings,
  asked: ExportRow,
  asOf: string,
  rows: () => AsyncGenerator<(string | number | null)[]>,
  counted: () => number,
): AsyncIterable<Uint8Array> {
  const stream = new PassThrough()
  const list = async function* () {
    yield headOf(asked.numbers)
    yield* rows()
  }
  const about = async function* () {
    yield* aboutRows(asked.filter, {
      asOf,
      people: counted(),
      by: asked.accountName,
      released: asked.decidedBy ?? '',
      at: platform.now(),
      purpose: `${EXPORT_PURPOSES[asked.purposeKind]}：${asked.purpose}`,
      number: asked.id,
    })
  }
  writeXlsx(stream, [
    { name: '名单', frozenRows: 1, columnWidths: WIDTHS, rows: list() },
    { name: '说明', columnWidths: [16, 60], rows: about() },
  ]).catch((error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))))
  return stream
}

/** Takes files back whose time is over, by the clock; the request stays as a trace. */
export const exportSweeps = ({ db }: Platform): readonly (() => Promise<void>)[] => [
  async () => {
    while ((await asSystem(db, removeExpired)) > 0);
  },
]

async function removeExpired(tx: Tx): Promise<number> {
  const { rows } = await sql<{ district: string; id: string; files: { id: string }[] }>`
    select district, id::text, files from elders.export where expires_at < clock_timestamp() and files <> '[]'::jsonb
     limit 100 for update skip locked`.execute(tx)
  for (const row of rows) {
    for (const file of row.files) await removeFile(tx, file.id)
    await sql`update elders.export set files = '[]'::jsonb where district = ${row.district} and id = ${row.id}::uuid`.execute(
      tx,
    )
  }
  return rows.length
}
