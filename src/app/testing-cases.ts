import { sql } from 'kysely'
import { setFacts, shareDistricts } from '../areas/elders/index.ts'
import { setDemonstrationValues } from '../areas/rules/index.ts'
import { day } from '../platform/clock/day.ts'
import { asSystem, newId } from '../platform/db/index.ts'
import { type Reply, type TestApplication, testApplication } from './testing.ts'

const JIESHI = '500113103'

/** An elder of a test, as paths and bodies name one. */
export type Who = { readonly district: string; readonly id: string }

export type CaseTown = TestApplication & {
  /** Where the clock of the town stands; a test may move it. */
  clock: Date
  clerk: string
  officer: string
  village: string
  /** A woman of 界石镇 with nothing but what is told of her. */
  elder: (about?: { born?: string; name?: string; facts?: Readonly<Record<string, readonly string[]>> }) => Promise<Who>
  post: (path: string, as: string | undefined, body: unknown) => Promise<Reply>
  get: (path: string, as?: string) => Promise<Reply>
  /** Sends bytes as they are, as a page sends a file. */
  send: (path: string, as: string | undefined, content: BodyInit, headers?: Record<string, string>) => Promise<Response>
}

/** The whole application with the settings of the demonstration, its clerk, officer and village worker signed in. */
export async function caseTown(at: string, env: Record<string, string> = {}): Promise<CaseTown> {
  const town = { clock: new Date(at) }
  const app = await testApplication({ now: () => town.clock, env })
  await asSystem(app.platform.db, (tx) =>
    setDemonstrationValues(tx, { division: '500113', from: day('2025-01-01'), maker: 'maker', checker: 'checker' }),
  )
  const clerk = await app.signIn('demo-township')
  const officer = await app.signIn('demo-district')
  const village = await app.signIn('demo-village')
  const elder: CaseTown['elder'] = async ({ born = '1940-05-05', name = '甲乙丙', facts = {} } = {}) => {
    const id = newId()
    await asSystem(app.platform.db, async (tx) => {
      await shareDistricts(tx, ['500113'])
      await sql`
        insert into elders.elder (district, id, name, sex, birth_date, id_kind, township, village, household_division)
        values ('500113', ${id}, ${name}, 'female', ${born}::date, 'none', ${JIESHI}, ${`${JIESHI}001`}, ${JIESHI})`.execute(
        tx,
      )
      for (const [kind, value] of Object.entries(facts))
        await setFacts(tx, '500113', 'clerk', [
          {
            elderId: id,
            kind: kind as 'hardship',
            value: [...value],
            validFrom: day('2020-01-01'),
            validTo: null,
            source: { kind: 'clerk' },
          },
        ])
    })
    return { district: '500113', id }
  }
  return Object.assign(town, app, {
    clerk,
    officer,
    village,
    elder,
    post: (path: string, as: string | undefined, body: unknown) =>
      app.call('POST', path, { as, body, headers: { 'idempotency-key': crypto.randomUUID() } }),
    get: (path: string, as?: string) => app.call('GET', path, { as }),
    send: (path: string, as: string | undefined, content: BodyInit, headers: Record<string, string> = {}) =>
      app.fetch(
        new Request(`http://127.0.0.1:8100${path}`, {
          method: 'POST',
          headers: {
            ...(as === undefined ? {} : { cookie: as }),
            origin: 'http://127.0.0.1:8100',
            'content-type': 'application/octet-stream',
            ...headers,
          },
          body: content,
          duplex: 'half',
        } as RequestInit),
      ),
  })
}
