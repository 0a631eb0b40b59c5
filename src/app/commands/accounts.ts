import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { asIdentity, newId } from '../../platform/db/index.ts'
import { oneTimePassword, USERNAME } from '../../platform/identity/index.ts'
import { commandActor, withPlatform } from '../command-platform.ts'

const HOURS = 24

export const command = {
  name: 'accounts',
  summary: 'create-administrator NAME: make the first accounts of an installation and print their one-time password',
  run: async (args: string[]): Promise<number> => {
    const [action, given] = args
    const username = given?.toLowerCase() ?? ''
    if (action !== 'create-administrator' || !USERNAME.test(username)) {
      process.stderr.write(
        'Usage: yiyang accounts create-administrator NAME [--data DIR]\nNAME: 3 to 30 of a-z 0-9 . _ -\n',
      )
      return 2
    }
    const password = oneTimePassword()
    const by = commandActor()
    const made = await withPlatform(args, async ({ identity, db, today }) => {
      if (!(await identity.createAccount({ username, name: username, password, by, expiresInHours: HOURS })))
        return false
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
      return true
    })
    if (!made) {
      process.stderr.write(`There is an account ${username} already.\n`)
      return 1
    }
    process.stdout.write(
      `Account ${username}, password ${password} (valid for ${HOURS} hours; sign in and change it).\n` +
        'Make a second administrator too: granting roles of money and power needs two persons.\n',
    )
    return 0
  },
}
