import { sql } from 'kysely'
import type { Links, List, Names } from '../../engines/register/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { comparable } from '../../platform/sheets/index.ts'
import { type DivisionTree, districtOf, shortName } from '../divisions/index.ts'
import { readCreditCode } from '../facilities/index.ts'
import { PlaceFinder } from '../imports/index.ts'
import type { NewEntry } from './contract.ts'
import { refusals } from './refusals.ts'

type FacilityPlace = {
  id: string
  name: string
  number: string
  district: string
  township: string
  village: string | null
}

/** Where an entry lies and what it speaks of. */
export type Linked = {
  readonly district: string
  readonly township: string | null
  readonly village: string | null
  readonly facility: string | null
  readonly organisation: string | null
}

/** The links of an entry as somebody typed them: a facility that the caller sees, else a place that is one; a credit code whose check character fits. */
export async function linkEntry(
  tx: Tx,
  list: List,
  tree: DivisionTree,
  on: Day,
  { place, facility, organisation }: Pick<NewEntry, 'place' | 'facility' | 'organisation'>,
): Promise<Result<Linked>> {
  const code = organisation ? readCreditCode(organisation) : null
  if (code === undefined) return refuse(refusals.organisationInvalid())
  if (facility) {
    const { rows } = await sql<FacilityPlace>`
      select id::text, name, number, district, township, village from facilities.facility where id = ${facility}::uuid`.execute(
      tx,
    )
    const found = rows[0]
    if (found === undefined) return refuse(refusals.facilityUnknown())
    const { district, township, village } = found
    return ok({ district, township, village, facility, organisation: code })
  }
  const at = place ? tree.get(place) : undefined
  if (at === undefined || !/^\d{6}/.test(at.key) || (at.level === 'district' && list.place === 'township'))
    return refuse(refusals.placeMissing())
  const above = at.level === 'village' ? tree.parent(at.key, on)?.key : undefined
  return ok({
    district: districtOf(at.key),
    township: at.level === 'district' ? null : at.level === 'township' ? at.key : (above ?? at.key.slice(0, 9)),
    village: at.level === 'village' ? at.key : null,
    facility: null,
    organisation: code,
  })
}

/** How a sheet's words are understood inside a division: places by name, facilities by name or number. */
export async function linksWithin(tx: Tx, tree: DivisionTree, within: string, on: Day): Promise<Links> {
  const { rows } = await sql<FacilityPlace>`
    select id::text, name, number, district, township, village from facilities.facility
     where district = ${districtOf(within)} and (length(${within}) <= 6 or township = ${within} or village = ${within})`.execute(
    tx,
  )
  const facilities = new Map<string, FacilityPlace | undefined>()
  // Two facilities of one name are told apart by their number only.
  for (const row of rows) facilities.set(comparable(row.name), facilities.has(comparable(row.name)) ? undefined : row)
  for (const row of rows) facilities.set(comparable(row.number), row)
  const finder = new PlaceFinder(tree, within, on)
  const self = tree.get(within)
  return {
    facility: (text) => facilities.get(comparable(text)),
    organisation: (text) => readCreditCode(text),
    place: ({ township, village }) => {
      if (township === '' && village === '') {
        if (self?.level === 'district' || self === undefined) return { township: null, village: null }
        return self.level === 'township'
          ? { township: self.key, village: null }
          : { township: self.key.slice(0, 9), village: self.key }
      }
      const found = finder.match(village, township)
      if (found.kind === 'found') return { township: found.township, village: found.village }
      const said = [township, village].filter((each) => each !== '').join(' ')
      if (found.kind === 'ambiguous')
        return { problem: `“${said}”对应不止一处：${found.names.join('、')}。请写明是哪一个。` }
      return { problem: `在所选范围内没有找到“${said}”。请改成现有的镇街、村（社区）名称。` }
    },
  }
}

/** Words for the keys of rows: divisions from the tree, facilities asked for once. */
export async function namesFor(tx: Tx, tree: DivisionTree, facilities: readonly (string | null)[]): Promise<Names> {
  const ids = [...new Set(facilities.filter((id): id is string => id !== null))]
  const { rows } =
    ids.length === 0
      ? { rows: [] }
      : await sql<{ id: string; name: string }>`
          select id::text, name from facilities.facility where id = any (${ids}::uuid[])`.execute(tx)
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return {
    division: (key) => shortName(tree.get(key)?.name ?? key),
    facility: (id) => names.get(id) ?? '',
  }
}
