import { sql } from 'kysely'
import { type Day, day } from '../../../platform/clock/day.ts'
import { asSystem, type Db, newId, type Tx } from '../../../platform/db/index.ts'
import { orRefuse, type Result } from '../../../platform/http/index.ts'
import { registerFacility } from '../../facilities/index.ts'
import type { ContractTerms, RiskAnswers } from '../admit.ts'
import { applyForBed } from '../apply.ts'
import { bedBoard } from '../beds.ts'
import { findHome, type Home } from '../home.ts'
import { offerBed } from '../offer.ts'
import { RISKS } from '../words.ts'

export const DISTRICT = '500113'
export const TOWNSHIP = '500113103'
export const TODAY = day('2026-11-20')
export const BY = { account: 'clerk', today: TODAY, settings: [] }

/** Nine risks, none of them seen. */
export const NO_RISKS = Object.fromEntries(
  Object.keys(RISKS).map((risk) => [risk, { level: 'none', measures: '' }]),
) as RiskAnswers

export const CONTRACT: ContractTerms = {
  bedFeeFen: 120_000,
  careFeeFen: 90_000,
  mealFeeFen: 60_000,
  depositFen: 0,
  membershipFen: 0,
  prepaidMonths: 0,
  hospitalPercent: 50,
  leavePercent: null,
  payer: 'self',
  signedBy: 'self',
  until: null,
}

/** Homes and people in a test's own database, which is there when the first of them is made. */
export function house(db: () => Db) {
  const system = <T>(work: (tx: Tx) => Promise<T>) => asSystem(db(), work)
  /** As a route does it: a refusal gives the transaction up; its code is the answer. */
  const attempt = <T>(work: (tx: Tx) => Promise<Result<T>>): Promise<T | string> =>
    system(async (tx) => orRefuse(await work(tx))).catch((error: { refusal?: { code: string } }) => {
      if (error.refusal === undefined) throw error
      return error.refusal.code
    })
  const done = async <T>(work: (tx: Tx) => Promise<Result<T>>): Promise<T> => {
    const result = await attempt(work)
    if (typeof result === 'string') throw new Error(result)
    return result
  }

  async function home(
    beds: { ordinary?: number; nursing?: number },
    kind: Parameters<typeof registerFacility>[3]['kind'] = 'townshipHome',
  ): Promise<Home> {
    const labels = (n: number, of: 'ordinary' | 'nursing') =>
      Array.from({ length: n }, (_, at) => ({ label: `${of === 'nursing' ? '护' : '普'}${at + 1}`, kind: of }))
    const { id } = await system((tx) =>
      registerFacility(tx, 'test', TODAY, {
        district: DISTRICT,
        township: TOWNSHIP,
        village: null,
        kind,
        name: `某院${newId().slice(-4)}`,
        point: { longitude: 106.5, latitude: 29.4 },
        from: day('2026-01-01'),
        attributes: {},
        beds: [...labels(beds.ordinary ?? 0, 'ordinary'), ...labels(beds.nursing ?? 0, 'nursing')],
        source: '测试',
        example: false,
      }),
    )
    const found = await system((tx) => findHome(tx, DISTRICT, id, TODAY))
    if (found === undefined) throw new Error('no home')
    return found
  }

  /** A person with facts that hold since the first of the year. */
  async function elder(facts: Record<string, string[]> = {}, birth = '1940-01-01'): Promise<string> {
    const id = newId()
    await system(async (tx) => {
      await sql`insert into elders.elder (district, id, name, sex, birth_date, id_kind, township, village)
                values (${DISTRICT}, ${id}, '周某某', 'male', ${birth}, 'none', ${TOWNSHIP}, ${`${TOWNSHIP}001`})`.execute(
        tx,
      )
      for (const [kind, value] of Object.entries({ careDependency: ['none'], hardship: [], ...facts }))
        await sql`insert into elders.fact (district, elder_id, id, kind, value, valid_from, source_kind, recorded_by)
                  values (${DISTRICT}, ${id}, ${newId()}, ${kind}, ${value}::text[], '2026-01-01', 'test', 'test')`.execute(
          tx,
        )
    })
    return id
  }

  const wait = async (of: Home, person: string, on: Day = TODAY, wants: 'ordinary' | 'nursing' = 'ordinary') =>
    (await done((tx) => applyForBed(tx, { ...BY, today: on }, of, { elder: person, kind: 'long', wants }))).id
  const beds = (of: Home) => system((tx) => bedBoard(tx, DISTRICT, of.id, TODAY))
  const firstFree = async (of: Home) => (await beds(of)).find((each) => each.state === 'free')?.id ?? ''
  /** Somebody on the list with an open offer of a free bed. */
  const offered = async (of: Home, person: string) => {
    const application = await wait(of, person)
    const bed = await firstFree(of)
    return (await done((tx) => offerBed(tx, BY, of, { bed, application, skipReason: '测试安排' }))).id
  }
  return { system, attempt, done, home, elder, wait, beds, firstFree, offered }
}
