import type { Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import type { Batch } from './queries.ts'

/** Whoever has the register of the place open sees it as it is after a commit or a rollback. */
export async function tellOpenPages(tx: Tx, { id, district, township }: Batch): Promise<void> {
  const townships = township === null ? [] : [township]
  await announceChange(tx, { kind: 'elder', id, version: 1, district, townships })
}
