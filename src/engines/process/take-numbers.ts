import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { numberOf } from '../../platform/documents/paper-number.ts'

const SLOTS = 64

/**
 * Takes numbers of a category and year. Each of 64 rows hands out every 64th serial, and a writer takes a row that nobody holds: the
 * numbers of a long transaction keep nobody waiting, and one that is undone leaves a gap.
 */
export async function takeNumbers(tx: Tx, letters: string, year: number, count: number): Promise<string[]> {
  if (count === 0) return []
  const take = async () =>
    (
      await sql<{ slot: number; first: number }>`
        with free as (
          select slot from process.number where letters = ${letters} and year = ${year}
           order by next, slot limit 1 for update skip locked)
        update process.number n set next = n.next + ${count} from free
         where n.letters = ${letters} and n.year = ${year} and n.slot = free.slot
        returning n.slot, n.next - ${count} as first`.execute(tx)
    ).rows[0]
  let taken = await take()
  if (taken === undefined) {
    await sql`insert into process.number (letters, year, slot)
      select ${letters}, ${year}, generate_series(0, ${SLOTS - 1}) on conflict do nothing`.execute(tx)
    taken = await take()
  }
  if (taken === undefined) {
    // All rows are held: wait for any of them.
    const { rows } = await sql<{ slot: number; first: number }>`
      update process.number set next = next + ${count}
       where letters = ${letters} and year = ${year} and slot = ${Math.floor(Math.random() * SLOTS)}
      returning slot, next - ${count} as first`.execute(tx)
    taken = rows[0]
  }
  if (taken === undefined) throw new Error(`no number could be taken for ${letters}-${year}`)
  const { slot, first } = taken
  return Array.from({ length: count }, (_, step) => numberOf(letters, year, (first + step) * SLOTS + slot + 1))
}
