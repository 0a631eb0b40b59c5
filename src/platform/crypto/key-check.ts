import { sql } from 'kysely'
import { asSystem, type Db } from '../db/index.ts'
import type { Keyring } from './keyring.ts'

/** The keys at hand are not those of this database; nothing may be written with them. */
export class KeysDoNotFit extends Error {
  override name = 'KeysDoNotFit'
}

/**
 * Compares the keys with those that the database was written with, and notes them at the first start.
 * @throws KeysDoNotFit when they differ
 */
export async function ensureKeysFit(db: Db, keyring: Keyring): Promise<void> {
  const { rows } = await asSystem(db, async (tx) => {
    await sql`
      insert into platform.key_check (blind_check) values (${keyring.blindCheck}) on conflict (sole) do nothing`.execute(
      tx,
    )
    return sql<{ blind_check: Buffer }>`select blind_check from platform.key_check`.execute(tx)
  })
  if (rows[0]?.blind_check.equals(keyring.blindCheck)) return
  throw new KeysDoNotFit(
    'The keys do not belong to this database. Put the key file of this installation back (keys.json or YIYANG_KEYS); ' +
      'after an interrupted `yiyang keys rotate --index`, run that command again.',
  )
}
