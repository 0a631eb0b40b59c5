import { useSession } from '../../ui/session.ts'
import { useUrlState } from '../../ui/url-state.ts'

/** The district of the page: the area switch, or one's own; `mayWrite` hides what the server would refuse. */
export function useDistrict(): { district: string; mayWrite: boolean } {
  const [search] = useUrlState()
  const { session } = useSession()
  const grants = session?.account.roles ?? []
  const own = grants.find((grant) => /^\d{6}/.test(grant.division) && grant.division !== '500000')?.division
  const district = (search.area ?? own ?? '').slice(0, 6)
  return { district, mayWrite: grants.some((grant) => grant.role === 'districtOfficer' && grant.division === district) }
}
