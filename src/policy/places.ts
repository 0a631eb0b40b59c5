/**
 * Which place lies in which, on a date, from the keys alone. A key is stable and given once, so its prefix names the district of 2023; the
 * reform of 2025-11-06 is the one thing that a prefix cannot tell. The divisions area knows all parentage and can stand in for this.
 */

import { NATION, type Places } from '../engines/rulebook/index.ts'
import { type Day, day } from '../platform/clock/day.ts'

const CITY = '500000'
const REFORM = day('2025-11-06')
const LIANGJIANG = 'liangjiang'
const BEIBEI = '500109'
/** Districts that ended on the day of the reform: 江北区 and 渝北区. */
const ENDED = ['500105', '500112']
const YUBEI_TO_BEIBEI = ['500112133', '500112135', '500112138', '500112140', '500112143']
const BEIBEI_TO_LIANGJIANG = ['500109006', '500109008', '500109009', '500109104', '500109108']

/** A division as it may be written: 12 digits with closing zeros, a shorter code, or a key in letters. Undefined for anything else. */
export function readDivision(text: string): string | undefined {
  if (text === LIANGJIANG) return text
  if (!/^(\d{6}|\d{9}|\d{12})$/.test(text)) return undefined
  if (text.length === 12 && text.endsWith('000')) return readDivision(text.slice(0, 9))
  if (text.length === 9 && text.endsWith('000')) return text.slice(0, 6)
  return text === '100000' ? NATION : text
}

/** The district that a township's key lies in on a day. */
function districtOfKey(key: string, on: Day): string {
  const named = key.slice(0, 6)
  if (on < REFORM || key.length < 9) return named
  const township = key.slice(0, 9)
  if (YUBEI_TO_BEIBEI.includes(township)) return BEIBEI
  return ENDED.includes(named) || BEIBEI_TO_LIANGJIANG.includes(township) ? LIANGJIANG : named
}

/** The default: prefixes, and the reform of 2025. */
export const placesByKey: Places = {
  chain(key, on) {
    if (key === NATION) return [NATION]
    if (key === LIANGJIANG) return [LIANGJIANG, CITY, NATION]
    if (key.endsWith('0000') && key.length === 6) return [key, NATION]
    const province = `${key.slice(0, 2)}0000`
    const district = districtOfKey(key, on)
    const below = key.length === 12 ? [key, key.slice(0, 9)] : key.length === 9 ? [key] : []
    return [...below, district, province, NATION]
  },
  extent(place, on) {
    if (place === NATION) return { prefixes: [''], keys: [] }
    if (place.endsWith('0000')) return { prefixes: [place.slice(0, 2)], keys: [LIANGJIANG] }
    if (place.length > 6 && place !== LIANGJIANG) return { prefixes: [place], keys: [] }
    if (on < REFORM) return { prefixes: [place], keys: [] }
    if (place === LIANGJIANG) return { prefixes: LIANGJIANG_TOWNSHIPS, keys: [LIANGJIANG] }
    if (place === BEIBEI) return { prefixes: BEIBEI_TOWNSHIPS, keys: [BEIBEI] }
    return ENDED.includes(place) ? { prefixes: [], keys: [place] } : { prefixes: [place], keys: [] }
  },
}

const of = (district: string, townships: string): string[] => townships.split(' ').map((each) => district + each)

const LIANGJIANG_TOWNSHIPS = [
  ...of('500105', '001 002 003 004 005 006 007 008 009 100 101 102'),
  ...BEIBEI_TO_LIANGJIANG,
  ...of(
    '500112',
    '002 004 007 008 009 010 011 012 013 014 015 016 017 018 019 020 021 022 023 129 131 139 141 142 144',
  ),
]
const BEIBEI_TOWNSHIPS = [...of('500109', '001 002 003 004 005 007 102 105 110 111 113 116'), ...YUBEI_TO_BEIBEI]
