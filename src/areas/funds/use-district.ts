import { useSession } from '../../ui/session.ts'
import { useUrlState } from '../../ui/url-state.ts'

type Where = {
  readonly district: string | undefined
  readonly year: number
  readonly setYear: (year: number) => void
  readonly mayWrite: boolean
}

/** The district and year of a page: the area switch or one's own grant, and `?year=`. The city as a whole has no purse here. `mayWrite` hides what the server would refuse. */
export function useDistrictAndYear(thisYear: number): Where {
  const [search, change] = useUrlState()
  const { session } = useSession()
  const own = session?.account.roles.find((grant) => grant.division !== '')?.division
  const key = (search.area ?? own ?? '').slice(0, 6)
  const district = /^\d{6}$/.test(key) && key !== '500000' ? key : undefined
  const writes = ['districtOfficer', 'districtFinance']
  const mayWrite =
    session?.account.roles.some((grant) => writes.includes(grant.role) && grant.division === district) ?? false
  return {
    district,
    mayWrite,
    year: Number(search.year) || thisYear,
    setYear: (year) => change({ year: String(year) }, 'replace'),
  }
}
