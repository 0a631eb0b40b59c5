import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { addDays, type Day } from '../../platform/clock/day.ts'
import { asIdentity, asSystem, elevated, inScope, newId, type Tx } from '../../platform/db/index.ts'
import { ok, orRefuse, type Platform, type Result, refuse } from '../../platform/http/index.ts'
import { CITIZEN_ROLES, oneTimePassword, type Principal } from '../../platform/identity/index.ts'
import { LONGEST_DELEGATION_DAYS, recordDelegation } from '../applications/index.ts'
import type { AccessList, AccessOnce, NewAccess } from './contract.ts'
import { chooseFamilyParts } from './family-choice.ts'
import { tiesOf } from './own-persons.ts'
import { keepPhone } from './phone-sign-in.ts'
import { refusals } from './refusals.ts'

/** A week: a letter to a daughter in another city arrives, and a lost sheet is worth nothing soon. */
const HOURS = 7 * 24
/** The reason of the grant, as the list of accounts shows it. */
const CHECKED = '窗口核验身份'

type Place = { readonly township: string; readonly village: string | null; readonly name: string }

/**
 * Gives an elder, or a family member with the elder's agreement, an account of their own, after the caller has checked who they are. The
 * one-time code is told once and has to be changed at the first sign-in; the account sees this elder only, until a day. A family member who
 * has an account already (the other parent) gets no second one.
 */
export async function giveAccess(
  platform: Platform,
  by: Principal,
  asked: NewAccess,
  requestId: string,
): Promise<Result<AccessOnce>> {
  const today = platform.today()
  const until = asked.until as Day
  if (until <= today) return refuse(refusals.periodPast())
  if (until > addDays(today, LONGEST_DELEGATION_DAYS)) return refuse(refusals.periodLong())
  if (asked.as === 'family' && asked.relation === undefined) return refuse(refusals.relationMissing())
  // The file must be in the caller's scope before an account is made for it.
  const place = await inScope(platform.db, by.scope, (tx) => readPlace(tx, asked.elder))
  if (place === undefined) return refuse(refusals.notYours())
  const known = asked.as === 'family' && asked.account ? asked.account.toLowerCase() : undefined
  if (known !== undefined && !(await isFamilyAccount(platform, known, asked.name)))
    return refuse(refusals.accountNotTheirs())
  // A telephone opens all that the account opens, as a new code would.
  if (known !== undefined && asked.phone !== undefined && !(await liesWithin(platform, by, known)))
    return refuse(refusals.phoneElsewhere())
  // Before the transaction: it takes long, on purpose.
  const password = oneTimePassword()
  const digest = known === undefined ? await platform.identity.digestOf(password) : undefined
  // The account and what it is for come into being together: one without the other would be nobody's.
  return inScope(platform.db, by.scope, async (tx) => {
    const account = known ?? (await newAccount(tx, platform, by, asked, digest ?? ''))
    const { phone } = asked
    if (phone !== undefined) await elevated(tx, () => keepPhone(tx, platform, { account, phone, by: by.account }))
    if (asked.as === 'elder') await recordOwnAccess(tx, asked, place, account, by, today, requestId)
    else
      orRefuse(
        await recordDelegation(
          tx,
          {
            elder: asked.elder,
            township: place.township,
            village: place.village,
            delegate: account,
            name: asked.name,
            relation: asked.relation ?? 'other',
            until,
            agreed: { how: asked.checked },
          },
          { account: by.account, today, requestId },
        ),
      )
    return ok({ account, password: known === undefined ? password : null, validHours: HOURS })
  })
}

/** `jt` and eight digits: can be said on the telephone and typed with a number pad. */
async function newAccount(
  tx: Tx,
  platform: Platform,
  by: Principal,
  { as, name, elder }: NewAccess,
  digest: string,
): Promise<string> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const username = `${as === 'elder' ? 'lr' : 'jt'}${String(randomInt(100_000_000)).padStart(8, '0')}`
    const made = await platform.identity.createAccountWithin(tx, {
      username,
      name,
      password: { digest },
      by: by.account,
      expiresInHours: HOURS,
      grant: { role: as, division: elder.district, from: platform.today(), reason: CHECKED },
    })
    if (made) return username
  }
  throw new Error('no free account number was found')
}

async function isFamilyAccount(platform: Platform, account: string, name: string): Promise<boolean> {
  const standing = await platform.identity.standingOf(account)
  return (
    standing !== undefined &&
    !standing.disabled &&
    standing.name === name &&
    standing.grants.some((grant) => grant.role === 'family')
  )
}

