import { readFileSync } from 'node:fs'
import { type Day, day } from '../../platform/clock/day.ts'
import type { CodePeriod, Division, DivisionData, DivisionLevel, Parentage, Zone } from './division.ts'

/**
 * The first day of our records. The published edition is the state of 2023-06-30 and is carried back to here, because it says
 * nothing of earlier years and a record of 2016 must still find its village.
 */
export const RECORDS_BEGIN: Day = day('1949-10-01')

const CITY = '500000'

type ChangeFile = {
  change: {
    on: string
    ended: string[]
    begun: { key: string; name: string; kind: string; pinyin: string; townships: string[] }[]
    redrawn: { key: string; townships: string[] }[]
  }
  zones: { key: string; name: string; pinyin: string; from: string | null; until: string | null; townships: string[] }[]
}

/** The level that the length of a key of 2023 names. */
export const levelOfKey = (key: string): DivisionLevel =>
  key === CITY ? 'city' : key.length === 6 ? 'district' : key.length === 9 ? 'township' : 'village'

const parentOfKey = (key: string): string | undefined =>
  key === CITY ? undefined : key.length === 6 ? CITY : key.slice(0, key.length === 9 ? 6 : 9)

const orNull = (cell: string | undefined): number | null => (cell ? Number(cell) : null)

/** Reads the data files of this area into dated rows: the edition of 2023, the zones, and the change of 2025-11-06. */
export function readDataset(): DivisionData {
  const file = (name: string): string => readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8')
  const { change, zones } = JSON.parse(file('zones-and-changes.json')) as ChangeFile
  const changedOn = day(change.on)
  const newParent = new Map<string, string>()
  for (const { key, townships } of [...change.begun, ...change.redrawn])
    for (const t of townships) newParent.set(t, key)

  const divisions: Division[] = []
  const parentages: Parentage[] = []
  const codes: CodePeriod[] = []
  for (const line of file('divisions.csv').trimEnd().split('\n').slice(1)) {
    const [key = '', name = '', kind = '', pinyin = '', lng, lat, elevation, population] = line.split(',')
    const ended = change.ended.includes(key) ? changedOn : null
    divisions.push({
      key,
      level: levelOfKey(key),
      name,
      kind,
      pinyin,
      validFrom: RECORDS_BEGIN,
      validTo: ended,
      lng: orNull(lng),
      lat: orNull(lat),
      elevationM: orNull(elevation),
      population2010: orNull(population),
    })
    codes.push({ key, code: key, validFrom: RECORDS_BEGIN, validTo: ended })
    const parent = parentOfKey(key)
    if (parent === undefined) continue
    const next = newParent.get(key)
    const moves = next !== undefined && next !== parent
    parentages.push({ key, parent, validFrom: RECORDS_BEGIN, validTo: moves ? changedOn : ended })
    if (moves) parentages.push({ key, parent: next, validFrom: changedOn, validTo: null })
  }
  for (const { key, name, kind, pinyin } of change.begun) {
    const none = { lng: null, lat: null, elevationM: null, population2010: null }
    divisions.push({ key, level: 'district', name, kind, pinyin, validFrom: changedOn, validTo: null, ...none })
    parentages.push({ key, parent: CITY, validFrom: changedOn, validTo: null })
    codes.push({ key, code: null, validFrom: changedOn, validTo: null })
  }
  return { divisions, parentages, codes, zones: zones.map(toZone) }
}

function toZone({ key, name, pinyin, from, until, townships }: ChangeFile['zones'][number]): Zone {
  const period = { validFrom: from ? day(from) : RECORDS_BEGIN, validTo: until ? day(until) : null }
  return { key, name, pinyin, ...period, members: townships.map((township) => ({ township, ...period })) }
}
