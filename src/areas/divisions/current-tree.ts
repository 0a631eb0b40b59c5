import type { Db } from '../../platform/db/index.ts'
import { type Dated, readDated, treeWith } from './queries.ts'
import type { DivisionTree } from './tree.ts'

/** How long a code or name that was set on the command line may take to be seen by a running server. */
const FRESH_MS = 60_000

type Kept = { at: number; tree: Promise<DivisionTree>; dated: Dated | undefined }
const kept = new WeakMap<Db, Kept>()

/**
 * The tree of a database as everybody in this process shares it. Parents and zones come with the version; codes and later names are
 * asked for once a minute, and the tree is built again only where one has changed. `now` is in milliseconds.
 */
export function currentTree(db: Db, now: number = Date.now()): Promise<DivisionTree> {
  const before = kept.get(db)
  if (before !== undefined && now - before.at < FRESH_MS) return before.tree
  const next: Kept = { at: now, dated: before?.dated, tree: read() }
  async function read(): Promise<DivisionTree> {
    const dated = await readDated(db)
    if (before !== undefined && JSON.stringify(dated) === JSON.stringify(before.dated)) return before.tree
    next.dated = dated
    return treeWith(dated)
  }
  // A database that does not answer must be asked again by the next caller.
  next.tree.catch(() => {
    if (kept.get(db) === next) kept.delete(db)
  })
  kept.set(db, next)
  return next.tree
}
