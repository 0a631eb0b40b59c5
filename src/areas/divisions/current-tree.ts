import type { Db } from '../../platform/db/index.ts'
import { readDataset } from './dataset.ts'
import type { CodePeriod } from './division.ts'
import { readCodes } from './queries.ts'
import { DivisionTree } from './tree.ts'

/** How long a code that was set on the command line may take to be seen by a running server. */
const FRESH_MS = 60_000

type Kept = { at: number; tree: Promise<DivisionTree>; codes: readonly CodePeriod[] }
const kept = new WeakMap<Db, Kept>()

/**
 * The tree of a database as everybody in this process shares it. Names, parents and zones come with the version; codes are asked for
 * once a minute, and the tree is built again only where one has changed. `now` is in milliseconds.
 */
export function currentTree(db: Db, now: number = Date.now()): Promise<DivisionTree> {
  const before = kept.get(db)
  if (before !== undefined && now - before.at < FRESH_MS) return before.tree
  const next: Kept = { at: now, codes: before?.codes ?? [], tree: read() }
  async function read(): Promise<DivisionTree> {
    const codes = await readCodes(db)
    if (before !== undefined && JSON.stringify(codes) === JSON.stringify(before.codes)) return before.tree
    next.codes = codes
    return new DivisionTree({ ...readDataset(), ...(codes.length > 0 && { codes }) })
  }
  // A database that does not answer must be asked again by the next caller.
  next.tree.catch(() => {
    if (kept.get(db) === next) kept.delete(db)
  })
  kept.set(db, next)
  return next.tree
}
