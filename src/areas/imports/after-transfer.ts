import { sql } from 'kysely'
import { announceChange } from '../../platform/events/index.ts'
import type { OutboxHandler } from '../../platform/outbox/index.ts'
import { compareBatch } from './compare.ts'
import { lockBatch } from './locks.ts'

/** A row that waited for a file from elsewhere is compared again as soon as the file has come. */
export const transferHandlers = (): readonly OutboxHandler[] => [
  {
    kind: 'elder.transferred',
    handle: async ({ payload }, tx) => {
      const { elderId } = payload as { elderId: string }
      const { rows } = await sql<{ batch: string; rows: number[] }>`
        select r.batch_id::text as batch, array_agg(r.row_no) as rows
          from elders.transfer t
          join imports.staged_row r on r.transfer_id = t.id
          join imports.batch b on b.district = r.district and b.id = r.batch_id and b.state = 'draft'
         where t.elder_id = ${elderId}::uuid and t.state = 'confirmed'
         group by r.batch_id order by r.batch_id`.execute(tx)
      for (const waiting of rows) {
        const batch = await lockBatch(tx, waiting.batch)
        if (batch?.state !== 'draft') continue
        await compareBatch(tx, batch, waiting.rows)
        await sql`
          update imports.batch set version = version + 1 where district = ${batch.district} and id = ${batch.id}::uuid`.execute(
          tx,
        )
        const townships = batch.township === null ? [] : [batch.township]
        await announceChange(tx, {
          kind: 'imports',
          id: batch.id,
          version: batch.version + 1,
          district: batch.district,
          townships,
        })
      }
    },
  },
]
