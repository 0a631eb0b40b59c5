import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { asSystem, newId } from '../../platform/db/index.ts'
import type { Platform, Result } from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
import { type Batch, findRun, type Run } from '../benefits/index.ts'
import { type Actor, actOnBatch, releaseBatch } from './act-on-batch.ts'
import { findPayment, type PaymentBatch } from './batches.ts'
import { actOnClawback } from './clawbacks.ts'
import { decideCorrections, proposeCorrections } from './corrections.ts'
import { loadReturn } from './load-return.ts'
import { makeMonthly, makeReissue } from './make-batch.ts'
import { writeBankText } from './write-file.ts'

/** Who signs what in the demonstration: never one person twice on the way of one sum. */
type Signers = {
  readonly clerk: string
  readonly maker: string
  readonly reviewer: string
  readonly finance: string
  readonly second: string
}
const FAILURES = [
  ['E03', '账户已销户'],
  ['E02', '户名与账号不符'],
  ['E04', '账户冻结'],
] as const

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.refusal.message)
  return result.value
}

const actor = (account: string, role: Role, division: string, today: Day): Actor => ({
  who: { account, grants: [{ role, division, validFrom: '2020-01-01' as Day }] satisfies Principal['grants'] },
  today,
})

/**
 * Gives synthetic accounts and proofs of life to whoever is granted something in a run; some are left without on purpose, so that there is
 * something to hold. Numbers are of an unissued range and carry a right check digit. A second run adds nothing.
 */
export async function fillDemonstrationAccounts(
  platform: Platform,
  run: Pick<Run, 'id' | 'districts'>,
  signers: Signers,
): Promise<void> {
  await asSystem(platform.db, async (tx) => {
    const { rows } = await sql<{
      district: string
      elder: string
      name: string
      township: string
      village: string | null
    }>`
      select distinct e.district, e.id::text as elder, e.name, e.township, e.village
        from benefits.entitlement n join elders.elder e on e.district = n.district and e.id = n.elder_id
       where n.district = any (${run.districts}::text[]) and n.run_id = ${run.id}::uuid and n.amount_fen > 0
         and not exists (select 1 from payments.account a where a.district = e.district and a.elder_id = e.id)
       order by elder`.execute(tx)
    const given = rows.flatMap((row, at) => {
      if (at % 53 === 7) return []
      const number = withCheckDigit(`6217${serialOf(row.elder)}`)
      const other = at % 61 === 11
      return {
        ...row,
        id: newId(),
        cipher: platform.keyring.seal(number).toString('hex'),
        blind: platform.keyring.blindIndex('account', number).toString('hex'),
        last4: number.slice(-4),
        holder: other ? `${row.name.slice(0, 1)}家属` : row.name,
        kind: at % 9 === 4 ? 'bankCard' : 'socialSecurityCard',
      }
    })
    await sql`
      insert into payments.account (district, id, elder_id, township, village, kind, bank, account_cipher, account_blind, last4, check_digit, holder_name,
                                    is_change, state, usable_from, recorded_by, decided_by, decided_at)
      select district, id, elder, township, village, kind, '示例银行', decode(cipher, 'hex'), decode(blind, 'hex'), last4, true, holder, false, 'inUse',
             '2020-01-01', ${signers.maker}, ${signers.reviewer}, clock_timestamp()
        from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as r(district text, id uuid, elder uuid, township text, village text, kind text, cipher text,
             blind text, last4 text, holder text)`.execute(tx)
    await sql`
      insert into payments.proof_of_life (district, id, elder_id, township, village, kind, seen_on, evidence, recorded_by)
      select r.district, gen_random_uuid(), r.elder, r.township, r.village, (array['visit', 'counter', 'video', 'family'])[1 + at % 4],
             ${platform.today()}::date - (20 + at % 90)::int, '示例：演示数据', ${signers.maker}
        from (select *, row_number() over (order by elder)::int as at
                from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(district text, elder uuid, township text, village text)) r
       where at % 47 <> 5 and not exists (select 1 from payments.proof_of_life p where p.district = r.district and p.elder_id = r.elder)`.execute(
      tx,
    )
  })
}

/** Pays a reviewed month as of a day: file, answer with some lines returned, closed. A second run finds it done. */
export async function payDemonstrationMonth(
  platform: Platform,
  runId: string,
  signers: Signers,
  today: Day,
  failures: number,
): Promise<PaymentBatch> {
  const run = await asSystem(platform.db, async (tx) => {
    const found = await findRun(tx, runId)
    await sql`
      insert into benefits.act (district, id, run_id, township, kind, account)
      select distinct t.district, gen_random_uuid(), t.run_id, t.township, 'confirm', ${signers.clerk}
        from (select distinct district, run_id, township from benefits.run_township where run_id = ${runId}::uuid) t
       where not exists (select 1 from benefits.act where run_id = ${runId}::uuid and kind = 'confirm')`.execute(tx)
    await sql`
      insert into benefits.act (district, id, run_id, township, kind, account)
      select ${found?.districts[0]}, gen_random_uuid(), ${runId}::uuid, '', 'review', ${signers.reviewer}
       where not exists (select 1 from benefits.act where run_id = ${runId}::uuid and kind = 'review')`.execute(tx)
    return found
  })
  const { batch } = must(await makeMonthly(platform.db, runId, { account: signers.maker, today }))
  return finish(platform, batch, signers, run?.payer ?? batch.payer, today, failures)
}

