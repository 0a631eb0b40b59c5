import { sql } from 'kysely'
import { addDays, type Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Refusal, type Result, refuse } from '../../platform/http/index.ts'
import { resolveParameter } from '../../policy/index.ts'
import { note } from './apply.ts'
import { findBed } from './beds.ts'
import type { By, Home } from './home.ts'
import { lockHome } from './home.ts'
import { mayFollow, OFFER_MOVES, type OfferState } from './life-cycle.ts'
import { assessmentGate, type Channel, type Contact, mayPass } from './offer-rules.ts'
import { type Person, wishOf } from './people.ts'
import { readQueue } from './read-queue.ts'
import { refusals } from './refusals.ts'
import { bedSuits, nextFor } from './waiting-order.ts'

export type OfferOrder = {
  readonly bed: string
  readonly application: string
  /** Why somebody further back is asked first; the district sees and counts it. */
  readonly skipReason?: string | undefined
}

/**
 * Offers a free bed to somebody on the list. Out of order only with a reason. One bed is promised to one person: two clerks at the same
 * moment stand behind each other at `lockHome`, and the table refuses a second promise. As the system role.
 */
export async function offerBed(
  tx: Tx,
  by: By,
  home: Home,
  order: OfferOrder,
): Promise<Result<{ id: string; standing: number; skipped: number }>> {
  await lockHome(tx, home)
  const bed = await findBed(tx, home.district, home.id, order.bed, by.today)
  if (bed === undefined) return refuse(refusals.bedUnknown())
  if (bed.taken) return refuse(refusals.bedTaken())
  if (bed.offer !== null) return refuse(refusals.bedOffered())
  const queue = await readQueue(tx, home, by.today, by.settings)
  const asked = queue.rows.find((row) => row.id === order.application)
  if (asked === undefined) return refuse(refusals.applicationUnknown())
  if (asked.state !== 'waiting') return refuse(refusals.applicationMoved('已邀约'))
  if (!bedSuits(bed.kind, asked.wants)) return refuse(refusals.bedWrongKind())
  const stopped = await gateOf(tx, by, home, asked.person)
  if (stopped !== undefined) return refuse(stopped)
  const ahead = nextFor(bed.kind, queue.rows).findIndex((row) => row.id === order.application)
  if (ahead > 0 && order.skipReason === undefined) return refuse(refusals.skipReasonMissing(ahead))
  const id = newId()
  const term = resolveParameter('queue-offer-answer-days', {
    on: by.today,
    division: home.district,
    settings: by.settings,
  })?.value
  const answerBy = typeof term === 'number' ? addDays(by.today, term) : null
  await sql`
    insert into residency.offer (district, id, application_id, facility_id, bed_id, township, village, standing, skipped, skip_reason, offered_on,
                                 answer_by, offered_by)
    values (${home.district}, ${id}, ${order.application}, ${home.id}, ${order.bed}, ${home.township}, ${home.village}, ${asked.place},
            ${ahead}, ${ahead > 0 ? order.skipReason : null}, ${by.today}, ${answerBy}, ${by.account})`.execute(tx)
  await setApplication(tx, home, order.application, 'offered')
  await note(tx, by, home, 'residency.offer', id, { bed: bed.label, standing: asked.place, skipped: ahead })
  return ok({ id, standing: asked.place, skipped: ahead })
}

/**
 * What keeps a person from a bed today: no ability assessment, one that no longer counts, a death on file, or, for a government-supported
 * person, no consent to live in a home.
 */
export async function gateOf(tx: Tx, by: By, home: Home, person: Person | undefined): Promise<Refusal | undefined> {
  if (person === undefined) return refusals.personUnknown()
  if (person.diedOn !== null) return refusals.personDied(person.diedOn)
  const validUntil = await assessmentValidUntil(tx, home.district, person)
  const gate = assessmentGate(person.assessedOn, by.today, () => validUntil)
  if (!gate.pass)
    return gate.because === 'neverAssessed' ? refusals.neverAssessed() : refusals.assessmentExpired(gate.since ?? '')
  if (!person.facts.hardship?.includes('extreme')) return undefined
  const wish = await wishOf(tx, home.district, person.id)
  if (wish === undefined) return refusals.wishMissing()
  return wish === 'scattered' ? refusals.wishScattered() : undefined
}

