import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { asIdentity, newId } from '../../platform/db/index.ts'
import type { Platform } from '../../platform/http/index.ts'
import { oneTimePassword, USERNAME } from '../../platform/identity/index.ts'
import { commandActor, withPlatform } from '../command-platform.ts'

const HOURS = 24

const USAGE = `Usage: yiyang accounts create-administrator NAME | reset-password NAME [--data DIR]
  create-administrator  make the first accounts of an installation
  reset-password        set a one-time password, lift a lock and end all sessions
  NAME: 3 to 30 of a-z 0-9 . _ -
`

export const command = {
  name: 'accounts',
  summary: 'create-administrator, reset-password NAME: prints a one-time password',
  run: async (args: string[]): Promise<number> => {
    const [action, given] = args
    const username = given?.toLowerCase() ?? ''
    const work =
      action === 'create-administrator' ? createAdministrator : action === 'reset-password' ? resetPassword : undefined
    if (work === undefined || !USERNAME.test(username)) {
      process.stderr.write(USAGE)
      return 2
    }
    const password = oneTimePassword()
    const refusal = await withPlatform(args, (platform) => work(platform, username, password))
    if (refusal !== undefined) {
      process.stderr.write(`${refusal}\n`)
      return 1
    }
    process.stdout.write(
      `Account ${username}, password ${password} (valid for ${HOURS} hours; sign in and change it).\n`,
    )
    if (work === createAdministrator)
      process.stdout.write('Make a second administrator too: granting roles of money and power needs two persons.\n')
    return 0
  },
}

async function createAdministrator(
  { identity, db, today }: Platform,
  username: string,
  password: string,
): Promise<string | undefined> {
  const by = commandActor()
  if (!(await identity.createAccount({ username, name: username, password, by, expiresInHours: HOURS })))
    return `There is an account ${username} already.`
  await asIdentity(db, async (tx) => {
    // Whoever runs commands on the machine holds the keys anyway; the second person of the screen cannot exist yet.
    await sql`
      insert into "grant" (id, account, role, division, valid_from, reason, granted_by, needs_approval)
      values (${newId()}, ${username}, 'administrator', '500000', ${today()}, 'create-administrator', ${by}, false)`.execute(
      tx,
    )
    await record(tx, {
      account: by,
      action: 'account.grant',
      object: 'account',
      objectId: username,
      after: { role: 'administrator', division: '500000' },
    })
  })
  return undefined
}

async function resetPassword({ identity }: Platform, username: string, password: string): Promise<string | undefined> {
  if ((await identity.standingOf(username)) === undefined) return `There is no account ${username}.`
  await identity.setPassword(username, password, commandActor(), HOURS)
  return undefined
}
