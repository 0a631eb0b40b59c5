import { sql } from 'kysely'
import { asSystem, type Tx } from '../../platform/db/index.ts'
import type { Platform } from '../../platform/http/index.ts'
import type { OutboxHandler } from '../../platform/outbox/index.ts'
import { openMonths, replan } from './replan.ts'

const MOVES = ['elder.changed', 'elder.transferred', 'elder.merged', 'elder.splitBack']

/** An elder who moves, dies or is merged takes the planned visits along, or off: after the commit of the change. */
export function followHandlers({ today }: Platform): readonly OutboxHandler[] {
  const follow = async (tx: Tx, district: string, elder: string) => {
    for (const month of openMonths(today()))
      await replan(tx, { district, month, today: today(), account: 'system', elders: [elder] })
  }
  return [
    ...MOVES.map(
      (kind): OutboxHandler => ({
        kind,
        handle: async ({ district, payload }, tx) => {
          const { elderId, to } = payload as { elderId: string; to?: string }
          await follow(tx, typeof to === 'string' && /^\d{6}$/.test(to) ? to : district, elderId)
        },
      }),
    ),
    {
      kind: 'elder.factSet',
      handle: async ({ district, payload }, tx) => {
        const { elderId, factKind } = payload as { elderId: string; factKind: string }
        if (factKind === 'death' || factKind === 'residence') await follow(tx, district, elderId)
      },
    },
  ]
}

/** By the clock, for whatever came in bulk: months that have a plan are put right; a plan that fits is not written. */
export const followSweeps = ({ db, today }: Platform): readonly (() => Promise<void>)[] => [
  async () => {
    for (const month of openMonths(today())) {
      const { rows } = await asSystem(db, (tx) =>
        sql<{ district: string }>`select distinct district from visits.plan_run where month = ${month}::date`.execute(
          tx,
        ),
      )
      for (const { district } of rows)
        await asSystem(db, (tx) => replan(tx, { district, month, today: today(), account: 'system' }))
    }
  },
]
