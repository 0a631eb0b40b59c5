import { sql } from 'kysely'
import { inScope, type Tx } from '../../platform/db/index.ts'
import { hasRole } from '../../platform/identity/index.ts'
import type { Work, WorkSource } from '../workbench/index.ts'
import { ElderFilter } from './contract.ts'
import { listExports } from './export-request.ts'
import { countElders, type Surroundings } from './list-elders.ts'
import { treeOf } from './places.ts'
import { READERS, WRITERS } from './route-parts.ts'
import { listTransfers } from './transfer.ts'

/** The piles that every desk of the register watches, as the conditions of W02 say them. */
const PILES = [
  { id: 'advanced-alone', label: '80 岁以上独居', query: { ageFrom: '80', livingArrangement: 'alone' } },
  { id: 'extreme', label: '特困老人', query: { hardship: 'extreme' } },
  { id: 'special', label: '特殊困难老年人', query: { category: 'special-difficulty' } },
  { id: 'not-assessed', label: '80 岁以上还没有能力评估', query: { ageFrom: '80', careDependency: 'unknown' } },
] as const

/** On the workbench: piles of the register with their counts, and pairs of files that may be one person. */
export const elderWork: WorkSource = async (platform, principal) => {
  if (!hasRole(principal, ...READERS.filter((role) => role !== 'auditor'))) return {}
  const around = { platform, principal, tree: await treeOf(platform) }
  return inScope(platform.db, principal.scope, async (tx) => {
    const piles = []
    for (const { id, label, query } of PILES) {
      const { count, exact } = await countElders(tx, around, ElderFilter.parse(query))
      piles.push({
        id,
        label,
        count: { total: count, capped: !exact },
        href: `/w/elders?${new URLSearchParams(query)}`,
      })
    }
    const due = hasRole(principal, ...WRITERS, 'cityOfficer') ? await dueDecisions(tx, around) : []
    if (!hasRole(principal, ...WRITERS)) return { piles, due }
    const { rows } = await sql<{ pairs: number }>`
      select count(*)::int as pairs from (
        select 1 from elders.probable_duplicate
         where district = any (${[...principal.scope.districts]}::text[]) and state = 'open' limit 1000) as open`.execute(
      tx,
    )
    const pairs = rows[0]?.pairs ?? 0
    if (pairs === 0) return { piles, due }
    const look = {
      id: 'duplicates',
      title: `看 ${pairs} 对疑似重复的档案`,
      due: null,
      act: { label: '比对', href: '/w/duplicates' },
    }
    return { piles, due: [...due, look] }
  })
}

type Due = NonNullable<Work['due']>

/** What others wait for: files that another place asked for, and lists that a second person has to release. */
async function dueDecisions(tx: Tx, around: Surroundings): Promise<Due> {
  const transfers = (await listTransfers(tx, around, { state: 'requested' })).filter((each) => each.mayDecide).length
  const exports = (await listExports(tx, around)).filter((each) => each.mayDecide).length
  const due: Due = []
  if (transfers > 0)
    due.push({
      id: 'transfers',
      title: `答复 ${transfers} 件转入申请`,
      due: null,
      act: { label: '答复', href: '/w/transfers' },
    })
  if (exports > 0)
    due.push({
      id: 'exports',
      title: `看 ${exports} 件导出申请`,
      due: null,
      act: { label: '放行', href: '/w/exports' },
    })
  return due
}
