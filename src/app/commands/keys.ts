import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { record } from '../../platform/audit/index.ts'
import { ConfigError, readConfig } from '../../platform/config/config.ts'
import {
  beginBlindRotation,
  finishBlindRotation,
  openKeyFile,
  readKeyFile,
  resealColumn,
  rotateBlind,
  sealedColumns,
  versionsOf,
  withNewKey,
  writeKeyFile,
} from '../../platform/crypto/index.ts'
import { asSystem, type Db } from '../../platform/db/index.ts'
import { findHolder } from '../../platform/db/lock.ts'
import { commandActor, withPlatform } from '../command-platform.ts'

const USAGE = `Usage: yiyang keys status | rotate | reseal | rotate --index   [--json] [--data DIR]
  rotate          add a key, seal every value again with it, beside a running server
  reseal          go on with a rotation that was interrupted
  rotate --index  change the key of the indexes; the server must be stopped
`

export const command = {
  name: 'keys',
  summary: 'status, rotate, reseal: the keys of the sealed columns',
  run: async (args: string[]): Promise<number> => {
    const [action] = args
    const config = readConfig(process.env, args)
    const file = join(config.YIYANG_DATA, 'keys.json')
    if (action === 'rotate' && config.YIYANG_KEYS !== undefined)
      throw new ConfigError(
        'The keys come from YIYANG_KEYS: change them there (see SECURITY.md), then run `yiyang keys reseal`.',
      )
    if (action === 'rotate' && args.includes('--index')) {
      if (findHolder(config.YIYANG_DATA)?.http !== undefined)
        throw new ConfigError('Stop the server first: while the indexes change, nothing could be found.')
      return print(args, await withPlatform(args, (platform) => rotateIndexes(platform.db, file)))
    }
    if (action === 'rotate' || action === 'reseal')
      return print(
        args,
        await withPlatform(args, (platform) => rotateKeys(platform.db, file, action === 'rotate', platform.keyring)),
      )
    if (action === 'status')
      return print(
        args,
        await withPlatform(args, async (platform) => ({
          newest: platform.keyring.version,
          versions: existsSync(file) ? readKeyFile(file).keys.map((key) => key.version) : ['from YIYANG_KEYS'],
          columns: await standing(platform.db),
        })),
      )
    process.stderr.write(USAGE)
    return 2
  },
}

const standing = async (db: Db) =>
  Promise.all(
    (await sealedColumns(db)).map(async (each) => ({
      column: `${each.table}.${each.column}`,
      versions: await versionsOf(db, each),
    })),
  )

async function rotateKeys(db: Db, file: string, addKey: boolean, given: ReturnType<typeof openKeyFile>) {
  if (addKey) writeKeyFile(file, withNewKey(readKeyFile(file)))
  const keyring = addKey ? openKeyFile(file) : given
  let sealed = 0
  // Twice: a server that has not looked at the file yet still seals with the key before, for a few seconds.
  for (let pass = 0; pass < 2; pass++) {
    for (const column of await sealedColumns(db)) sealed += await resealColumn(db, keyring, column)
    if (pass === 0 && addKey) await new Promise((done) => setTimeout(done, 3500))
  }
  await asSystem(db, (tx) =>
    record(tx, {
      account: commandActor(),
      action: 'keys.rotate',
      object: 'keys',
      after: { version: keyring.version, sealed },
    }),
  )
  return { version: keyring.version, sealed }
}

async function rotateIndexes(db: Db, path: string) {
  const begun = beginBlindRotation(readKeyFile(path))
  writeKeyFile(path, begun)
  const done = await rotateBlind(db, begun)
  writeKeyFile(path, finishBlindRotation(begun))
  await asSystem(db, (tx) =>
    record(tx, { account: commandActor(), action: 'keys.rotateIndex', object: 'keys', after: done }),
  )
  return done
}

function print(args: string[], result: object): number {
  process.stdout.write(`${JSON.stringify(result, null, args.includes('--json') ? 0 : 2)}\n`)
  return 0
}
