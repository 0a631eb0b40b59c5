import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import type { Context } from 'hono'
import { sql } from 'kysely'
import { addEvidence, type By, type CaseRef } from '../../engines/process/index.ts'
import { inScope, type Tx } from '../../platform/db/index.ts'
import { FileTooLarge, type KeptBytes, keepBytes, nameFile } from '../../platform/files/index.ts'
import {
  type AppEnv,
  type AreaApp,
  commonRefusals,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
} from '../../platform/http/index.ts'
import type { Role } from '../../platform/identity/index.ts'
import { refusals } from './refusals.ts'

/** What one case holds: enough for a thick folder, and a bound on what somebody with a receipt can fill the disk with. */
const MOST = 20 * 1024 * 1024
const MOST_FILES = 40
const MOST_TOGETHER = 200 * 1024 * 1024
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * `POST /{district}/{id}/evidence?name=…`: the body is the file itself, kept encrypted beside the case; what it is stands on the timeline.
 * The same paper handed in twice is two files, of which the later counts. Its name comes in a header, as a name may say whose it is.
 */
export function takeEvidence(app: AreaApp, platform: Platform, roles: readonly Role[]): void {
  app.post('/:district/:id/evidence', async (c) => {
    const who = principalOf(c, ...roles)
    const ref = { district: c.req.param('district'), id: c.req.param('id') }
    if (!UUID.test(ref.id)) throw new Refused(commonRefusals.notFound())
    const by = {
      account: who.account,
      party: who.grants.find((grant) => roles.includes(grant.role))?.role ?? 'townshipClerk',
      today: platform.today(),
      requestId: c.get('requestId'),
    } as const
    const within: Within = (work) => inScope(platform.db, who.scope, work)
    return c.json(await handInFile(within, platform, ref, handedIn(c), by), 200)
  })
}

export type HandedIn = {
  /** What it proves: a name of the declaration's evidence. */
  readonly name: string
  readonly fileName: string | undefined
  /** Bytes, where the sender says so. */
  readonly length: number | undefined
  readonly content: ReadableStream<Uint8Array>
}

/** A file as it comes: what it proves in the query, its own name in `x-file-name` (percent-encoded), the body its bytes. */
export function handedIn(c: Context<AppEnv>): HandedIn {
  const content = c.req.raw.body
  if (content === null) throw new Refused(refusals.fileMissing())
  const length = Number(c.req.header('content-length') ?? Number.NaN)
  return {
    name: c.req.query('name') ?? '',
    fileName: plainName(c.req.header('x-file-name')),
    length: Number.isFinite(length) ? length : undefined,
    content,
  }
}

function plainName(header: string | undefined): string | undefined {
  try {
    return header === undefined ? undefined : decodeURIComponent(header)
  } catch {
    return undefined
  }
}

/** Keeps what was handed in, outside any transaction. @throws Refused where it is too large */
export async function keepHandedIn(platform: Platform, { content, length }: HandedIn): Promise<KeptBytes> {
  // What says itself that it is too large is not even read.
  if (length !== undefined && length > MOST) throw new Refused(refusals.fileTooLarge())
  return keepBytes(platform.files, Readable.fromWeb(content as WebStream<Uint8Array>), MOST).catch((error: unknown) => {
    throw error instanceof FileTooLarge ? new Refused(refusals.fileTooLarge()) : error
  })
}

/** How the caller opens a transaction in which the case may be seen. */
type Within = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

/**
 * Keeps a paper beside a case: encrypted, named by what it proves, with its line on the timeline. The caller has checked whose case it is. The
 * bytes come in between two short transactions, of which the second looks again.
 * @throws Refused where the case does not know such a paper, is over, or holds too many; where the file is too large
 */
export async function handInFile(
  within: Within,
  platform: Platform,
  ref: CaseRef,
  handed: HandedIn,
  by: By,
): Promise<{ id: string; name: string; size: number }> {
  await within((tx) => placeFor(tx, ref, handed.name))
  const bytes = await keepHandedIn(platform, handed)
  return within(async (tx) => {
    const place = await placeFor(tx, ref, handed.name, bytes.size)
    const { title, ...at } = place
    const file = await nameFile(
      tx,
      platform.keyring,
      {
        ...at,
        district: ref.district,
        object: 'process.case',
        objectId: ref.id,
        name: handed.fileName ?? title,
        account: by.account,
      },
      bytes,
    )
    const evidence = { name: handed.name, standing: 'given' as const, source: 'file', ref: file.id }
    orRefuse(await addEvidence(tx, ref, evidence, `收到${title}`, by))
    return { id: file.id, name: file.name, size: file.size }
  })
}

/** Where a paper of a case lies and what it is called; refused where it has no place there. Locks the case once there is something to write. */
async function placeFor(
  tx: Tx,
  ref: CaseRef,
  name: string,
  adding?: number,
): Promise<{ title: string; township: string; village?: string; subjectId: string }> {
  if (adding !== undefined)
    await sql`select 1 from process.case where district = ${ref.district} and id = ${ref.id}::uuid for update`.execute(
      tx,
    )
  const { rows } = await sql<{
    township: string
    village: string | null
    subjectId: string
    closed: boolean
    title: string | null
    files: number
    bytes: string
  }>`
    select c.township, c.village, c.subject_id::text as "subjectId", c.closed_at is not null as closed,
           d.content->'evidence'->${name}->>'title' as title, f.files, f.bytes::text as bytes
      from process.case c join process.declaration d on d.kind = c.kind and d.version = c.version
      cross join lateral (
        select count(*)::int as files, coalesce(sum(f.size), 0) as bytes from platform.file f
         where f.district = ${ref.district} and f.object = 'process.case' and f.object_id = ${ref.id} and f.removed_at is null) f
     where c.district = ${ref.district} and c.id = ${ref.id}::uuid`.execute(tx)
  const found = rows[0]
  if (found === undefined) throw new Refused(refusals.caseUnknown())
  if (found.title === null) throw new Refused(refusals.evidenceUnknown())
  if (found.closed) throw new Refused(refusals.caseOver())
  if (found.files >= MOST_FILES || Number(found.bytes) + (adding ?? 0) > MOST_TOGETHER)
    throw new Refused(refusals.tooManyFiles(MOST_FILES))
  const { title, township, village, subjectId } = found
  return { title, township, subjectId, ...(village === null ? {} : { village }) }
}
