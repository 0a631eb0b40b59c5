import { sql } from 'kysely'
import { areas } from '../../../app/areas.ts'
import { type TestApplication, testApplication } from '../../../app/testing.ts'
import { asOwner, newId } from '../../../platform/db/index.ts'
import { ok, refuse } from '../../../platform/http/index.ts'
import { field } from '../index.ts'
import type { FieldKind, FieldParts, FieldSource } from '../kinds.ts'
import type { FieldRecord } from '../protocol/record.ts'

export const VILLAGE = '500113103001'

export type Held = { failOn?: (record: FieldRecord) => boolean }

/** A kind that notes each effect in a table of the test, refuses what says that it is bad, and fails where it is told to. */
export const noting = (held: Held): FieldKind => ({
  kind: 'visit',
  choices: ['both', 'theirs', 'mine'],
  placeOf: async () => ok({ district: '500113', township: '500113103', village: VILLAGE, elder: null }),
  apply: async (tx, _around, record, replaces) => {
    await sql`insert into field.effect (id, replaces) values (${record.id}, ${replaces})`.execute(tx)
    if ((record.content as { bad?: boolean }).bad)
      return refuse({ code: 'BAD', status: 422, message: '血压应在 60 到 260 之间，请核对。' })
    if (held.failOn?.(record)) throw new Error('killed')
    return ok({ noted: true })
  },
  takeFile: async (tx, _around, file) => {
    await sql`insert into field.effect (id, replaces) values (${file.id}, null)`.execute(tx)
    return ok(undefined)
  },
})

/** Everybody whom the sender may see, by row security alone. */
const people: FieldSource = async (tx) => {
  const { rows } = await sql<{ id: string; name: string; village: string }>`
    select id::text, name, village from elders.elder where district = '500113'`.execute(tx)
  return rows.map(({ id, name, village }) => ({ kind: 'person', id, person: id, village, content: { name } }))
}

export type FieldTown = TestApplication & { readonly parts: FieldParts; readonly held: Held }

/** The application with a field whose visits are noted in a table, for tests of the protocol itself. */
export async function fieldTown(now: () => Date): Promise<FieldTown> {
  const held: Held = {}
  const parts: FieldParts = { kinds: [noting(held)], sources: [people] }
  const app = await testApplication({
    now,
    areas: [...areas.filter((area) => area.name !== 'field'), field(parts)],
  })
  await asOwner(app.platform.db, async (tx) => {
    await sql`create table field.effect (id uuid not null, replaces uuid, n serial)`.execute(tx)
    await sql`grant select, insert on field.effect to yiyang_request, yiyang_system`.execute(tx)
    await sql`grant usage on sequence field.effect_n_seq to yiyang_request, yiyang_system`.execute(tx)
  })
  return { ...app, parts, held }
}

/** Every effect, in order. */
export async function effectsOf({ platform }: FieldTown): Promise<{ id: string; replaces: string | null }[]> {
  const { rows } = await asOwner(platform.db, (tx) =>
    sql<{ id: string; replaces: string | null }>`select id::text, replaces::text from field.effect order by n`.execute(
      tx,
    ),
  )
  return rows
}

/** Somebody who lives in the village, as the register keeps them. */
export async function livingIn({ platform }: FieldTown, village: string, name: string): Promise<string> {
  const [district, township, id] = [village.slice(0, 6), village.slice(0, 9), newId()]
  const number = platform.keyring.seal(id)
  await asOwner(platform.db, async (tx) => {
    await sql`
      insert into elders.elder (district, id, name, name_pinyin, name_initials, sex, birth_date, id_cipher, id_blind, id_last4_blind,
                                township, village, address)
      values (${district}, ${id}, ${name}, 'jia', 'j', 'female', '1940-01-01', ${number}, ${platform.keyring.blindIndex('id', id)},
              ${platform.keyring.blindIndex('idLast4', id.slice(-4))}, ${township}, ${village}, '某组 1 号')`.execute(
      tx,
    )
    await sql`
      insert into elders.fact (district, elder_id, id, kind, value, valid_from, source_kind, recorded_by)
      values (${district}, ${id}, ${newId()}, 'residence', array[${village}::text], '2024-01-01', 'test', 'test')`.execute(
      tx,
    )
  })
  return id
}
