import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { testApplication } from '../../../app/testing.ts'
import type { Day } from '../../../platform/clock/day.ts'
import { asSystem, newId, type Scope } from '../../../platform/db/index.ts'
import type { Platform } from '../../../platform/http/index.ts'
import type { Principal, Role } from '../../../platform/identity/index.ts'
import { gbt42195 } from '../../../policy/instruments/gbt42195.ts'
import { type FactToSet, setFacts, shareDistricts } from '../../elders/index.ts'
import type { AssessmentRecord } from '../field-contract.ts'
import { assessments } from '../index.ts'
import { digestOf } from '../keep-instrument.ts'

/** What the specifications of this area share: a district with an agency and its people, and the way of an order to a level. */
export const BANAN = '500113'
export const JIESHI = '500113103'

const account = (
  name: string,
  role: Role,
  division: string | undefined,
  scope: Partial<Scope> = {},
  organisation?: string,
): Principal => ({
  account: name,
  name,
  grants: [
    {
      role,
      validFrom: '2020-01-01' as Day,
      ...(division === undefined ? {} : { division }),
      ...(organisation === undefined ? {} : { organisation }),
    },
  ],
  scope: { account: name, districts: [], townships: [], villages: [], ...scope },
})

export const ACCOUNTS: readonly Principal[] = [
  account('officer', 'districtOfficer', BANAN, { districts: [BANAN] }),
  account('officer2', 'districtOfficer', BANAN, { districts: [BANAN] }),
  account('clerk', 'townshipClerk', JIESHI, { townships: [JIESHI] }),
  account('stranger', 'districtOfficer', '500112', { districts: ['500112'] }),
  account('desk', 'assessmentAgency', BANAN, {}, 'agency-one'),
  account('otherDesk', 'assessmentAgency', BANAN, {}, 'agency-two'),
  ...['ann', 'ben', 'cai', 'dan', 'eve'].map((name) => account(name, 'assessor', BANAN, {}, 'agency-one')),
]

export type Reply<T> = { status: number; body: T }

/** All best answers but those given. */
export const itemsWith = (given: Readonly<Record<string, number>> = {}): Record<string, number> => ({
  ...Object.fromEntries(
    gbt42195.sections.flatMap((section) =>
      section.items.map((item) => [item.code, Math.max(...item.options.map((option) => option.points))]),
    ),
  ),
  ...given,
})

/** Self-care and mobility taken away: 90 − 32 − 15 = 43 points, severe. */
export const SEVERE = itemsWith(
  Object.fromEntries(
    gbt42195.sections.flatMap(({ code, items }) =>
      code === 'B.1' || code === 'B.2' ? items.map((item) => [item.code, 0]) : [],
    ),
  ),
)
export const CALM = { coma: false, diagnoses: [], eventsLast30Days: {} }

