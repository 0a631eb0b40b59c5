import { sql } from 'kysely'
import type { Actor, CaseRef } from '../../engines/process/index.ts'
import { asSystem, type Tx } from '../../platform/db/index.ts'
import { codesOf, isCheckCode, readNumber } from '../../platform/documents/index.ts'
import { type Platform, Refused } from '../../platform/http/index.ts'
import { CITIZEN_ROLES, findGuarded, hasRole, type Principal } from '../../platform/identity/index.ts'
import { findByNumber } from '../applications/index.ts'
import { actorOf, tieTo } from './own-persons.ts'
import { refusals } from './refusals.ts'

/** A case that somebody outside the office may see, and as whom. */
export type OpenedForCitizen = {
  readonly ref: CaseRef
  readonly kind: string
  readonly subjectId: string
  readonly actor: Actor
  /** Whether only the number and the code of the receipt were shown. */
  readonly byCode: boolean
}

/**
 * Opens a case for a citizen: as somebody signed in who has a tie to the elder, or with the number and the check code of the receipt. Wrong
 * codes lock the number for a while like a wrong password locks an account, and a number that does not exist is answered and locked the same.
 * @throws Refused
 */
export async function openCase(
  platform: Platform,
  principal: Principal | undefined,
  { number: typed, code }: { readonly number: string; readonly code?: string | undefined },
): Promise<OpenedForCitizen> {
  const number = readNumber(typed)
  if (code === undefined || code === '') return openOwn(platform, principal, number)
  // A number that cannot be one is refused by its form; what was typed there instead is kept nowhere.
  if (number === undefined) throw new Refused(refusals.caseUnknown())
  const { YIYANG_LOCKOUT_ATTEMPTS: attempts, YIYANG_LOCKOUT_MINUTES: minutes } = platform.config
  const found = await findGuarded(platform.db, `case:${number}`, { attempts, minutes }, () =>
    asSystem(platform.db, async (tx) => {
      const row = await findByNumber(tx, number)
      const codes = row === undefined ? [] : await codesOfCase(tx, row)
      return codes.some((each) => isCheckCode(code, each.code)) ? row : undefined
    }),
  )
  if (found === 'locked') throw new Refused(refusals.locked(minutes))
  if (found === undefined) throw new Refused(refusals.caseUnknown())
  const actor: Actor = { account: `receipt:${number}`, roles: [], relations: [{ as: 'applicant' }] }
  return { ref: refOf(found), kind: found.kind, subjectId: found.subjectId, actor, byCode: true }
}

async function openOwn(
  platform: Platform,
  principal: Principal | undefined,
  number: string | undefined,
): Promise<OpenedForCitizen> {
  // Whoever still has the code of somebody else's counter holds no role yet: it opens nothing but a password of one's own.
  if (principal === undefined || !hasRole(principal, ...CITIZEN_ROLES) || number === undefined)
    throw new Refused(refusals.caseUnknown())
  return asSystem(platform.db, async (tx) => {
    const found = await findByNumber(tx, number)
    if (found === undefined) throw new Refused(refusals.caseUnknown())
    const tie = await tieTo(tx, principal.account, { district: found.district, id: found.subjectId }, platform.today())
    if (!tie.ok) throw new Refused(refusals.caseUnknown())
    const actor = actorOf(principal.account, tie.value)
    return { ref: refOf(found), kind: found.kind, subjectId: found.subjectId, actor, byCode: false }
  })
}

const refOf = ({ district, id }: CaseRef): CaseRef => ({ district, id })

/** The receipt stands with the first case of a form and opens all of them. */
export async function codesOfCase(tx: Tx, { district, id }: CaseRef) {
  const { rows } = await sql<{ id: string }>`
    select other.case_id::text as id from applications.application own
      join applications.application other on other.district = own.district and other.bundle = own.bundle
     where own.district = ${district} and own.case_id = ${id}::uuid`.execute(tx)
  return codesOf(tx, district, 'process.case', [...new Set([id, ...rows.map((row) => row.id)])])
}
