import type { z } from '@hono/zod-openapi'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { columnLetters } from '../../platform/sheets/index.ts'
import { groupFindings, sampleValues } from './batch-pages.ts'
import { batchView } from './contract.ts'
import { type Batch, countRows } from './queries.ts'
import { ROLLBACK_DAYS } from './rollback-batch.ts'

const DAY = 86_400_000

/** A batch as the wizard shows it: columns with samples, counts, what one fix would repair. */
export async function viewBatch(tx: Tx, keyring: Keyring, batch: Batch): Promise<z.infer<typeof batchView>> {
  const samples = await sampleValues(tx, keyring, batch)
  const rollbackUntil =
    batch.state === 'committed' && batch.committedAt !== null
      ? new Date(new Date(batch.committedAt).getTime() + ROLLBACK_DAYS * DAY).toISOString()
      : null
  return batchView.parse({
    ...batch,
    rollbackUntil,
    counts: await countRows(tx, batch),
    columns: batch.head.columns.map((column) => ({
      ...column,
      letters: columnLetters(column.index + 1),
      samples: samples.get(column.index) ?? [],
    })),
    groups: await groupFindings(tx, batch),
  })
}
