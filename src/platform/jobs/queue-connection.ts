import { CompiledQuery } from 'kysely'
import type { Tx } from '../db/index.ts'

/** pg-boss' own statements on the connection of our transaction. Its adapter wants a whole Kysely; only a transaction's executor knows the connection. */
export const queueConnection = (tx: Tx) => ({
  executeSql: async (text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> => {
    const { rows } = await tx.getExecutor().executeQuery(CompiledQuery.raw(text, values))
    return { rows }
  },
})
