import { sql } from 'kysely'
import { asSystem } from '../../platform/db/index.ts'
import type { Platform } from '../../platform/http/index.ts'

const DAY_MS = 86_400_000
/** A repeat of a record is known by its digest for good; its content is needed for conflicts only, and the area has its own. */
const CONTENT_DAYS = 60
const PIECE_DAYS = 30

/** Clears the content of records that are long over and pieces whose photo never came whole. */
export const fieldSweeps = (platform: Platform): (() => Promise<void>)[] => [
  () =>
    asSystem(platform.db, async (tx) => {
      const before = (days: number) => new Date(platform.now().getTime() - days * DAY_MS)
      await sql`
        update field.record set data_cipher = null
         where data_cipher is not null and standing <> 'conflict' and received_at < ${before(CONTENT_DAYS)}`.execute(tx)
      await sql`
        delete from field.piece p using field.file f
         where f.district = p.district and f.id = p.file_id and f.done_at is null and f.begun_at < ${before(PIECE_DAYS)}`.execute(
        tx,
      )
    }),
]
