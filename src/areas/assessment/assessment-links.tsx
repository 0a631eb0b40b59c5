import { useSession } from '../../ui/session.ts'

const LINKS = [
  { href: '/w/assessments', label: '评估单', roles: [] },
  {
    href: '/w/assessments/due',
    label: '待评名单',
    roles: ['districtOfficer', 'cityOfficer', 'townshipClerk', 'villageWorker'],
  },
  {
    href: '/w/assessments/coverage',
    label: '覆盖率',
    roles: ['districtOfficer', 'cityOfficer', 'townshipClerk', 'villageWorker'],
  },
  { href: '/w/assessments/recognition', label: '互认', roles: ['districtOfficer', 'cityOfficer', 'townshipClerk'] },
  { href: '/w/assessments/registry', label: '机构与评估员', roles: ['districtOfficer'] },
  { href: '/w/assessments/ltc', label: '长护失能', roles: ['districtOfficer', 'cityOfficer', 'townshipClerk'] },
] as const

/** The pages of W16, each where the signed-in person may open it. */
export function AssessmentLinks({ here }: { here: string }) {
  const { session } = useSession()
  const roles = session?.account.roles.map((grant) => grant.role) ?? []
  return (
    <nav className="y-row" aria-label="评估管理">
      {LINKS.filter((link) => link.roles.length === 0 || link.roles.some((role) => roles.includes(role))).map(
        (link) => (
          <a
            key={link.href}
            className="y-button"
            href={link.href}
            aria-current={link.href === here ? 'page' : undefined}
          >
            {link.label}
          </a>
        ),
      )}
    </nav>
  )
}
