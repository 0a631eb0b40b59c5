import { sql } from 'kysely'
import { exampleCreditCode } from '../areas/facilities/index.ts'
import { record } from '../platform/audit/index.ts'
import { asIdentity, newId } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { APPROVED_ROLES, ROLES, type Role } from '../platform/identity/index.ts'

/** Known to everybody, and therefore valid in a demonstration only: `--empty` makes none of these accounts. */
export const DEMONSTRATION_PASSWORD = 'yiyang-demo-2026'

/** A family member, made with her parents' delegations (`demonstration-family.ts`): no member of staff. */
export const DEMONSTRATION_FAMILY = 'demo-family'

const BY = 'demonstration'
const DISTRICT = '500113'
const TOWNSHIP = '500113103'
/** The organisation of `demo-operator`: runs the first facilities of the demonstration. */
export const DEMONSTRATION_OPERATOR = exampleCreditCode(DISTRICT, 1)
/** The bank that keeps the prepayments of the demonstration. */
export const DEMONSTRATION_BANK = exampleCreditCode(DISTRICT, 90)

/** The organisation of the assessment agency's desk and of the two assessors who can sign in. */
export const DEMONSTRATION_AGENCY = exampleCreditCode(DISTRICT, 91)

export type DemonstrationAccount = {
  username: string
  name: string
  role: Role
  division: string
  /** Credit code of the organisation that it works for. */
  organisation?: string
}

/** One account for each role of UX §1.2, named by its post. */
export const DEMONSTRATION_ACCOUNTS: readonly DemonstrationAccount[] = [
  { username: 'demo-city', name: '演示·市级民政', role: 'cityOfficer', division: '500000' },
  { username: 'demo-city2', name: '演示·市级民政（复核）', role: 'cityOfficer', division: '500000' },
  { username: 'demo-planner', name: '演示·规划岗', role: 'planner', division: DISTRICT },
  { username: 'demo-district', name: '演示·区县民政', role: 'districtOfficer', division: DISTRICT },
  { username: 'demo-district2', name: '演示·区县民政（复核）', role: 'districtOfficer', division: DISTRICT },
  { username: 'demo-finance', name: '演示·区县财政', role: 'districtFinance', division: DISTRICT },
  { username: 'demo-finance2', name: '演示·区县财政（复核）', role: 'districtFinance', division: DISTRICT },
  { username: 'demo-township', name: '演示·乡镇经办', role: 'townshipClerk', division: TOWNSHIP },
  { username: 'demo-village', name: '演示·养老助理', role: 'villageWorker', division: `${TOWNSHIP}001` },
  {
    username: 'demo-operator',
    name: '演示·养老机构',
    role: 'operator',
    division: DISTRICT,
    organisation: DEMONSTRATION_OPERATOR,
  },
  {
    username: 'demo-bank',
    name: '演示·存管银行',
    role: 'custodyBank',
    division: DISTRICT,
    organisation: DEMONSTRATION_BANK,
  },
  {
    username: 'demo-assessment',
    name: '演示·评估机构',
    role: 'assessmentAgency',
    division: DISTRICT,
    organisation: DEMONSTRATION_AGENCY,
  },
  ...['demo-assessor', 'demo-assessor2'].map((username, at) => ({
    username,
    name: `演示·评估员${at === 0 ? '' : '（第二人）'}`,
    role: 'assessor' as const,
    division: DISTRICT,
    organisation: DEMONSTRATION_AGENCY,
  })),
  { username: 'demo-dispatch', name: '演示·坐席班长', role: 'dispatchLead', division: DISTRICT },
  { username: 'demo-department', name: '演示·协同部门', role: 'department', division: DISTRICT },
  { username: 'demo-administrator', name: '演示·授权管理', role: 'administrator', division: DISTRICT },
  { username: 'demo-administrator2', name: '演示·授权管理（复核）', role: 'administrator', division: DISTRICT },
  { username: 'demo-auditor', name: '演示·审计', role: 'auditor', division: DISTRICT },
]

/** Makes the demonstration's accounts and grants that are missing; a second run changes nothing. */
export async function ensureDemonstrationAccounts(platform: Platform): Promise<void> {
  const there = await asIdentity(platform.db, (tx) =>
    sql<{ account: string }>`select account from "grant" where granted_by = ${BY}`.execute(tx),
  )
  const granted = new Set(there.rows.map((row) => row.account))
  const missing = DEMONSTRATION_ACCOUNTS.filter((each) => !granted.has(each.username))
  if (missing.length === 0) return
  const digest = await platform.identity.digestOf(DEMONSTRATION_PASSWORD)
  await Promise.all(
    missing.map(({ username, name }) =>
      platform.identity.createAccount({
        username,
        name,
        password: { digest },
        by: BY,
        demonstration: true,
      }),
    ),
  )
  await asIdentity(platform.db, async (tx) => {
    for (const { username, role, division, organisation } of missing) {
      const approved = APPROVED_ROLES.includes(role)
      await sql`
        insert into "grant" (id, account, role, division, organisation, valid_from, reason, granted_by, needs_approval, approved_by, approved_at)
        values (${newId()}, ${username}, ${role}, ${division}, ${organisation ?? null}, '2026-01-01', '演示', ${BY}, ${approved},
                ${approved ? 'demonstration-second' : null}, case when ${approved} then clock_timestamp() end)`.execute(
        tx,
      )
    }
    await record(
      tx,
      missing.map(({ username, role, division }) => ({
        account: BY,
        action: 'account.grant',
        object: 'account',
        objectId: username,
        after: { role, division },
      })),
    )
  })
}

/** The lines printed at the start of a demonstration. */
export const demonstrationLines = (): string[] => [
  `Demonstration accounts (password of all: ${DEMONSTRATION_PASSWORD}):`,
  ...DEMONSTRATION_ACCOUNTS.map(({ username, role }) => `  ${username.padEnd(22)}${ROLES[role]}`),
  `  ${DEMONSTRATION_FAMILY.padEnd(22)}${ROLES.family}`,
]
