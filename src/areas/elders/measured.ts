/**
 * The register's statements without the access control around them, for `bench/` alone: the bare server of a measurement runs the
 * same SQL, so that the ratio says what roles, row security, audit and validation cost.
 */
import type pg from 'pg'
import { type Db, newId } from '../../platform/db/index.ts'
import { ListQuery, type RegisterElder } from './contract.ts'
import { listStatement, type Surroundings } from './list-elders.ts'
import { nameKeys } from './names.ts'
import { readRecord } from './read-record.ts'

export { elders } from './index.ts'

/** The statement of a page and how it is planned; the caller runs it on a plain connection. */
export const readPageStatement = (around: Surroundings, query: Record<string, string>) =>
  listStatement(around, ListQuery.parse(query))

/** One file on a plain connection. */
export const readRecordAs = (db: Db, around: Surroundings, id: string) =>
  readRecord(db, around, id, { asOf: around.platform.today() })

/** The business statements of opening a file for a person without a number: the person and the fact of the residence. */
export async function registerStatements(
  client: pg.PoolClient,
  { platform, principal }: Surroundings,
  given: RegisterElder,
) {
  const id = newId()
  const district = given.village.slice(0, 6)
  const names = nameKeys(given.name)
  await client.query({
    name: 'bare elder',
    text: `insert into elders.elder (district, id, name, name_pinyin, name_initials, sex, birth_date, id_kind, township, village, changed_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      district,
      id,
      names.name,
      names.pinyin,
      names.initials,
      given.sex,
      given.birthDate,
      given.idKind,
      given.village.slice(0, 9),
      given.village,
      principal.account,
    ],
  })
  await client.query({
    name: 'bare fact',
    text: `insert into elders.fact (district, elder_id, id, kind, value, valid_from, source_kind, recorded_by)
           values ($1, $2, $3, 'residence', $4, $5, 'clerk', $6)`,
    values: [district, id, newId(), [given.village], platform.today(), principal.account],
  })
  return { id, district }
}