export async function assessmentTown(today: string) {
  const clock = { today }
  const town = await testApplication({
    areas: [assessments],
    now: () => new Date(`${clock.today}T12:00:00+08:00`),
    wrap: (platform): Platform => ({
      ...platform,
      identify: async (request) => ACCOUNTS.find((each) => each.account === request.headers.get('x-account')),
    }),
  })
  const db = town.database.db
  const ask = async <T = Record<string, never>>(
    as: string,
    method: string,
    path: string,
    given?: unknown,
    key = newId(),
  ) => {
    const reply = await town.call(method, `/api/assessments${path}`, {
      body: given,
      headers: { 'x-account': as, 'idempotency-key': key },
    })
    return { status: reply.status, body: reply.body as T }
  }

  const addElder = async (
    name: string,
    born: string,
    more: { township?: string; village?: string } = {},
  ): Promise<string> => {
    const id = newId()
    const township = more.township ?? JIESHI
    await asSystem(db, (tx) =>
      sql`insert into elders.elder (district, id, name, sex, birth_date, id_kind, township, village, household_division, lng, lat)
          values (${township.slice(0, 6)}, ${id}, ${name}, 'female', ${born}::date, 'none', ${township}, ${more.village ?? `${township}001`},
                  ${township}, 106.6, 29.4)`.execute(tx),
    )
    return id
  }
  const know = (elderId: string, kind: FactToSet['kind'], value: readonly string[], from: string) =>
    asSystem(db, async (tx) => {
      await shareDistricts(tx, [BANAN])
      await setFacts(tx, BANAN, 'list', [
        { elderId, kind, value, validFrom: from as Day, source: { kind: 'departmentList' } },
      ])
    })
  const setting = (parameter: string, value: unknown) =>
    asSystem(db, (tx) =>
      sql`insert into policy.setting (id, division, parameter, value, valid_from, document, proposed_by, approved_by, approved_at)
          values (${newId()}, ${BANAN}, ${parameter}, ${JSON.stringify(value)}::jsonb, '2023-01-01', '测试', 'a', 'b', clock_timestamp())`.execute(
        tx,
      ),
    )

  const agencies = new Map<string, string>()
  const assessors = new Map<string, string>()
  const addAgency = async (name: string, organisation: string, creditCode: string) => {
    const { body } = await ask<{ id: string }>('officer', 'POST', '/registry/agencies', {
      district: BANAN,
      name,
      creditCode,
      organisation,
      qualification: '示例·入库公示',
    })
    agencies.set(organisation, body.id)
  }
  const addAssessor = async (name: string, organisation: string, more: Record<string, unknown> = {}) => {
    const reply = await ask<{ id: string }>('officer', 'POST', '/registry/assessors', {
      district: BANAN,
      agencyId: agencies.get(organisation),
      name: `评估员${name}`,
      account: name,
      background: 'nursing',
      certificateNo: `PG-${name}`,
      certifiedFrom: '2024-01-01',
      certifiedUntil: '2028-01-01',
      ...more,
    })
    assessors.set(name, reply.body.id)
  }
  await addAgency('示例·第一评估中心', 'agency-one', '91500113MA5U000011')
  await addAgency('示例·第二评估中心', 'agency-two', '91500113MA5U000022')
  for (const name of ['ann', 'ben', 'cai', 'dan', 'eve']) await addAssessor(name, 'agency-one')

  const order = async (elderId: string, more: Record<string, unknown> = {}) => {
    const { body } = await ask<{ made: { id: string }[]; skipped: { why: string }[] }>('officer', 'POST', '/orders', {
      district: BANAN,
      elderIds: [elderId],
      reason: 'first',
      ...more,
    })
    return body.made[0]?.id ?? ''
  }
  const act = <T = { state: string; words: string }>(as: string, id: string, given: object) =>
    ask<T>(as, 'POST', `/orders/${BANAN}/${id}/acts`, given)
  const assign = (id: string, first: string, second: string) =>
    act('officer', id, { act: 'assign', firstId: assessors.get(first), secondId: assessors.get(second) })
  const sheet = (
    orderId: string,
    elderId: string,
    items: Record<string, number>,
    more: Partial<AssessmentRecord> = {},
  ) => ({
    id: newId(),
    district: BANAN,
    orderId,
    elderId,
    instrument: { id: gbt42195.id, version: gbt42195.version, digest: digestOf(gbt42195) },
    startedAt: `${clock.today}T09:00:00+08:00`,
    finishedAt: `${clock.today}T09:30:00+08:00`,
    device: { id: newId(), clockOffset: 0, savedAt: `${clock.today}T09:30:00+08:00` },
    identityCheck: 'idCard',
    placeKind: 'home',
    place: { lng: 106.6, lat: 29.4, accuracy: 20, at: `${clock.today}T09:05:00+08:00` },
    informant: { name: '某人之女', relation: 'child' },
    basics: {},
    answers: { items, ...CALM },
    ...more,
  })
  /** From the order to the second assessor's word; gives the sheet's id. */
  const assess = async (orderId: string, elderId: string, items: Record<string, number>, pair = ['ann', 'ben']) => {
    const [first = '', second = ''] = pair
    await assign(orderId, first, second)
    await ask(first, 'GET', '/field/orders')
    const record = sheet(orderId, elderId, items)
    const reply = await ask(first, 'POST', '/field/records', record)
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
    await ask(second, 'POST', `/field/records/${BANAN}/${record.id}/confirmation`, {
      agrees: true,
      signedAt: `${clock.today}T09:31:00+08:00`,
    })
    return record.id
  }
  const levels = async (elderId: string): Promise<[string, string, string | null][]> => {
    const { rows } = await sql<{ value: string; from: string; to: string | null }>`
      select value[1] as value, valid_from::text as "from", valid_to::text as "to" from elders.fact
       where district = ${BANAN} and elder_id = ${elderId}::uuid and kind = 'careDependency' and superseded_at is null order by valid_from`.execute(
      db,
    )
    return rows.map((row) => [row.value, row.from, row.to])
  }
  const bytes = (text: string) => ({ text, sha256: createHash('sha256').update(text).digest('hex') })
  return {
    town,
    db,
    clock,
    ask,
    addElder,
    know,
    setting,
    addAssessor,
    assessors,
    agencies,
    order,
    act,
    assign,
    sheet,
    assess,
    levels,
    bytes,
  }
}
