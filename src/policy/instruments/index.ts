import type { Instrument } from '../../engines/instrument/index.ts'
import { admissionRisks } from './admission-risks.ts'
import { gbt42195 } from './gbt42195.ts'
import { homeRating } from './home-rating.ts'
import { homeUpgrade } from './home-upgrade.ts'
import { ltci } from './ltci.ts'
import { mzt039 } from './mzt039.ts'

/** Every scored form that the catalogue carries. A new edition of a standard joins the old one, it never replaces it. */
export const instruments: readonly Instrument[] = [gbt42195, mzt039, ltci, admissionRisks, homeUpgrade, homeRating]

export const findInstrument = (id: string): Instrument | undefined => instruments.find((each) => each.id === id)
