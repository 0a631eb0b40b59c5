import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { readResidentId } from '../elders/index.ts'
import type { Home } from './home.ts'
import { type Person, peopleById } from './people.ts'
import { refusals } from './refusals.ts'

/**
 * The person with an identity number in the district of a home: whoever stands at the desk shows a card, and the home's account sees no
 * register. Nothing but this one person is told; the caller leaves a trace of having asked.
 */
export async function findElder(
  tx: Tx,
  keyring: Keyring,
  home: Home,
  number: string,
  today: Day,
): Promise<Result<Person>> {
  const read = readResidentId(number)
  if (!read.ok) return refuse(refusals.personUnknown())
  const blind = keyring.blindIndex('id', read.id.number)
  const { rows } = await elevated(tx, () =>
    sql<{ id: string }>`
      select elder_id::text as id from elders.identity where id_blind = ${blind} and district = ${home.district}`.execute(
      tx,
    ),
  )
  const person = rows[0] && (await peopleById(tx, home.district, [rows[0].id], today)).get(rows[0].id)
  return person === undefined ? refuse(refusals.personUnknown()) : ok(person)
}
