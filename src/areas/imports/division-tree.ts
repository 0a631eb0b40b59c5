import { asSystem, type Db } from '../../platform/db/index.ts'
import { type DivisionTree, readTree } from '../divisions/index.ts'

const KEPT_MS = 60_000

/** The tree of divisions, read at most once a minute: only codes change while running. */
export function treeKeeper(db: Db): () => Promise<DivisionTree> {
  let kept: { tree: Promise<DivisionTree>; until: number } | undefined
  return () => {
    if (kept === undefined || performance.now() > kept.until) {
      kept = { tree: asSystem(db, readTree), until: performance.now() + KEPT_MS }
      // A failed reading is not kept.
      kept.tree.catch(() => {
        kept = undefined
      })
    }
    return kept.tree
  }
}
