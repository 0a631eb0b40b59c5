import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { publish } from '../../platform/outbox/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import type { ActOnEstate, Estates, NewEstate } from './contract.ts'
import { decideGate, GATES, type Gate, nextGate } from './gates.ts'
import { refusals } from './refusals.ts'

type Place = { readonly district: string; readonly township: string; readonly village: string | null }
type Row = Omit<Estates['rows'][number], 'place' | 'next'> & { township: string; village: string | null }

/** The new estates of a district with every attempt at their gates. */
export async function readEstates(tx: Tx, district: string, tree: DivisionTree, today: Day): Promise<Estates> {
  const { rows } = await sql<Row>`
    select e.district, e.id::text, e.name, e.developer, e.township, e.village, e.required_m2::float as "requiredM2", e.basis,
           e.present_use as "presentUse", e.example,
           coalesce((select jsonb_agg(jsonb_build_object('step', g.step, 'no', g.no, 'areaM2', g.area_m2, 'document', g.document,
                              'passed', g.passed, 'decidedOn', g.decided_on) order by g.decided_on, g.no)
                       from networks.estate_gate g where g.district = e.district and g.estate_id = e.id), '[]') as gates
      from networks.estate e where e.district = ${district} order by e.name, e.id limit 500`.execute(tx)
  return {
    rows: rows.map(({ township, village, ...row }) => ({
      ...row,
      place: tree.path(village ?? township, today) || township,
      next: nextGate(passedOf(row.gates)) ?? null,
    })),
  }
}

const passedOf = (gates: readonly { step: Gate; passed: boolean }[]): ReadonlySet<Gate> =>
  new Set(gates.filter((gate) => gate.passed).map((gate) => gate.step))

export async function addEstate(
  tx: Tx,
  by: string,
  place: Place,
  given: NewEstate,
  example = false,
): Promise<Result<{ id: string }>> {
  const id = newId()
  await sql`
    insert into networks.estate (district, id, name, developer, township, village, required_m2, basis, example, recorded_by)
    values (${place.district}, ${id}::uuid, ${given.name}, ${given.developer}, ${place.township}, ${place.village}, ${given.requiredM2}, ${given.basis},
            ${example}, ${by})`.execute(tx)
  return ok({ id })
}

/**
 * A gate is passed, or written down as failed: what failed stops the next one and tells the housing department. After the hand-over the
 * use may change, and another use than care is told to civil affairs. As the system role.
 */
export async function actOnEstate(
  tx: Tx,
  by: string,
  { district, id }: { district: string; id: string },
  order: ActOnEstate,
): Promise<Result<{ passed: boolean; shortM2: number }>> {
  const { rows } = await sql<Place & { required: number; name: string }>`
    select district, township, village, required_m2::float as required, name from networks.estate
     where district = ${district} and id = ${id}::uuid for update`.execute(tx)
  const estate = rows[0]
  if (estate === undefined) return refuse(refusals.unknown())
  const gates = await sql<{ step: Gate; passed: boolean }>`
    select step, passed from networks.estate_gate where district = ${district} and estate_id = ${id}::uuid`.execute(tx)
  const passed = passedOf(gates.rows)
  if (order.act === 'use') {
    if (!passed.has('handover')) return refuse(refusals.notHandedOver())
    await sql`
      update networks.estate set present_use = ${order.use}, used_since = ${order.on}::date where district = ${district} and id = ${id}::uuid`.execute(
      tx,
    )
    if (order.use !== 'elderCare')
      await publish(tx, { district, kind: 'networks.estateUse', payload: { id, use: order.use, on: order.on } })
    return ok({ passed: true, shortM2: 0 })
  }
  const decision = decideGate(order.step, order.areaM2, estate.required, passed)
  if (decision.kind === 'already') return refuse(refusals.gateDone())
  if (decision.kind === 'blocked') return refuse(refusals.gateBlocked(GATES[decision.before]))
  const no = gates.rows.filter((gate) => gate.step === order.step).length + 1
  await sql`
    insert into networks.estate_gate (district, estate_id, step, no, area_m2, document, passed, decided_on, decided_by, township, village)
    values (${district}, ${id}::uuid, ${order.step}, ${no}, ${order.areaM2}, ${order.document}, ${decision.kind === 'passed'}, ${order.on}::date, ${by},
            ${estate.township}, ${estate.village})`.execute(tx)
  if (decision.kind === 'passed') return ok({ passed: true, shortM2: 0 })
  await publish(tx, {
    district,
    kind: 'networks.gateFailed',
    payload: { id, step: order.step, shortM2: decision.shortM2, tell: 'bn-housing' },
  })
  return ok({ passed: false, shortM2: decision.shortM2 })
}
