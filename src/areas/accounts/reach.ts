import type { Day } from '../../platform/clock/day.ts'
import type { Platform } from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
import { currentTree, type DivisionTree } from '../divisions/index.ts'

/** Where somebody administers or audits. Kept apart from the scope of persons' files, which these roles do not see. */
export type Reach = {
  readonly tree: DivisionTree
  readonly today: Day
  readonly wholeCity: boolean
  /** True for a division or zone that lies inside. */
  covers: (division: string | null) => boolean
  /** Districts of person rows that lie inside as a whole. */
  readonly districts: readonly string[]
}

const CITY = '500000'

/** The reach of a principal's grants of a role on the day. */
export async function reachOf(platform: Platform, principal: Principal, role: Role): Promise<Reach> {
  const tree = await currentTree(platform.db, platform.now().getTime())
  const today = platform.today()
  const keys = principal.grants.flatMap((grant) =>
    grant.role === role && grant.division !== undefined ? [grant.division] : [],
  )
  const wholeCity = keys.includes(CITY)
  const covers = (division: string | null): boolean => {
    if (wholeCity) return true
    if (division === null) return false
    const zone = tree.zone(division)
    if (zone !== undefined) {
      const townships = tree.townshipsOf(division, today)
      return (
        townships.length > 0 && townships.every((township) => keys.some((key) => tree.isWithin(township, key, today)))
      )
    }
    return keys.some((key) => tree.isWithin(division, key, today))
  }
  return { tree, today, wholeCity, covers, districts: tree.scopeOf(keys, today).districts }
}
