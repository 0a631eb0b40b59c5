import type { Clause } from '../engines/rulebook/index.ts'
import data from './chongqing/county-quotas.json' with { type: 'json' }

/** What a district was to build by 2022 (cq-2021-7 附件2). The printed table ran its columns together; the split is the only one that fits its totals. */
export type CountyQuota = {
  /** Null for zones that are no district. */
  readonly district: string | null
  readonly county: string
  readonly careCentre: number
  readonly homeUpgrade: number
  readonly townshipCentre: number
  readonly villagePoint: number
}

export const countyQuotaSource: Clause = data.source

export const countyQuota = (district: string): CountyQuota | undefined =>
  data.rows.find((row) => row.district === district)
