import { sql } from 'kysely'
import { day } from '../../platform/clock/day.ts'
import { asSystem } from '../../platform/db/index.ts'
import { Refused } from '../../platform/http/index.ts'
import { requestTransfer } from '../elders/index.ts'
import type { Batch } from './queries.ts'
import { importRefusals } from './refusals.ts'

type Row = { idCipher: Buffer | null; idKind: string; residence: string | null; transferable: boolean }

/**
 * Asks for the file of an elder whom another place keeps, with the number and the residence that stand in the row. The elders
 * area decides whether the caller may; the row waits in the draft until the other side has confirmed and it is compared again.
 */
export async function askTransfer(
  around: Parameters<typeof requestTransfer>[0],
  batch: Batch,
  row: number,
  given: { movedOn: string; reason: string },
  key: string | undefined,
): Promise<{ id: string; from: string; to: string }> {
  const { db, keyring } = around.platform
  const { rows } = await asSystem(db, (tx) =>
    sql<Row>`
      select id_cipher as "idCipher", id_kind as "idKind", coalesce(village, township) as residence,
             exists (select 1 from imports.finding f where f.district = r.district and f.batch_id = r.batch_id and f.row_no = r.row_no
                        and f.code = 'duplicateInRegister' and f.same in ('transfer', 'move')) as transferable
        from imports.staged_row r
       where district = ${batch.district} and batch_id = ${batch.id}::uuid and row_no = ${row}`.execute(tx),
  )
  const staged = rows[0]
  if (staged === undefined) throw new Refused(importRefusals.rowNotFound())
  if (batch.state !== 'draft') throw new Refused(importRefusals.notDraft())
  if (!staged.transferable || staged.idCipher === null || staged.residence === null)
    throw new Refused(importRefusals.notTransferable())
  const asked = await requestTransfer(
    around,
    {
      idKind: staged.idKind as Parameters<typeof requestTransfer>[1]['idKind'],
      idNumber: keyring.open(staged.idCipher),
      village: staged.residence,
      movedOn: day(given.movedOn),
      reason: given.reason,
    },
    key,
  )
  await asSystem(db, (tx) =>
    sql`update imports.staged_row set transfer_id = ${asked.id}::uuid
         where district = ${batch.district} and batch_id = ${batch.id}::uuid and row_no = ${row}`.execute(tx),
  )
  return { id: asked.id, from: asked.from, to: asked.to }
}
