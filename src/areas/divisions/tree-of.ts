import type { Platform } from '../../platform/http/index.ts'
import { readTree } from './queries.ts'
import type { DivisionTree } from './tree.ts'

const trees = new WeakMap<Platform, Promise<DivisionTree>>()

/** The divisions, read once for a platform: names and parents come with the version and do not change while it runs. */
export function treeOf(platform: Platform): Promise<DivisionTree> {
  let tree = trees.get(platform)
  if (tree === undefined) {
    tree = readTree(platform.db)
    tree.catch(() => trees.delete(platform))
    trees.set(platform, tree)
  }
  return tree
}
