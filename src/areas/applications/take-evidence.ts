import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { sql } from 'kysely'
import { addEvidence, type By, type CaseRef } from '../../engines/process/index.ts'
import { inScope, type Tx } from '../../platform/db/index.ts'
import { FileTooLarge, saveFile } from '../../platform/files/index.ts'
import {
  type AreaApp,
  commonRefusals,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
} from '../../platform/http/index.ts'
import type { Role } from '../../platform/identity/index.ts'
import { refusals } from './refusals.ts'

const MOST = 20 * 1024 * 1024
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * `POST /{district}/{id}/evidence?name=…&file=…`: the body is the file itself, kept encrypted beside the case; what it is stands on the timeline.
 * The same paper handed in twice is two files, of which the later counts.
 */
export function takeEvidence(app: AreaApp, platform: Platform, roles: readonly Role[]): void {
  app.post('/:district/:id/evidence', async (c) => {
    const who = principalOf(c, ...roles)
    const ref = { district: c.req.param('district'), id: c.req.param('id') }
    const name = c.req.query('name') ?? ''
    const content = c.req.raw.body
    if (!UUID.test(ref.id)) throw new Refused(commonRefusals.notFound())
    if (content === null) throw new Refused(refusals.fileMissing())
    try {
      const saved = await inScope(platform.db, who.scope, async (tx) => {
        const by = {
          account: who.account,
          party: who.grants.find((grant) => roles.includes(grant.role))?.role ?? 'townshipClerk',
          today: platform.today(),
          requestId: c.get('requestId'),
        } as const
        return handInFile(tx, platform, ref, { name, fileName: c.req.query('file'), content }, by)
      })
      return c.json(saved, 200)
    } catch (error) {
      if (error instanceof FileTooLarge) throw new Refused(refusals.fileTooLarge())
      throw error
    }
  })
}

/**
 * Keeps a paper beside a case: encrypted, named by what it proves, with its line on the timeline. The caller has checked whose case it is.
 * @throws Refused where the case does not know such a paper; FileTooLarge beyond 20 MB
 */
export async function handInFile(
  tx: Tx,
  platform: Platform,
  ref: CaseRef,
  handed: {
    readonly name: string
    readonly fileName: string | undefined
    readonly content: ReadableStream<Uint8Array>
  },
  by: By,
): Promise<{ id: string; name: string; size: number }> {
  const { rows } = await sql<{ township: string; village: string | null; title: string | null }>`
    select c.township, c.village, d.content->'evidence'->${handed.name}->>'title' as title from process.case c
      join process.declaration d on d.kind = c.kind and d.version = c.version
     where c.district = ${ref.district} and c.id = ${ref.id}::uuid`.execute(tx)
  const place = rows[0]
  if (place === undefined) throw new Refused(refusals.caseUnknown())
  if (place.title === null) throw new Refused(refusals.evidenceUnknown())
  const file = await saveFile(
    tx,
    { store: platform.files, keyring: platform.keyring },
    {
      district: ref.district,
      township: place.township,
      ...(place.village === null ? {} : { village: place.village }),
      object: 'process.case',
      objectId: ref.id,
      name: handed.fileName ?? place.title,
      account: by.account,
      content: Readable.fromWeb(handed.content as WebStream<Uint8Array>),
      most: MOST,
    },
  )
  const evidence = { name: handed.name, standing: 'given' as const, source: 'file', ref: file.id }
  orRefuse(await addEvidence(tx, ref, evidence, `收到${place.title}`, by))
  return { id: file.id, name: file.name, size: file.size }
}
