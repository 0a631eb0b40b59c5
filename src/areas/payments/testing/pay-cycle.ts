import { sql } from 'kysely'
import type { Day } from '../../../platform/clock/day.ts'
import { asSystem, type Db } from '../../../platform/db/index.ts'
import { type FileParts, openFile } from '../../../platform/files/index.ts'
import type { Result } from '../../../platform/http/index.ts'
import type { Role } from '../../../platform/identity/index.ts'
import { runMonth } from '../../benefits/index.ts'
import { batchOf, DISTRICT, month as monthOf, settingsOf } from '../../benefits/testing/town.ts'
import { type Actor, actOnBatch, releaseBatch } from '../act-on-batch.ts'
import { findPayment, type PaymentBatch } from '../batches.ts'
import { loadReturn } from '../load-return.ts'
import { makeMonthly, makeReissue } from '../make-batch.ts'
import { writeBankText } from '../write-file.ts'

const TODAY = '2026-11-22' as Day
const actor = (account: string, role: Role): Actor => ({
  who: { account, grants: [{ role, division: DISTRICT, validFrom: '2020-01-01' as Day }] },
  today: TODAY,
})
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`)
  return result.value
}

/**
 * A whole month as people and jobs would walk it, from whatever point an interrupted walk has reached: run, review, batch, two signatures, file, answer
 * (every seventh payment comes back), reissue and its answer. Walked again it changes nothing.
 */
export async function payCycle(db: Db, parts: FileParts, month: string, tell: (step: string) => void): Promise<void> {
  const at = monthOf(month)
  const batch = batchOf(DISTRICT, at)
  const { run } = must(
    await runMonth(db, {
      batch,
      month: at,
      settings: settingsOf(),
      account: 'maker',
      progress: async (done, of) => tell(`run ${done}/${of}`),
    }),
  )
  await asSystem(db, (tx) =>
    sql`insert into benefits.act (district, id, run_id, township, kind, account)
        select ${DISTRICT}, gen_random_uuid(), ${run.id}::uuid, '', 'review', 'reviewer'
         where not exists (select 1 from benefits.act where run_id = ${run.id}::uuid and kind = 'review')`.execute(tx),
  )
  tell('reviewed')
  const made = must(await makeMonthly(db, run.id, { account: 'district', today: TODAY }))
  tell('made')
  await walk(db, parts, made.batch, 7, tell)
  const again = await makeReissue(db, batch, { account: 'district', today: TODAY })
  tell('reissue')
  if (again.ok) await walk(db, parts, again.value.batch, 0, tell)
  // A reissue that was filed and not answered is not offered again: it is found by its state.
  const { rows } = await asSystem(db, (tx) =>
    sql<{ id: string }>`select id::text from payments.batch where kind = 'reissue' and state = 'filed'`.execute(tx),
  )
  for (const { id } of rows) {
    const open = await asSystem(db, (tx) => findPayment(tx, id))
    if (open !== undefined) await walk(db, parts, open, 0, tell)
  }
}

async function walk(
  db: Db,
  parts: FileParts,
  batch: PaymentBatch,
  every: number,
  tell: (step: string) => void,
): Promise<void> {
  const now = async () => (await asSystem(db, (tx) => findPayment(tx, batch.id))) ?? batch
  if ((await now()).state === 'made')
    must(await asSystem(db, (tx) => actOnBatch(tx, batch.id, { kind: 'confirm' }, actor('finance', 'districtFinance'))))
  tell('confirmed')
  const filed = must(
    await releaseBatch(db, batch.id, actor('finance2', 'districtFinance'), (tx, of) =>
      writeBankText(tx, parts, of, 'finance2', async (lines) => tell(`written ${lines}`)),
    ),
  )
  tell('filed')
  const text = await asSystem(db, async (tx) => {
    const found = await openFile(tx, parts, filed.fileId ?? '')
    const pieces: Buffer[] = []
    for await (const piece of found?.content ?? []) pieces.push(piece as Buffer)
    return Buffer.concat(pieces).toString('utf8')
  })
  const lines = text
    .trimEnd()
    .split('\n')
    .slice(1, -1)
    .map((row) => {
      const [, no = '', account = '', , fen = ''] = row.split('|')
      const fails = every > 0 && Number(no) % every === 0
      return `D|${no}|${account.slice(-4)}|${fen}|${fails ? 'E05' : '0000'}|${fails ? '系统超时' : ''}`
    })
  const failed = lines.filter((line) => line.includes('|E05|')).length
  const answer = `R|${batch.id}|${lines.length}\n${lines.join('\n')}\nT|${lines.length - failed}|${failed}\n`
  must(
    await loadReturn(
      db,
      batch.id,
      { name: 'answer.txt', bytes: Buffer.from(answer) },
      actor('finance', 'districtFinance'),
    ),
  )
  tell('loaded')
}
