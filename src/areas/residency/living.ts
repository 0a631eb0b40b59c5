import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { readFacts, setFacts } from '../elders/index.ts'
import type { By, Home } from './home.ts'

const SOURCE = 'residency'

/**
 * Tells the register that somebody lives in a home from a day on: the record of the admission says so, nobody types it again. 孤寡 stays,
 * since it is about family. The caller has shared the district.
 */
export async function livesInHome(tx: Tx, by: By, home: Home, elder: string, from: Day, stay: string): Promise<void> {
  const before = await livingOn(tx, home.district, elder, from)
  const value = before?.value.includes('kinless') ? ['institution', 'kinless'] : ['institution']
  await setFacts(tx, home.district, by.account, [
    {
      elderId: elder,
      kind: 'livingArrangement',
      value,
      validFrom: from,
      validTo: null,
      source: { kind: SOURCE, ref: stay },
    },
  ])
}

/**
 * And that they live there no longer: what held before the stay holds again until somebody looks. Where nothing was known before, or the
 * arrangement was changed by others meanwhile, the register is left as it is.
 */
export async function livesThereNoMore(
  tx: Tx,
  by: By,
  home: Home,
  elder: string,
  until: Day,
  stay: string,
): Promise<void> {
  const periods = (await readFacts(tx, home.district, elder)).filter((each) => each.kind === 'livingArrangement')
  const told = periods.find((each) => each.sourceKind === SOURCE && each.sourceRef === stay)
  const before = periods.find((each) => told !== undefined && each.validTo === told.validFrom)
  if (told === undefined || before === undefined || told.validTo !== null || until <= told.validFrom) return
  await setFacts(tx, home.district, by.account, [
    {
      elderId: elder,
      kind: 'livingArrangement',
      value: before.value,
      validFrom: until,
      validTo: null,
      source: { kind: SOURCE, ref: stay },
    },
  ])
}

async function livingOn(tx: Tx, district: string, elder: string, on: Day) {
  const periods = await readFacts(tx, district, elder)
  return periods.find(
    (each) => each.kind === 'livingArrangement' && each.validFrom <= on && (each.validTo === null || each.validTo > on),
  )
}
