import { sql } from 'kysely'
import type { Db } from '../db/index.ts'
import { asIdentity } from '../db/index.ts'

export type LockoutRule = { attempts: number; minutes: number }

/** An attempt that may go on, or the instant at which the name may be tried again. */
export type Attempt = { open: true } | { open: false; until: Date }

/**
 * Counts an attempt before the password is looked at, so that a hundred at once are a hundred. The one after the last allowed
 * failure locks the name, known or not; failures older than the lock's length are forgotten.
 */
export async function beginAttempt(db: Db, name: string, rule: LockoutRule): Promise<Attempt> {
  const { rows } = await asIdentity(db, (tx) =>
    sql<{ failures: number; locked_until: Date | null; locked: boolean }>`
      insert into sign_in_attempt as a (username, failures) values (${name}, 1)
      on conflict (username) do update set
        failures = case
          when a.locked_until > clock_timestamp() then a.failures
          when a.locked_until is not null or a.last_at < clock_timestamp() - make_interval(mins => ${rule.minutes}::int) then 1
          else a.failures + 1 end,
        locked_until = case
          when a.locked_until > clock_timestamp() then a.locked_until
          when a.locked_until is null and a.last_at >= clock_timestamp() - make_interval(mins => ${rule.minutes}::int)
               and a.failures >= ${rule.attempts}::int
            then clock_timestamp() + make_interval(mins => ${rule.minutes}::int)
          else null end,
        last_at = clock_timestamp()
      returning failures, locked_until, coalesce(locked_until > clock_timestamp(), false) as locked`.execute(tx),
  )
  const row = rows[0]
  return row?.locked && row.locked_until !== null ? { open: false, until: row.locked_until } : { open: true }
}

/**
 * Looks for something that a number and its secret open. Wrong secrets lock the number for a while as wrong passwords lock an account, whether there is
 * such a number or not; a right one forgets the wrong ones.
 * @param name not a username: with a colon, which those never hold
 */
export async function findGuarded<T>(
  db: Db,
  name: `${string}:${string}`,
  rule: LockoutRule,
  find: () => Promise<T | undefined>,
): Promise<T | 'locked' | undefined> {
  const attempt = await beginAttempt(db, name, rule)
  if (!attempt.open) return 'locked'
  const found = await find()
  if (found !== undefined) await attemptSucceeded(db, name)
  return found
}

/** A password that was right forgets the failures, and those of names that nobody has tried for two days. */
export async function attemptSucceeded(db: Db, name: string): Promise<void> {
  await asIdentity(db, (tx) =>
    sql`delete from sign_in_attempt where username = ${name} or last_at < clock_timestamp() - interval '2 days'`.execute(
      tx,
    ),
  )
}

/** Takes an attempt back that never reached the password. It does not forget the others. */
export async function withdrawAttempt(db: Db, name: string): Promise<void> {
  await asIdentity(db, (tx) =>
    sql`update sign_in_attempt set failures = greatest(failures - 1, 0) where username = ${name}`.execute(tx),
  )
}
