import type pg from 'pg'

/** What was taken off, as statements that put it back. */
export type TakenOff = readonly string[]

/**
 * Takes indexes and foreign keys off tables for a bulk load in the same transaction, primary keys excepted: building an index once over
 * sorted rows costs a fifth of feeding it row by row. Needs the owner, and locks the tables until the end of the transaction.
 */
export async function takeOffIndexes(client: pg.Client, tables: readonly string[]): Promise<TakenOff> {
  const { rows } = await client.query<{ drop: string; add: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
            format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as add
       from pg_constraint where contype = 'f' and conrelid = any ($1::regclass[])
     union all
     select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
       from pg_index i
      where indrelid = any ($1::regclass[])
        and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`,
    [tables],
  )
  for (const { drop } of rows) await client.query(drop)
  return rows.map(({ add }) => add)
}

/** Builds again what was taken off; a row that breaks a rule fails the whole transaction here. */
export async function putBack(client: pg.Client, takenOff: TakenOff): Promise<void> {
  // Indexes before foreign keys, which look into them.
  const indexesFirst = [...takenOff].sort((a, b) => Number(a.startsWith('alter')) - Number(b.startsWith('alter')))
  for (const add of indexesFirst) await client.query(add)
}
