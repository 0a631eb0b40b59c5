import { useEndpoint } from '../../ui/load.ts'
import { useSession } from '../../ui/session.ts'
import { type CurrentLine, readCurrentOf } from '../benefits/contract.ts'
import type { ElderRow } from './contract.ts'

/** What is granted now: lines, `notRun` where nothing was computed for the place yet, null while that is not known. */
export type Benefits = readonly CurrentLine[] | 'notRun' | null
export type RegisterRow = ElderRow & { benefits: Benefits }

const READERS: readonly string[] = [
  'cityOfficer',
  'districtOfficer',
  'districtFinance',
  'townshipClerk',
  'villageWorker',
]

/** The benefits of the persons of a page, asked once for all of them. */
export function useBenefits(rows: readonly ElderRow[]): (elder: string) => Benefits {
  const { session } = useSession()
  const mayRead = session?.account.roles.some((grant) => READERS.includes(grant.role)) ?? false
  const elders = rows.map((row) => row.id).join(',')
  const { data } = useEndpoint(readCurrentOf, { query: { elders } }, mayRead && elders !== '')
  return (elder) => {
    if (data === undefined) return null
    return data.notRun.includes(elder) ? 'notRun' : data.lines.filter((line) => line.elder === elder)
  }
}
