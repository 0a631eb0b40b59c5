import { asSystem, type Tx } from '../../platform/db/index.ts'
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
        if (added > 0) await announce(tx, job.district, { kind: 'elder.pairsFound', added })
        await job.finish(tx, { added })
      }),
  }),
]

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
