/**
 * A month of ENTITLEMENTS payments (default 1,000,000) from the run to the sealed payment file, by phase, with the ledger posted:
 * `node bench/run.ts payment [ENTITLEMENTS]`. Everybody is 80 or older, has a card in use and was seen this month. Filling is not measured.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { runMonth } from '../src/areas/benefits/index.ts'
import { batchOf, DISTRICT, month, settingsOf } from '../src/areas/benefits/testing/town.ts'
import { loadDivisions } from '../src/areas/divisions/index.ts'
import { actOnBatch, releaseBatch } from '../src/areas/payments/act-on-batch.ts'
import { makeMonthly } from '../src/areas/payments/make-batch.ts'
import { writeBankText } from '../src/areas/payments/write-file.ts'
import { setDemonstrationValues } from '../src/areas/rules/index.ts'
import { checkLedger, openAccounts, post } from '../src/engines/ledger/index.ts'
import type { Day } from '../src/platform/clock/day.ts'
import { type Keyring, keyringOf, newKeyFile } from '../src/platform/crypto/index.ts'
import { startCluster } from '../src/platform/db/cluster.ts'
import { asOwner, asSystem, connect, type Db, migrate } from '../src/platform/db/index.ts'
import { openFileStore } from '../src/platform/files/index.ts'
import type { Role } from '../src/platform/identity/index.ts'
import { report } from './measure.ts'

const ENTITLEMENTS = Number(process.argv[2] ?? 1_000_000)
const AT = month('2026-11')
const TODAY = '2026-11-22' as Day
const CHUNK = 20_000

const folder = mkdtempSync(join(tmpdir(), 'yiyang-bench-'))
const cluster = await startCluster(folder)
try {
  await migrate(cluster.url)
  const { db, close } = connect(cluster.url, 4)
  await loadDivisions(db)
  const parts = {
    store: openFileStore({ YIYANG_DATA: folder } as Parameters<typeof openFileStore>[0]),
    keyring: keyringOf(newKeyFile('aes-256-gcm')),
  }
  const batch = batchOf(DISTRICT, AT)
  await fill(db, batch.townships, parts.keyring)
  await sql`vacuum analyze elders.elder, payments.account, payments.proof_of_life`.execute(db)
  await sql`checkpoint`.execute(db)

  const phases: Record<string, number> = {}
  const timed = async <T>(phase: string, work: () => Promise<T>): Promise<T> => {
    const from = performance.now()
    const result = await work()
    phases[phase] = Math.round((performance.now() - from) / 10) / 100
    return result
  }
  const actor = (account: string, role: Role) => ({
    who: { account, grants: [{ role, division: DISTRICT, validFrom: '2020-01-01' as Day }] },
    today: TODAY,
  })

  const run = must(
    await timed('runSeconds', () => runMonth(db, { batch, month: AT, settings: settingsOf(), account: 'maker' })),
  ).run
  await asSystem(db, (tx) =>
    sql`insert into benefits.act (district, id, run_id, township, kind, account) values (${DISTRICT}, gen_random_uuid(), ${run.id}::uuid, '', 'review', 'reviewer')`.execute(
      tx,
    ),
  )
  const made = must(
    await timed('makeSeconds', () => makeMonthly(db, run.id, { account: 'district', today: TODAY })),
  ).batch
  must(
    await timed('confirmSeconds', () =>
      asSystem(db, (tx) => actOnBatch(tx, made.id, { kind: 'confirm' }, actor('finance', 'districtFinance'))),
    ),
  )
  let written = 0
  const filed = must(
    await timed('releaseSeconds', () =>
      releaseBatch(db, made.id, actor('finance2', 'districtFinance'), async (tx, of) => {
        const from = performance.now()
        const file = await writeBankText(tx, parts, of, 'finance2')
        written = Math.round((performance.now() - from) / 10) / 100
        return file
      }),
    ),
  )
  const ledger = await timed('ledgerCheckSeconds', () => asSystem(db, checkLedger))
  await close()
  const { ledgerCheckSeconds, ...counted } = phases
  report('payment', {
    entitlements: ENTITLEMENTS,
    lines: filed.lines,
    ...counted,
    ofWhichWritingSeconds: written,
    fromRunToSealedFileSeconds: Math.round(Object.values(counted).reduce((sum, each) => sum + each, 0) * 100) / 100,
    ledgerBalanced: ledger.balanced,
    ledgerCheckSeconds,
    memoryMb: Math.round(process.memoryUsage().rss / 2 ** 20),
  })
} finally {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
}

function must<T>(result: { ok: true; value: T } | { ok: false; refusal: { code: string; message: string } }): T {
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`)
  return result.value
}

async function fill(db: Db, townships: readonly string[], { seal, blindIndex }: Keyring): Promise<void> {
  for (let from = 0; from < ENTITLEMENTS; from += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, ENTITLEMENTS - from) }, (_, at) => {
      const number = `6217${String(from + at).padStart(15, '0')}`
      return {
        n: from + at,
        cipher: seal(number).toString('hex'),
        blind: blindIndex('account', number).toString('hex'),
        last4: number.slice(-4),
      }
    })
    await asOwner(db, async (tx) => {
      // Filling is not what is measured: the keys are right by construction.
      await sql`set local session_replication_role = replica`.execute(tx)
      await sql`
        with r as (
          select n, ('01a00000-0000-7000-8000-' || lpad(to_hex((n::bigint * 7919) % ${ENTITLEMENTS}), 12, '0'))::uuid as id,
                 (${[...townships]}::text[])[1 + n % ${townships.length}] as t, cipher, blind, last4
            from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as j(n int, cipher text, blind text, last4 text)
        ), people as (
          insert into elders.elder (district, id, name, birth_date, id_kind, township, village, household_division, synthetic)
          select ${DISTRICT}, id, '某人', date '1930-01-01' + n % 5000, 'none', t, t || '001', t, true from r
        ), seen as (
          insert into payments.proof_of_life (district, id, elder_id, township, village, kind, seen_on, evidence, recorded_by)
          select ${DISTRICT}, gen_random_uuid(), id, t, t || '001', 'visit', '2026-11-01', '巡访记录', 'bench' from r
        )
        insert into payments.account (district, id, elder_id, township, village, kind, bank, account_cipher, account_blind, last4, check_digit, holder_name,
                                      is_change, state, usable_from, recorded_by, decided_by, decided_at)
        select ${DISTRICT}, gen_random_uuid(), id, t, t || '001', 'socialSecurityCard', '示例银行', decode(cipher, 'hex'), decode(blind, 'hex'), last4, true, '某人',
               false, 'inUse', '2020-01-01', 'bench', 'bench2', clock_timestamp() from r`.execute(tx)
    })
  }
  await asSystem(db, async (tx) => {
    await setDemonstrationValues(tx, { division: DISTRICT, from: '2022-02-21' as Day, maker: 'a', checker: 'b' })
    const owner = 'budget:2026:old-age-allowance:district'
    const fen = 1_000_000_000_000
    await openAccounts(
      tx,
      [
        { district: DISTRICT, owner: 'treasury:district', kind: 'treasury', floor: null },
        { district: DISTRICT, owner, kind: 'budget', floor: 0, checked: 'batch' },
      ],
      { currency: 'fen', by: 'bench' },
    )
    const lines = [
      { owner: 'treasury:district', amount: -fen },
      { owner, amount: fen },
    ]
    must(
      await post(tx, {
        district: DISTRICT,
        key: 'grant',
        currency: 'fen',
        day: '2026-01-05' as Day,
        kind: 'grant',
        by: 'bench',
        lines,
      }),
    )
    await sql`insert into funds.share_plan (district, id, purpose, valid_from, shares, document, example)
      values (${DISTRICT}, gen_random_uuid(), 'old-age-allowance', '2020-01-01', '{"district": "1"}', '示例', true)`.execute(
      tx,
    )
  })
}
