import { sql } from 'kysely'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { type ResidenceColumns, readHanging } from './hanging.ts'

/** The register's own rows that name two people carry both places. */
const OF_TWO = [
  { table: 'elders.probable_duplicate', elder: 'low' },
  { table: 'elders.probable_duplicate', elder: 'high' },
  { table: 'elders.merge', elder: 'kept' },
  { table: 'elders.merge', elder: 'gone' },
] as const

/** Where a row that names two people keeps the place of one of them. */
export const placeColumns = (elder: string): ResidenceColumns => ({
  township: `${elder}_township`,
  village: `${elder}_village`,
})

/** Every column pair that carries the place of a person, with the column that names the person. */
export async function residenceCarriers(tx: Tx): Promise<({ table: string; elder: string } & ResidenceColumns)[]> {
  const hanging = (await readHanging(tx)).flatMap(({ table, elderColumn, residence }) =>
    residence === null ? [] : [{ table, elder: elderColumn, ...residence }],
  )
  return [...hanging, ...OF_TWO.map((each) => ({ ...each, ...placeColumns(each.elder) }))]
}

/**
 * Brings what hangs on persons of one district to the place where they live now, since row security asks the columns of each row alone.
 * Whoever writes `township` or `village` of `elders.elder` calls it in the same transaction. One statement a table, for every table
 * of `elders.hanging` with both columns; a row that is right already is not written.
 */
export async function followResidence(tx: Tx, district: string, elderIds: readonly string[]): Promise<void> {
  if (elderIds.length === 0) return
  const carriers = await residenceCarriers(tx)
  // The places are read on their own: a table may lie on other nodes than the persons.
  const places = sql`
    with place as materialized (
      select e.id, e.township, e.village from elders.elder e where e.district = ${district} and e.id = any (${[...elderIds]}::uuid[])
    )`
  await elevated(tx, async () => {
    await Promise.all(
      carriers.map(({ table, elder, township, village }) =>
        sql`${places}
          update ${sql.table(table)} t set ${sql.ref(township)} = p.township, ${sql.ref(village)} = p.village
            from place p
           where t.district = ${district} and ${sql.ref(`t.${elder}`)} = p.id
             and (${sql.ref(`t.${township}`)}, ${sql.ref(`t.${village}`)}) is distinct from (p.township, p.village)`.execute(
          tx,
        ),
      ),
    )
  })
}
