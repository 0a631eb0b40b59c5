import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '../../platform/clock/day.ts'
import { APPROVED_ROLES, CITIZEN_ROLES, STAFF_ROLES } from '../../platform/identity/index.ts'
import { areApart, decideApproval, decideGrant, type GrantRequest, type GrantSituation } from './decide-grant.ts'

const TODAY = day('2026-11-21')
const request = (over: Partial<GrantRequest> = {}): GrantRequest => ({
  account: 'clerk',
  role: 'townshipClerk',
  division: '500113103',
  validFrom: TODAY,
  validUntil: null,
  ...over,
})
const situation = (over: Partial<GrantSituation> = {}): GrantSituation => ({
  today: TODAY,
  granter: 'administrator-a',
  divisionInForce: true,
  withinReach: true,
  place: '巴南区 / 界石镇',
  accountDisabled: false,
  held: [],
  ...over,
})
const codeOf = (result: ReturnType<typeof decideGrant>) => (result.ok ? undefined : result.refusal.code)
const roles = STAFF_ROLES

describe('granting', () => {
  it('a clerk is granted by one person, roles of money and power wait for a second', () => {
    for (const role of roles) {
      const result = decideGrant(request({ role, organisation: 'org-1' }), situation())
      expect(result).toEqual({ ok: true, value: { needsApproval: APPROVED_ROLES.includes(role) } })
    }
    for (const role of ['districtFinance', 'districtOfficer', 'cityOfficer', 'administrator', 'auditor'] as const)
      expect(APPROVED_ROLES).toContain(role)
  })

  it('leaves the roles of elders and families to the counter that checks who somebody is', () => {
    for (const role of CITIZEN_ROLES) expect(codeOf(decideGrant(request({ role }), situation()))).toBe('CITIZEN_ROLE')
  })

  it('refuses with a code and a sentence for each reason', () => {
    expect(codeOf(decideGrant(request({ account: 'administrator-a' }), situation()))).toBe('OWN_ACCOUNT')
    expect(codeOf(decideGrant(request(), situation({ divisionInForce: false })))).toBe('DIVISION_UNKNOWN')
    expect(codeOf(decideGrant(request(), situation({ withinReach: false })))).toBe('OUTSIDE_REACH')
    expect(codeOf(decideGrant(request(), situation({ accountDisabled: true })))).toBe('ACCOUNT_DISABLED')
    expect(codeOf(decideGrant(request({ validFrom: day('2026-11-20') }), situation()))).toBe('STARTS_IN_PAST')
    expect(codeOf(decideGrant(request({ validUntil: TODAY }), situation()))).toBe('PERIOD_REVERSED')
    expect(codeOf(decideGrant(request({ role: 'operator' }), situation()))).toBe('ORGANISATION_MISSING')
    const held = [{ role: 'townshipClerk' as const, division: '500113103', validUntil: null }]
    expect(codeOf(decideGrant(request(), situation({ held })))).toBe('ALREADY_GRANTED')
    expect(codeOf(decideGrant(request({ division: '500113111' }), situation({ held })))).toBeUndefined()
  })

  it('keeps system, audit and business apart, and who pays from who decides, whichever came first', () => {
    fc.assert(
      fc.property(fc.constantFrom(...roles), fc.constantFrom(...roles), (one, other) => {
        expect(areApart(one, other)).toBe(areApart(other, one))
        const result = decideGrant(
          request({ role: one, organisation: 'org-1' }),
          situation({ held: [{ role: other, division: '500101', validUntil: null }] }),
        )
        expect(codeOf(result) === 'ROLES_APART').toBe(areApart(one, other))
        if (one !== other && (one === 'administrator' || one === 'auditor')) expect(areApart(one, other)).toBe(true)
      }),
    )
    expect(areApart('districtFinance', 'districtOfficer')).toBe(true)
    expect(areApart('townshipClerk', 'villageWorker')).toBe(false)
  })

  it('the second person is neither the first nor the one it is for', () => {
    const grant = { account: 'officer', grantedBy: 'administrator-a', waiting: true }
    expect(decideApproval(grant, 'administrator-b', true).ok).toBe(true)
    for (const [approver, reach, waiting, code] of [
      ['administrator-a', true, true, 'SAME_PERSON'],
      ['officer', true, true, 'OWN_ACCOUNT'],
      ['administrator-b', false, true, 'GRANT_UNKNOWN'],
      ['administrator-b', true, false, 'NOT_WAITING'],
    ] as const) {
      const result = decideApproval({ ...grant, waiting }, approver, reach)
      expect(result.ok ? undefined : result.refusal.code).toBe(code)
    }
  })
})
