import { type ResidentId, type ResidentIdFault, readResidentId } from '../elders/index.ts'

/**
 * Provinces of all times, by the first two digits. Districts are not checked: abolished codes stay valid for life (510222 is
 * from when Chongqing belonged to Sichuan), and 500000 is what synthetic persons carry.
 */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(
    ' ',
  ),
)

export type IdProblem = ResidentIdFault | 'fifteen' | 'area'

/** Reads a cleaned resident ID number, or says what is wrong with it, in the order in which a clerk can see it. */
export function readIdNumber(text: string): { ok: true; id: ResidentId } | { ok: false; problem: IdProblem } {
  if (!/^\d+X?$/.test(text)) return { ok: false, problem: 'shape' }
  if (text.length === 15) return { ok: false, problem: 'fifteen' }
  if (text.length === 18 && !PROVINCES.has(text.slice(0, 2))) return { ok: false, problem: 'area' }
  const read = readResidentId(text)
  return read.ok ? read : { ok: false, problem: read.fault }
}
