import { sql } from 'kysely'
import { delegationsTo, recordDelegation } from '../areas/applications/index.ts'
import { addDays } from '../platform/clock/day.ts'
import { asSystem } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import { DEMONSTRATION_DISTRICT } from './demonstration.ts'
import { DEMONSTRATION_FAMILY, DEMONSTRATION_PASSWORD } from './demonstration-accounts.ts'

const BY = 'demo-township'
const REASON = '演示'

/** A daughter with two parents in the demonstration township, for E02 and P04; a second run changes nothing. */
export async function ensureDemonstrationFamily(platform: Platform): Promise<void> {
  const today = platform.today()
  const there = await asSystem(platform.db, (tx) => delegationsTo(tx, DEMONSTRATION_FAMILY, today))
  if (there.length > 0) return
  const digest = await platform.identity.digestOf(DEMONSTRATION_PASSWORD)
  await platform.identity.createAccount({
    username: DEMONSTRATION_FAMILY,
    name: '演示·家属',
    password: { digest },
    by: BY,
    demonstration: true,
    grant: { role: 'family', division: DEMONSTRATION_DISTRICT, from: today, reason: REASON },
  })
  await asSystem(platform.db, async (tx) => {
    // One with a case that was refused, one with a case under way: both doors of P05 have something to show.
    const { rows } = await sql<{ id: string; township: string; village: string | null }>`
      select distinct on (outcome is null) subject_id::text as id, township, village from process.case
       where district = ${DEMONSTRATION_DISTRICT} and subject_kind = 'elder' and (closed_at is null or outcome = 'refused')
       order by outcome is null, opened_at, id`.execute(tx)
    for (const { id, township, village } of rows)
      await recordDelegation(
        tx,
        {
          elder: { district: DEMONSTRATION_DISTRICT, id },
          township,
          village,
          delegate: DEMONSTRATION_FAMILY,
          name: '演示·家属',
          relation: 'child',
          until: addDays(today, 365),
          agreed: { how: 'present' },
        },
        { account: BY, today },
      )
  })
}
