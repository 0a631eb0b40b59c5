import { useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { useSession } from '../../ui/session.ts'
import { type CurrentLine, readCurrentOf } from './contract.ts'
import { SCHEME_WORDS } from './words.ts'

/** What is granted now: lines, `notRun` where nothing was computed for the place yet, null while that is not known. */
export type Benefits = readonly CurrentLine[] | 'notRun' | null

const READERS: readonly string[] = [
  'cityOfficer',
  'districtOfficer',
  'districtFinance',
  'townshipClerk',
  'villageWorker',
]

/** The benefits of the persons of a page of any list, asked once for all of them. */
export function useCurrentBenefits(elders: readonly string[]): (elder: string) => Benefits {
  const { session } = useSession()
  const mayRead = session?.account.roles.some((grant) => READERS.includes(grant.role)) ?? false
  const { data } = useEndpoint(readCurrentOf, { query: { elders: elders.join(',') } }, mayRead && elders.length > 0)
  return (elder) => {
    if (data === undefined) return null
    return data.notRun.includes(elder) ? 'notRun' : data.lines.filter((line) => line.elder === elder)
  }
}

/** One person's benefits in a cell of a list. */
export function CurrentBenefits({ of }: { of: Benefits }) {
  if (of === null) return <span className="y-quiet">…</span>
  if (of === 'notRun') return <span className="y-quiet">还没有计算</span>
  if (of.length === 0) return '无'
  return of.map((line) => (
    <div key={line.scheme}>
      {SCHEME_WORDS[line.scheme]} <Money fen={line.amountFen ?? line.ceilingFen} />
      {line.ceilingFen !== null && <span className="y-meta"> 上限</span>}
    </div>
  ))
}