/** Until when (exclusive) the assessment behind a person's level counts; null where it came from a list or nobody has set a validity. */
async function assessmentValidUntil(tx: Tx, district: string, { id, assessedOn }: Person): Promise<Day | null> {
  // Not through the area of assessments, which asks this one who runs homes nearby.
  const { rows } = await sql<{ until: Day | null }>`
    select valid_until as until from assessment.result
     where district = ${district} and elder_id = ${id}::uuid and from_day = ${assessedOn}::date and ended_at is null`.execute(
    tx,
  )
  return rows[0]?.until ?? null
}

const setApplication = (tx: Tx, home: Home, id: string, state: string, passed = 0) =>
  sql`update residency.application set state = ${state}, passes = passes + ${passed}, version = version + 1
       where district = ${home.district} and id = ${id}::uuid`.execute(tx)

export type Offer = {
  readonly id: string
  readonly application: string
  readonly bed: string
  readonly state: OfferState
  readonly answerBy: Day | null
  readonly contacts: readonly Contact[]
}

/** An offer of a home, its row locked until the transaction ends. */
export async function lockOffer(tx: Tx, home: Home, id: string): Promise<Offer | undefined> {
  const { rows } = await sql<Offer>`
    select id::text, application_id::text as application, bed_id::text as bed, state, answer_by as "answerBy", contacts
      from residency.offer where district = ${home.district} and facility_id = ${home.id}::uuid and id = ${id}::uuid for update`.execute(
    tx,
  )
  return rows[0]
}

/** Writes down how somebody was told, and whether they answered. */
export async function recordContact(
  tx: Tx,
  by: By,
  home: Home,
  id: string,
  contact: { readonly channel: Channel; readonly answered: boolean; readonly note?: string | undefined },
): Promise<Result<{ done: boolean }>> {
  const offer = await lockOffer(tx, home, id)
  if (offer === undefined) return refuse(refusals.offerUnknown())
  if (offer.state !== 'open') return refuse(refusals.offerMoved())
  await sql`
    update residency.offer set contacts = contacts || jsonb_build_array(${JSON.stringify(contact)}::jsonb || jsonb_build_object('at', clock_timestamp()))
     where district = ${home.district} and id = ${id}::uuid`.execute(tx)
  await note(tx, by, home, 'residency.contact', id, { channel: contact.channel, answered: contact.answered })
  return ok({ done: true })
}

/** Accepted, declined, passed over because nobody answered, or taken back by the home. The bed is free again unless it was accepted. */
export async function closeOffer(
  tx: Tx,
  by: By,
  home: Home,
  id: string,
  close: { readonly state: 'accepted' | 'declined' | 'passed' | 'cancelled'; readonly reason?: string | undefined },
): Promise<Result<{ done: boolean }>> {
  await lockHome(tx, home)
  const offer = await lockOffer(tx, home, id)
  if (offer === undefined) return refuse(refusals.offerUnknown())
  if (!mayFollow(OFFER_MOVES, offer.state, close.state)) return refuse(refusals.offerMoved())
  if (close.state === 'passed') {
    const problem = mayPass(offer.contacts, offer.answerBy, by.today)
    if (problem === 'answered') return refuse(refusals.passAnswered())
    if (problem === 'secondChannelMissing') return refuse(refusals.passSecondChannel())
    if (problem === 'termRunning') return refuse(refusals.passTermRunning(offer.answerBy ?? ''))
  }
  await sql`
    update residency.offer set state = ${close.state}, reason = ${close.reason ?? null}, closed_by = ${by.account}, closed_at = clock_timestamp()
     where district = ${home.district} and id = ${id}::uuid`.execute(tx)
  if (close.state !== 'accepted')
    await setApplication(tx, home, offer.application, 'waiting', close.state === 'passed' ? 1 : 0)
  await note(tx, by, home, `residency.offer.${close.state}`, id, { reason: close.reason ?? null })
  return ok({ done: true })
}
