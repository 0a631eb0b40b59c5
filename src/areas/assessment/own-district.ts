import { useSession } from '../../ui/session.ts'

/** The district for which the signed-in person decides; undefined for everybody else. */
export function useOwnDistrict(): string | undefined {
  const { session } = useSession()
  return session?.account.roles.find((grant) => grant.role === 'districtOfficer')?.division
}
