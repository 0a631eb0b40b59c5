import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { asOwner } from '../../../platform/db/index.ts'
import { account } from '../../elders/testing.ts'
import type { KnownDevice } from '../devices.ts'
import { type Cursor, type DownloadAnswer, differing, type Item } from '../protocol/download.ts'
import { PIECE_BYTES } from '../protocol/pieces.ts'
import type { Standing } from '../protocol/receive.ts'
import type { Upload } from '../protocol/record.ts'
import { bucketsOf, type ServerHalf } from '../protocol/testing/model-server.ts'
import { takePiece } from '../take-piece.ts'
import { takeUpload } from '../take-upload.ts'
import { effectsOf, type FieldTown, VILLAGE } from './field-town.ts'

/** The server half of the fuzz on the real use cases and the real database. Downloads are the model's: what fills them is not at stake. */
export function databaseServer(town: FieldTown): ServerHalf {
  const { platform, parts, held } = town
  const devices = new Set<string>()
  const principal = account('helper', 'villageWorker', { villages: [VILLAGE] })
  const known = (id: string): KnownDevice => {
    devices.add(id)
    return { platform, principal, device: { id, district: '500113', skewMs: 0 }, wipe: 'no' }
  }
  let items: readonly Item[] = []
  return {
    upload: async (upload: Upload, now, dieAfter) => {
      const device = known(upload.device)
      const taken = await takeUpload(device, parts, { ...upload, records: upload.records.slice(0, dieAfter) })
      const dying = upload.records[dieAfter]
      if (dying === undefined) return { outcomes: taken, serverTime: now, wipe: 'no' }
      // Killed in the middle of the next one: whatever it had written is rolled back with its transaction.
      held.failOn = ({ id }) => id === dying.id
      await takeUpload(device, parts, { ...upload, records: [dying] })
      delete held.failOn
      return 'killed'
    },
    piece: async (device, file, at) => {
      const content = Buffer.alloc(file.size, file.id)
      const answer = await takePiece(known(device), parts, {
        file: file.id,
        at,
        record: file.record,
        name: 'a.jpg',
        size: file.size,
        sha256: createHash('sha256').update(content).digest('hex'),
        bytes: content.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES),
      })
      return answer.ok ? answer.value : 'killed'
    },
    download: async (_device: string, turn: number, have: Cursor): Promise<DownloadAnswer> => ({
      turn,
      ...differing(bucketsOf(items), have, 3),
    }),
    told: async () => {
      const effects = await effectsOf(town)
      const { rows } = await asOwner(platform.db, (tx) =>
        sql<{ id: string; standing: Standing; skewMs: number }>`
          select id::text, standing, skew_ms::float8 as "skewMs" from field.record
           where device = any (${[...devices]}::uuid[])`.execute(tx),
      )
      return new Map(
        rows.map(({ id, ...row }) => [id, { ...row, effects: effects.filter((each) => each.id === id).length }]),
      )
    },
    wholeFiles: async () => (await effectsOf(town)).map((each) => each.id),
    change: async (next) => {
      items = next
    },
  }
}
