import { sql } from 'kysely'
import { takeNumbers } from '../../engines/process/index.ts'
import { addDays, type Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import type { Settings } from '../../policy/index.ts'
import { bedBoard } from './beds.ts'
import type { Candidate } from './demonstration-seats.ts'
import type { Home } from './home.ts'
import { offerBed, recordContact } from './offer.ts'
import { readQueue } from './read-queue.ts'
import { nextFor } from './waiting-order.ts'

type Asked = { readonly district: string; readonly today: Day; readonly settings: Settings; readonly maker: string }

/** How many wait for a home of each type. */
const WAITING: Readonly<Record<string, number>> = {
  careHome: 4,
  publicHome: 14,
  intensiveCareCentre: 8,
  townshipHome: 5,
  embeddedHome: 2,
}

/** Waiting lists with people of every group, and an offer that nobody has answered yet in the public home. */
export async function fillQueues(
  tx: Tx,
  asked: Asked,
  homes: readonly Home[],
  people: readonly Candidate[],
): Promise<void> {
  const { district, today, settings, maker } = asked
  const waiting = homes.flatMap((home) => Array.from({ length: WAITING[home.kind] ?? 0 }, () => home))
  // Every third person of the list, so that not only those with the heaviest levels wait.
  const chosen = people.filter((_, n) => n % 3 === 0).slice(0, waiting.length)
  const numbers = await takeNumbers(tx, 'LH', Number(today.slice(0, 4)), chosen.length)
  const rows = chosen.map((person, n) => {
    const home = waiting[n] as Home
    return {
      id: newId(),
      number: numbers[n],
      facility: home.id,
      elder: person.id,
      township: person.township,
      village: person.village,
      home_township: home.township,
      home_village: home.village,
      wants: person.care === 'none' || person.care === 'mild' ? 'ordinary' : 'nursing',
      applied_on: addDays(today, -(3 + ((n * 47) % 260))),
      supported: person.supported,
    }
  })
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, number text, facility uuid, elder uuid, township text, village text,
    home_township text, home_village text, wants text, applied_on date, supported boolean)`
  await sql`
    insert into residency.application (district, id, number, facility_id, elder_id, holder, township, village, home_township, home_village, kind, wants, applied_on,
                                       example, recorded_by)
    select ${district}, id, number, facility, elder, elder, township, village, home_township, home_village, 'long', wants, applied_on, true, ${maker}
      from ${given}`.execute(tx)
  await sql`
    insert into residency.central_care_wish (district, id, elder_id, township, village, wish, answered_by, asked_on, note, asked_by)
    select ${district}, gen_random_uuid(), elder, township, village, 'central', 'self', applied_on, '示例', ${maker} from ${given} where supported`.execute(
    tx,
  )
  const home = homes.find((each) => each.kind === 'publicHome')
  if (home === undefined) return
  const by = { account: maker, today, settings }
  const queue = await readQueue(tx, home, today, settings)
  for (const bed of await bedBoard(tx, district, home.id, today)) {
    const next = bed.state === 'free' ? nextFor(bed.kind, queue.rows)[0] : undefined
    if (next === undefined) continue
    const made = await offerBed(tx, by, home, { bed: bed.id, application: next.id })
    if (!made.ok) throw new Error(made.refusal.message)
    await recordContact(tx, by, home, made.value.id, { channel: 'sms', answered: false })
    return
  }
}