async function recordOwnAccess(
  tx: Tx,
  { elder, checked, until }: NewAccess,
  place: Place,
  account: string,
  by: Principal,
  today: Day,
  requestId: string,
): Promise<void> {
  const id = newId()
  await sql`
    insert into portal.own_access (district, id, elder_id, township, village, account, checked, valid_from, valid_to, recorded_by)
    values (${elder.district}, ${id}::uuid, ${elder.id}::uuid, ${place.township}, ${place.village}, ${account}, ${checked},
      ${today}::date, ${until}::date, ${by.account})`.execute(tx)
  await record(tx, {
    district: elder.district,
    account: by.account,
    action: 'portal.giveAccess',
    object: 'elder',
    objectId: elder.id,
    after: { access: id, account, until, how: checked },
    requestId,
  })
}

/** Who may look into an elder's affairs from outside the office, in the caller's scope. */
export async function listAccess(
  tx: Tx,
  { district, id }: { district: string; id: string },
  today: Day,
): Promise<AccessList['rows']> {
  const { rows } = await sql<AccessList['rows'][number]>`
    select id::text as id, 'elder' as as, '' as name, 'self' as relation, account, valid_to::text as until from portal.own_access
     where district = ${district} and elder_id = ${id}::uuid and ended_at is null and valid_to > ${today}::date
    union all
    select id::text, 'family', name, relation, delegate, valid_to::text from applications.delegation
     where district = ${district} and elder_id = ${id}::uuid and ended_at is null and valid_to > ${today}::date
     order by until, id`.execute(tx)
  return rows
}

/** Ends an elder's own access before its day. False where there is none that stands. */
export async function endOwnAccess(
  tx: Tx,
  elder: { district: string; id: string },
  id: string,
  by: { account: string; requestId: string },
): Promise<boolean> {
  const { rows } = await sql`
    update portal.own_access set ended_at = clock_timestamp(), ended_by = ${by.account}
     where district = ${elder.district} and elder_id = ${elder.id}::uuid and id = ${id}::uuid and ended_at is null returning 1`.execute(
    tx,
  )
  if (rows.length === 0) return false
  await record(tx, {
    district: elder.district,
    account: by.account,
    action: 'portal.endAccess',
    object: 'elder',
    objectId: elder.id,
    after: { access: id },
    requestId: by.requestId,
  })
  return true
}

/** Keeps what the elder says to the clerk or the village worker about who may see what. */
export async function chooseAtCounter(
  platform: Platform,
  by: Principal,
  elder: { readonly district: string; readonly id: string },
  choice: Parameters<typeof chooseFamilyParts>[2],
  requestId: string,
): Promise<Result<true>> {
  return inScope(platform.db, by.scope, async (tx): Promise<Result<true>> => {
    const place = await readPlace(tx, elder)
    if (place === undefined) return refuse(refusals.notYours())
    await chooseFamilyParts(tx, { ...elder, ...place }, choice, { account: by.account, requestId })
    return ok(true)
  })
}

/** A new one-time code for whoever lost theirs, after the identity was checked again. */
export async function renewCode(
  platform: Platform,
  by: Principal,
  elder: { district: string; id: string },
  id: string,
): Promise<Result<AccessOnce>> {
  const rows = await inScope(platform.db, by.scope, (tx) => listAccess(tx, elder, platform.today()))
  const account = rows.find((row) => row.id === id)?.account
  if (account === undefined || account === '') return refuse(refusals.accessGone())
  const standing = await platform.identity.standingOf(account)
  // A delegate without a family account of the portal (an officer who is a daughter, say) keeps their own password.
  if (standing === undefined || (await worksHere(platform, account))) return refuse(refusals.accountNotTheirs())
  // Whoever can renew a code could sign in with it: all that it opens must lie with the caller already.
  if (!(await liesWithin(platform, by, account))) return refuse(refusals.accountElsewhere())
  const password = oneTimePassword()
  await platform.identity.setPassword(account, password, by.account, HOURS)
  return ok({ account, password, validHours: HOURS })
}

/** Whether every elder whom an account opens today lies in the caller's scope. */
async function liesWithin(platform: Platform, by: Principal, account: string): Promise<boolean> {
  const ties = await asSystem(platform.db, (tx) => tiesOf(tx, account, platform.today()))
  const { districts, townships, villages } = by.scope
  return ties.every(
    (tie) =>
      districts.includes(tie.district) ||
      townships.includes(tie.township) ||
      (tie.village !== null && villages.includes(tie.village)),
  )
}

/** Whether an account holds a role of the office, now or soon: one that waits for its second signature counts as well. */
async function worksHere(platform: Platform, account: string): Promise<boolean> {
  const { rows } = await asIdentity(platform.db, (tx) =>
    sql`
      select 1 from "grant" where account = ${account} and revoked_at is null and role <> all (${[...CITIZEN_ROLES]}::text[])
         and (valid_until is null or valid_until > ${platform.today()}::date) limit 1`.execute(tx),
  )
  return rows.length > 0
}

async function readPlace(tx: Tx, { district, id }: { district: string; id: string }): Promise<Place | undefined> {
  const { rows } = await sql<Place>`
    select township, village, name from elders.elder where district = ${district} and id = ${id}::uuid and merged_into is null`.execute(
    tx,
  )
  return rows[0]
}
