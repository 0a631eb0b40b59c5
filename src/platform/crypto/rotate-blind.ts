import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { asSystem, type Db, type Tx } from '../db/index.ts'
import { type BlindColumn, type KeyFile, type Keyring, keyringOf } from './keyring.ts'
import { declareRotation, PAGES, readPages, type SealedColumn, sealedColumns } from './reseal.ts'

/** The file with the next index key beside the one in force; begun rotations keep the key that they began with. */
export const beginBlindRotation = (file: KeyFile): KeyFile => ({
  ...file,
  // What was derived from the index key must outlive it.
  root: file.root ?? file.blind,
  blindNext: file.blindNext ?? randomBytes(32).toString('base64'),
})

/** The file with the next index key in force. */
export function finishBlindRotation(file: KeyFile): KeyFile {
  const { blindNext, ...rest } = file
  return blindNext === undefined ? file : { ...rest, blind: blindNext }
}

/**
 * Computes every index again under the next key, in one transaction: either all of them answer to the new key, or none. Nobody
 * else may work on the database meanwhile. Returns how many values changed, and how many belong to no sealed value.
 */
export async function rotateBlind(db: Db, file: KeyFile): Promise<{ changed: number; orphans: number }> {
  const before = keyringOf(file)
  const after = keyringOf(finishBlindRotation(file))
  const [ciphers, indexes] = [await sealedColumns(db), await sealedColumns(db, 'blind')]
  return asSystem(db, async (tx) => {
    const { rows } = await sql<{ blind_check: Buffer }>`select blind_check from platform.key_check for update`.execute(
      tx,
    )
    if (rows[0]?.blind_check.equals(after.blindCheck)) return { changed: 0, orphans: 0 }
    await declareRotation(tx)
    await sql`create temporary table remap (old bytea not null, new bytea not null) on commit drop`.execute(tx)
    for (const column of ciphers) await collect(tx, column, before, after)
    await sql`create index on remap (old)`.execute(tx)
    let changed = 0
    let orphans = 0
    for (const index of indexes) {
      const [table, column] = [sql.raw(index.table), sql.raw(index.column)]
      const lost = await sql<{ n: number }>`
        select count(*)::int as n from ${table} t
         where t.${column} is not null and not exists (select 1 from remap r where r.old = t.${column})`.execute(tx)
      const done = await sql`
        update ${table} t set ${column} = r.new from (select distinct old, new from remap) r
         where t.${column} = r.old`.execute(tx)
      changed += Number(done.numAffectedRows ?? 0n)
      orphans += lost.rows[0]?.n ?? 0
    }
    await sql`
      update platform.key_check set blind_check = ${after.blindCheck}, changed_at = clock_timestamp()`.execute(tx)
    return { changed, orphans }
  })
}

/** Old and new index values of everything that a sealed column holds. */
async function collect(tx: Tx, { table, column }: SealedColumn, before: Keyring, after: Keyring): Promise<void> {
  if (indexesOf(column, '').length === 0) return
  for (let page = 0; ; page += PAGES) {
    const { rows, pages } = await readPages(tx, { table, column }, page)
    const pairs = rows.flatMap(({ value }) => {
      const plain = before.open(value)
      return indexesOf(column, plain).map(
        ([kind, text]) => [before.blindIndex(kind, text), after.blindIndex(kind, text)] as const,
      )
    })
    await sql`
      insert into remap (old, new)
      select decode(old, 'hex'), decode(new, 'hex')
        from unnest(${pairs.map(([old]) => old.toString('hex'))}::text[],
                    ${pairs.map(([, next]) => next.toString('hex'))}::text[]) as r(old, new)`.execute(tx)
    if (page + PAGES >= pages) return
  }
}

/** `id_cipher` is found by the whole number and by its last four, `cipher` by the phone number, `account_cipher` by the account's. */
function indexesOf(column: string, plain: string): [BlindColumn, string][] {
  if (column === 'cipher') return [['phone', plain]]
  if (column === 'account_cipher') return [['account', plain]]
  if (column !== 'id_cipher') return []
  return [
    ['id', plain],
    ['idLast4', plain.slice(-4)],
  ]
}
