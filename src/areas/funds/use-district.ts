import { useSession } from '../../ui/session.ts'
import { useUrlState } from '../../ui/url-state.ts'

type Where = { readonly district: string | undefined; readonly year: number; readonly setYear: (year: number) => void }

/** The district and year of a page: the area switch or one's own grant, and `?year=`. The city as a whole has no purse here. */
export function useDistrictAndYear(thisYear: number): Where {
  const [search, change] = useUrlState()
  const { session } = useSession()
  const own = session?.account.roles.find((grant) => grant.division !== '')?.division
  const key = (search.area ?? own ?? '').slice(0, 6)
  const district = /^\d{6}$/.test(key) && key !== '500000' ? key : undefined
  return {
    district,
    year: Number(search.year) || thisYear,
    setYear: (year) => change({ year: String(year) }, 'replace'),
  }
}
