import { sql } from 'kysely'
import type { Actor } from '../../engines/process/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { delegationsTo } from '../applications/index.ts'
import { refusals } from './refusals.ts'

/** One elder whose affairs an account may see and act in: the account's own, or under a delegation that stands today. */
export type Tie = {
  readonly district: string
  readonly id: string
  readonly township: string
  readonly village: string | null
  readonly as: 'elder' | 'family'
  /** Exclusive. */
  readonly until: Day
  /** The delegation of a family member. */
  readonly delegation?: string
}

/**
 * The elders of an account today. It is the only door from a citizen to a person: their scope in row security is empty, so that whatever they
 * see is read as the system role after this check. Ended, expired and merged-away ties are not there.
 */
export async function tiesOf(tx: Tx, account: string, today: Day): Promise<Tie[]> {
  const { rows } = await sql<Omit<Tie, 'as'>>`
    select district, elder_id::text as id, township, village, valid_to::text as until from portal.own_access
     where account = ${account} and ended_at is null and valid_from <= ${today}::date and valid_to > ${today}::date
     order by recorded_at, id`.execute(tx)
  const delegated = await delegationsTo(tx, account, today)
  const ties: Tie[] = [
    ...rows.map((row): Tie => ({ ...row, as: 'elder' })),
    ...delegated.map(
      ({ district, elderId, township, village, until, id }): Tie => ({
        district,
        id: elderId,
        township,
        village,
        until,
        as: 'family',
        delegation: id,
      }),
    ),
  ]
  return ties.filter((tie, at) => ties.findIndex((other) => other.id === tie.id) === at)
}

/** The tie of an account to one elder. One answer for an elder who does not exist and one who is not theirs. */
export async function tieTo(
  tx: Tx,
  account: string,
  elder: { readonly district: string; readonly id: string },
  today: Day,
): Promise<Result<Tie>> {
  const tie = (await tiesOf(tx, account, today)).find(
    (each) => each.district === elder.district && each.id === elder.id,
  )
  return tie === undefined ? refuse(refusals.notYours()) : ok(tie)
}

/** As whom the holder of a tie acts in a case of that elder: as the applicant, or as a delegate until the delegation's day. */
export const actorOf = (account: string, tie: Tie): Actor => ({
  account,
  roles: [],
  relations: [tie.as === 'elder' ? { as: 'applicant' } : { as: 'delegate', until: tie.until }],
})
