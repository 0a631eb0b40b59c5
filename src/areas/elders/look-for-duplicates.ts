import { sql } from 'kysely'
import { asSystem, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import type { Platform } from '../../platform/http/index.ts'
import { type JobKind, jobKind } from '../../platform/jobs/index.ts'
import type { DeliveredEvent, OutboxHandler } from '../../platform/outbox/index.ts'
import { searchDuplicates, type Touched } from './duplicates.ts'
import { announce } from './events.ts'

const LOOK = 'elders.lookForDuplicates'

/** Looks for pairs with the touched persons only; a second run finds nothing new, so a kill in between does no harm. */
export const duplicateJobs = (platform: Platform): readonly JobKind[] => [
  jobKind<{ touched: Touched }>({
    kind: LOOK,
    run: (job) =>
      asSystem(platform.db, async (tx) => {
        const added = await searchDuplicates(tx, job.district, job.data.touched)
        if (added > 0) await tellOfPairs(tx, job.district, job.id, added)
        await job.finish(tx, { added })
      }),
  }),
]

/** Tells other areas, and the open work lists of the townships that the new pairs belong to. */
async function tellOfPairs(tx: Tx, district: string, id: string, added: number): Promise<void> {
  await announce(tx, district, { kind: 'elder.pairsFound', added })
  const { rows } = await sql<{ township: string }>`
    select distinct e.township from elders.probable_duplicate d
      join elders.elder e on e.district = d.district and e.id in (d.low, d.high)
     where d.district = ${district} and d.found_at >= now()`.execute(tx)
  await announceChange(tx, { kind: 'elder', id, version: 1, district, townships: rows.map((row) => row.township) })
}

/** What may make two files look alike: a new file, another name, birth date, number or phone, a move, and a whole import. */
export function duplicateHandlers({ jobs }: Platform): readonly OutboxHandler[] {
  const order = async (tx: Tx, event: DeliveredEvent, district: string, touched: Touched): Promise<void> => {
    await jobs.enqueue(tx, {
      kind: LOOK,
      data: { touched },
      account: 'system',
      title: '查找疑似重复',
      district,
      key: `${event.id}.${district}`,
    })
  }
  const person = async (event: DeliveredEvent, tx: Tx): Promise<void> => {
    const { elderId } = event.payload as { elderId: string }
    await order(tx, event, event.district, { elders: [elderId] })
  }
  return [
    ...['elder.registered', 'elder.changed', 'elder.transferred', 'elder.splitBack'].map((kind) => ({
      kind,
      handle: person,
    })),
    {
      kind: 'imports.committed',
      handle: async (event, tx) => {
        const { at, districts } = event.payload as { at: string; districts: string[] }
        for (const district of districts) await order(tx, event, district, { since: at })
      },
    },
  ]
}
