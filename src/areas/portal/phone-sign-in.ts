import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { asSystem, type Tx } from '../../platform/db/index.ts'
import { type Platform, Refused } from '../../platform/http/index.ts'
import { findGuarded } from '../../platform/identity/index.ts'
import { refusals } from './refusals.ts'

/** A code lives as long as it takes to look at the telephone, and is asked for at most once a minute. */
const MINUTES = 10
const AGAIN_SECONDS = 60

const digitsOf = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replaceAll(/[^0-9]/g, '')
    .replace(/^86(?=1\d{10}$)/, '')
const digestOf = (platform: Platform, account: string, code: string): Buffer =>
  createHash('sha256').update(`${platform.keyring.sessionSecret} ${account} ${code}`).digest()

/** Notes at the counter that a telephone belongs to the owner of an account. A number opens one account: the latest that was proven. */
export async function keepPhone(
  tx: Tx,
  { keyring }: Platform,
  { account, phone, by }: { readonly account: string; readonly phone: string; readonly by: string },
): Promise<void> {
  const number = digitsOf(phone)
  const blind = keyring.blindIndex('phone', number)
  await sql`delete from portal.phone where blind = ${blind} and account <> ${account}`.execute(tx)
  await sql`
    insert into portal.phone as p (account, cipher, blind, proven_by) values (${account}, ${keyring.seal(number)}, ${blind}, ${by})
    on conflict (account) do update set cipher = excluded.cipher, blind = excluded.blind, proven_by = excluded.proven_by,
           proven_at = clock_timestamp()`.execute(tx)
}

async function accountOf(tx: Tx, { keyring }: Platform, phone: string): Promise<string | undefined> {
  const { rows } = await sql<{ account: string }>`
    select account from portal.phone where blind = ${keyring.blindIndex('phone', digitsOf(phone))}`.execute(tx)
  return rows[0]?.account
}

/**
 * Sends a code to a telephone that was proven at a counter. The answer is the same for every number: nobody learns which are known here.
 * @throws Refused where this installation has no gateway
 */
export async function sendCode(platform: Platform, phone: string): Promise<{ minutes: number }> {
  const gateway = platform.messages
  if (gateway === undefined) throw new Refused(refusals.noGateway())
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const account = await asSystem(platform.db, async (tx) => {
    const found = await accountOf(tx, platform, phone)
    if (found === undefined) return undefined
    const { rows } = await sql`
      insert into portal.phone_code as c (account, digest, expires_at)
      values (${found}, ${digestOf(platform, found, code)}, clock_timestamp() + make_interval(mins => ${MINUTES}::int))
      on conflict (account) do update set digest = excluded.digest, expires_at = excluded.expires_at, sent_at = clock_timestamp()
       where c.sent_at < clock_timestamp() - make_interval(secs => ${AGAIN_SECONDS}::int)
      returning 1`.execute(tx)
    return rows.length === 0 ? undefined : found
  })
  // Not waited for: how long a gateway takes would tell known numbers from others.
  if (account !== undefined)
    void gateway
      .send(digitsOf(phone), `【颐养】登录验证码 ${code}，${MINUTES} 分钟内有效。工作人员不会向您要这个号码。`)
      .catch((error: unknown) => platform.log.error({ error }, 'a sign-in code was not sent'))
  return { minutes: MINUTES }
}

/**
 * Opens a session by the code of a telephone. Wrong codes lock the number for a while; a right one is used up.
 * @returns the cookies of the session
 * @throws Refused
 */
export async function signInByPhone(platform: Platform, phone: string, code: string): Promise<readonly string[]> {
  const { YIYANG_LOCKOUT_ATTEMPTS: attempts, YIYANG_LOCKOUT_MINUTES: minutes } = platform.config
  const name =
    `phone:${platform.keyring.blindIndex('phone', digitsOf(phone)).toString('base64url').slice(0, 22)}` as const
  const account = await findGuarded(platform.db, name, { attempts, minutes }, () =>
    asSystem(platform.db, async (tx) => {
      const found = await accountOf(tx, platform, phone)
      if (found === undefined) return undefined
      const { rows } = await sql<{ digest: Buffer }>`
        select digest from portal.phone_code where account = ${found} and expires_at > clock_timestamp() for update`.execute(
        tx,
      )
      const kept = rows[0]?.digest
      if (kept === undefined || !timingSafeEqual(kept, digestOf(platform, found, code.trim()))) return undefined
      // It stays as a mark of when the last one was sent, and opens nothing any more.
      await sql`update portal.phone_code set expires_at = '-infinity' where account = ${found}`.execute(tx)
      return found
    }),
  )
  if (account === 'locked') throw new Refused(refusals.locked(minutes))
  const cookies = account === undefined ? undefined : await platform.identity.openSession(account)
  if (cookies === undefined) throw new Refused(refusals.codeWrong())
  return cookies
}
