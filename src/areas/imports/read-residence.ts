import { withoutBlanks } from '../../platform/sheets/clean-text.ts'
import type { ElderRecord } from './elder-record.ts'
import { findingMessages } from './findings.ts'
import { type Field, listKinds } from './list-kinds.ts'
import type { PlaceMatch } from './place-finder.ts'
import type { RowReading } from './row-reading.ts'

type Residence = Pick<ElderRecord, 'township' | 'village' | 'household' | 'address'>

/**
 * Where the person lives: the village column, else the title of the section, else the address, else the township alone.
 * A place is found or asked about, never guessed.
 */
export function readResidence(reading: RowReading): Residence {
  const { places, kind, titleTownship } = reading.context
  const address = readAddress(reading)
  const household = readHousehold(reading)
  const nowhere: Residence = { township: null, village: null, household, address }
  const townshipText = reading.cell('township')?.text.trim() ?? ''
  const villageText = reading.cell('village')?.text.trim() ?? ''
  const hasVillageColumn = reading.column('village') !== null

  const found = (match: PlaceMatch, field: Field, text: string): Residence => {
    if (match.kind === 'found') {
      if (!match.exact)
        reading.hint('divisionByShortName', field, reading.column(field), `“${text}”已对应到所选范围内的村（社区）。`)
      const place = match.rest === '' || address?.includes(match.rest) ? address : `${match.rest}${address ?? ''}`
      return { township: match.township, village: match.village, household, address: place }
    }
    if (listKinds[kind].requiresResidence) reading.find('divisionUnknown', field, sentence(match, text), text)
    return nowhere
  }

  if (villageText !== '') {
    const direct = places.match(villageText, townshipText)
    // The title's township decides only between villages of the same name, it never moves a row.
    const byTitle = direct.kind === 'ambiguous' && titleTownship ? places.match(villageText, titleTownship) : direct
    return found(
      byTitle.kind === 'found' ? byTitle : direct,
      'village',
      townshipText === '' ? villageText : `${townshipText}${villageText}`,
    )
  }
  if (!hasVillageColumn && reading.section !== undefined) {
    const name = reading.section
      .replace(/[（(].*$/, '')
      .replace(/[:：].*$/, '')
      .trim()
    const match = places.match(name, townshipText)
    if (match.kind === 'found') return found(match, 'village', name)
  }
  if (!hasVillageColumn && address) {
    const match = places.matchInAddress(address, townshipText || titleTownship)
    if (match.kind !== 'unknown') return found(match, 'address', address)
  }
  if (!hasVillageColumn && townshipText !== '') return found(places.match('', townshipText), 'township', townshipText)
  if (!hasVillageColumn && address && listKinds[kind].requiresResidence) {
    reading.find('divisionUnknown', 'address', findingMessages.divisionUnknown(address), address)
  } else if (!hasVillageColumn && places.onlyVillage) return found(places.onlyVillage, 'village', '')
  else if (listKinds[kind].requiresResidence) reading.find('required', 'village', findingMessages.residenceMissing)
  return nowhere
}

function sentence(match: PlaceMatch, text: string): string {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
  if (match.kind === 'ambiguous') return findingMessages.divisionAmbiguous(shown, match.names.join('、'))
  if (match.kind === 'elsewhere') return findingMessages.divisionElsewhere(shown)
  if (match.kind === 'unknown' && match.similar.length > 0)
    return findingMessages.divisionSimilar(shown, match.similar.join('、'))
  return findingMessages.divisionUnknown(shown)
}

function readAddress(reading: RowReading): string | null {
  const group = withoutBlanks(reading.cell('villageGroup')?.text ?? '')
  const address = (reading.cell('address')?.text ?? '').trim().slice(0, 200)
  const shownGroup = /^\d+$/.test(group) ? `${group}组` : group
  const whole = shownGroup === '' || address.includes(shownGroup) ? address : `${shownGroup}${address}`
  return whole === '' ? null : whole
}

/** 户籍地 counts only where it is one of the places in reach; elsewhere it is not known to this file's scope. */
function readHousehold(reading: RowReading): string | null {
  const text = reading.cell('household')?.text.trim() ?? ''
  if (text === '') return null
  const match = reading.context.places.match(text)
  if (match.kind === 'found') return match.village ?? match.township
  const inAddress = reading.context.places.matchInAddress(text)
  return inAddress.kind === 'found' ? (inAddress.village ?? inAddress.township) : null
}
