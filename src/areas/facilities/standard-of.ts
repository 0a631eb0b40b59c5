import { facilityStandard, findParameter, sayClause } from '../../policy/index.ts'
import type { AttributeValue } from './attributes.ts'
import type { Facility } from './contract.ts'

type Beds = Facility['beds']
type Measured = {
  readonly label: string
  readonly parameter: string
  readonly has: number | null
  readonly unit: string
}

/** What the register itself can compare with the standard of a type. */
function measure(kind: string, floorArea: AttributeValue | undefined, beds: Beds): Measured[] {
  const area = typeof floorArea === 'number' ? floorArea : null
  const all = beds.ordinary + beds.nursing + beds.dementia
  const share = all === 0 ? null : Math.round(((beds.nursing + beds.dementia) / all) * 10_000) / 100
  const of: Readonly<Record<string, Measured[]>> = {
    intensiveCareCentre: [{ label: '护理型床位占比', parameter: 'care-centre-nursing-bed-min', has: share, unit: '%' }],
    townshipCareCentre: [{ label: '建筑面积', parameter: 'township-centre-area-min', has: area, unit: 'm²' }],
    mutualAidPoint: [{ label: '建筑面积（单独设立）', parameter: 'village-point-area-min', has: area, unit: 'm²' }],
  }
  return of[kind] ?? []
}

/** The standard of a type in words and, where the register can measure it, met or not; null where a figure is not known. */
export function standardOf(
  kind: string,
  floorArea: AttributeValue | undefined,
  beds: Beds,
): NonNullable<Facility['standard']> | null {
  const standard = facilityStandard(kind)
  if (standard === undefined) return null
  const checks = measure(kind, floorArea, beds).flatMap(({ label, parameter, has, unit }) => {
    const row = findParameter(parameter)
    const least = row?.value
    if (row === undefined || typeof least !== 'number') return []
    return [
      {
        label,
        needs: `不低于 ${least} ${unit}`,
        has: has === null ? null : `${has} ${unit}`,
        met: has === null ? null : has >= least,
        clause: sayClause(row.source),
      },
    ]
  })
  return {
    functions: [...standard.functions],
    words: [
      { label: '床位', text: standard.beds },
      { label: '面积', text: standard.area },
      { label: '人员', text: standard.staffing },
      { label: '选址与建设', text: standard.siting },
    ],
    checks,
    clauses: standard.sources.map((each) => sayClause(each)),
    note: standard.note ?? null,
  }
}
