import { sql } from 'kysely'
import { asOwner, newId } from '../../platform/db/index.ts'
import type { Platform } from '../../platform/http/index.ts'
import { markOf } from './places.ts'

/**
 * A draft and a committed batch of a village's township, as the import itself would have written them: a generated row could
 * not be read back, so every question about it would fail before it could show anything. Gives the ids of the batches.
 */
export async function plantBatch({ db, keyring }: Platform, village: string): Promise<string[]> {
  const [district, township] = [village.slice(0, 6), village.slice(0, 9)]
  const cells = JSON.stringify({
    c: [
      { kind: 'text', text: markOf(village, 'N') },
      { kind: 'text', text: markOf(village, 'D') },
    ],
  })
  const head = {
    sheet: markOf(village, 'N'),
    date1904: false,
    plan: {
      firstHeadRow: 1,
      lastHeadRow: 1,
      titles: [markOf(village, 'N')],
      columns: [
        { index: 0, heading: '姓名', meaning: { kind: 'field', field: 'name' } },
        { index: 1, heading: markOf(village, 'D'), meaning: { kind: 'unmapped' } },
      ],
    },
  }
  const hint = { code: 'cleaned', message: markOf(village, 'N'), column: 0, field: '姓名' }
  const change = { field: 'address', from: markOf(village, 'D'), to: markOf(village, 'D') }
  const batches: string[] = []
  await asOwner(db, async (tx) => {
    for (const state of ['draft', 'committed']) {
      const batch = newId()
      batches.push(batch)
      await sql`
        insert into imports.batch (district, id, kind, division, township, file_name, file_digest, state, as_of, head, notices, created_by,
               committed_at)
        values (${district}, ${batch}, 'ledger', ${township}, ${township}, ${markOf(village, 'N')}, '\\x00', ${state}, '2026-11-01',
                ${JSON.stringify(head)}::jsonb, ${JSON.stringify([hint])}::jsonb, 'test',
                ${state === 'committed' ? '2026-11-20T00:00:00Z' : null}::timestamptz)`.execute(tx)
      await sql`
        insert into imports.staged_row (district, batch_id, batch_township, row_no, hidden, cells, name, name_pinyin, name_initials, id_kind, elder_district,
               township, village, address, hints, class, outcome, changes, new_id)
        select ${district}, ${batch}, ${township}, n, false, ${keyring.seal(cells)}, ${markOf(village, 'N')}, 'jia', 'j', 'none', ${district}, ${township},
               ${village}, ${markOf(village, 'D')}, ${JSON.stringify([hint])}::jsonb, case n when 2 then 'clean' else 'confirm' end,
               case n when 2 then 'changed' end, ${JSON.stringify([change])}::jsonb, gen_random_uuid()
          from generate_series(2, 3) n`.execute(tx)
      await sql`
        insert into imports.finding (district, batch_id, batch_township, row_no, ordinal, code, class, field, column_no, message, same)
        values (${district}, ${batch}, ${township}, 3, 0, 'hardshipUnknown', 'confirm', '困难类型', 1, ${markOf(village, 'N')},
                ${markOf(village, 'D')})`.execute(tx)
    }
  })
  return batches
}