/** Gives those whose payment came back another account and pays them again. */
export async function reissueDemonstration(
  platform: Platform,
  division: Batch,
  from: PaymentBatch,
  signers: Signers,
  today: Day,
): Promise<void> {
  await asSystem(platform.db, async (tx) => {
    const { rows } = await sql<{
      district: string
      elder: string
      township: string
      village: string | null
      name: string
      no: number
    }>`
      select l.district, l.payee::text as elder, l.township, l.village, l.payee_name as name, l.no from payments.result r
        join payments.line l using (district, batch_id, no)
       where r.batch_id = ${from.id}::uuid and r.outcome = 'failed'
         and not exists (select 1 from payments.account a where a.district = l.district and a.elder_id = l.payee and a.bank = '示例银行（新）')`.execute(
      tx,
    )
    for (const row of rows) {
      const number = withCheckDigit(`6218${serialOf(row.elder)}`)
      await sql`update payments.account set state = 'ended', ended_at = clock_timestamp()
        where district = ${row.district} and elder_id = ${row.elder}::uuid and state = 'inUse'`.execute(tx)
      await sql`
        insert into payments.account (district, id, elder_id, township, village, kind, bank, account_cipher, account_blind, last4, check_digit, holder_name,
                                      is_change, state, usable_from, recorded_by, decided_by, decided_at)
        values (${row.district}, ${newId()}::uuid, ${row.elder}::uuid, ${row.township}, ${row.village}, 'socialSecurityCard', '示例银行（新）',
                ${platform.keyring.seal(number)}, ${platform.keyring.blindIndex('account', number)}, ${number.slice(-4)}, true, ${row.name}, true, 'inUse',
                '2020-01-01', ${signers.maker}, ${signers.reviewer}, clock_timestamp())`.execute(tx)
    }
  })
  const made = await makeReissue(platform.db, division, { account: signers.maker, today })
  if (made.ok) await finish(platform, made.value.batch, signers, division.payer, today, 0)
}

async function finish(
  platform: Platform,
  batch: PaymentBatch,
  signers: Signers,
  payer: string,
  today: Day,
  failures: number,
): Promise<PaymentBatch> {
  const finance = actor(signers.finance, 'districtFinance', payer, today)
  const second = actor(signers.second, 'districtFinance', payer, today)
  const { db } = platform
  const parts = { store: platform.files, keyring: platform.keyring }
  const now = async () => (await asSystem(db, (tx) => findPayment(tx, batch.id))) ?? batch
  if ((await now()).state === 'made')
    await asSystem(db, async (tx) => must(await actOnBatch(tx, batch.id, { kind: 'confirm' }, finance)))
  must(await releaseBatch(db, batch.id, second, (tx, of) => writeBankText(tx, parts, of, signers.second)))
  if ((await now()).state === 'filed')
    must(
      await loadReturn(
        db,
        batch.id,
        { name: '示例回盘.txt', bytes: await answerTo(platform, await now(), failures) },
        finance,
      ),
    )
  if ((await now()).state === 'returned')
    await asSystem(db, async (tx) => must(await actOnBatch(tx, batch.id, { kind: 'close' }, finance)))
  return now()
}

/** What a bank would answer: everything paid but some lines, spread over the file. */
async function answerTo(platform: Platform, batch: PaymentBatch, failures: number): Promise<Buffer> {
  const { rows } = await asSystem(platform.db, (tx) =>
    sql<{ no: number; last4: string; fen: number }>`
      select l.no, a.last4, l.amount_fen as fen from payments.line l join payments.account a on a.id = l.account_id and a.district = l.district
       where l.district = any (${batch.districts}::text[]) and l.batch_id = ${batch.id}::uuid and l.held is null order by l.no`.execute(
      tx,
    ),
  )
  const every = Math.max(1, Math.floor(rows.length / (failures + 1)))
  let failed = 0
  const lines = rows.map(({ no, last4, fen }, at) => {
    const fails = failed < failures && at % every === every - 1
    const [code, reason] = fails ? (FAILURES[failed++ % FAILURES.length] ?? FAILURES[0]) : (['0000', ''] as const)
    return `D|${no}|${last4}|${fen}|${code}|${reason}`
  })
  return Buffer.from(`R|${batch.id}|${lines.length}\n${lines.join('\n')}\nT|${lines.length - failed}|${failed}\n`)
}

/** Signs what the late facts of a run come to, and brings the first case of clawback to its plan. */
export async function settleDemonstration(platform: Platform, runId: string, signers: Signers): Promise<void> {
  const today = platform.today()
  await asSystem(platform.db, async (tx) => {
    await proposeCorrections(tx, runId, { account: signers.maker, today })
    await decideCorrections(tx, runId, { accept: true }, { account: signers.reviewer, today })
    const { rows } = await sql<{
      id: string
    }>`select id::text from payments.clawback where run_id = ${runId}::uuid and state = 'opened' order by id limit 1`.execute(
      tx,
    )
    const id = rows[0]?.id
    if (id === undefined) return
    const by = { account: signers.reviewer, today }
    await actOnClawback(tx, id, { kind: 'notice', on: today, words: '通知书已送达家属（示例）' }, by)
    await actOnClawback(tx, id, { kind: 'plan', on: today, instalments: 2, words: '家属同意分两期归还（示例）' }, by)
  })
}

/** Thirteen digits that belong to one person. */
const serialOf = (elder: string): string => String(BigInt(`0x${elder.slice(-12)}`) % 10n ** 13n).padStart(13, '0')

function withCheckDigit(body: string): string {
  let sum = 0
  for (let at = 0; at < body.length; at++) {
    const digit = body.charCodeAt(body.length - 1 - at) - 48
    const counted = at % 2 === 0 ? digit * 2 : digit
    sum += counted > 9 ? counted - 9 : counted
  }
  return `${body}${(10 - (sum % 10)) % 10}`
}
