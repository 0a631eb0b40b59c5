import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { balancesOf, checkLedger } from '../../engines/ledger/index.ts'
import { addDays, type Day, day } from '../../platform/clock/day.ts'
import { asSystem, inScope, newId, type Tx } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import type { Result } from '../../platform/http/index.ts'
import type { Setting } from '../../policy/index.ts'
import { exampleCreditCode, registerFacility } from '../facilities/index.ts'
import { ledgerOf, openCustodyAccount } from './accounts.ts'
import { agree, endAgreement } from './agreements.ts'
import { checkCustody, closeAlert } from './check-custody.ts'
import { loadBankDay, readBank } from './load-bank-day.ts'
import { claimOf, matchMovement } from './match.ts'
import { setPrice } from './prices.ts'
import { readHeldOfElder, readHomeCustody } from './read-custody.ts'
import { newPrepaymentsStopped, signStep, takeStep } from './steps.ts'
import { askWithdrawal, decideWithdrawal, withdrawRequest } from './withdrawals.ts'
import { writeBankFile } from './write-bank-file.ts'

const BANAN = '500113'
const START = day('2026-08-01')
const setting = (parameter: string, value: Setting['value']): Setting => ({
  division: BANAN,
  parameter,
  value,
  from: day('2025-01-01'),
  signedBy: ['a', 'b'],
  example: false,
})
const SETTINGS = [
  setting('prepayment-deposit-reserve-percent', 10),
  setting('prepayment-membership-reserve-percent', 20),
  setting('prepayment-membership-months-most', 12),
  setting('prepayment-membership-barred', ['public', 'publicPrivatelyRun']),
  setting('custody-feed-hours-most', 24),
  setting('custody-outflow-percent', 50),
  setting('price-change-notice-days', 30),
]

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase(4)
})
afterAll(() => town.drop())

const system = <T>(work: (tx: Tx) => Promise<T>) => asSystem(town.db, work)
const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.refusal.code)
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.refusal.message)
  return result.value
}

const operator = { account: 'operator', oversees: false }
let homes = 0
async function home(ownership = 'private'): Promise<{ district: string; facility: string }> {
  homes++
  const { id } = await system((tx) =>
    registerFacility(tx, 'officer', START, {
      district: BANAN,
      kind: 'careHome',
      name: `存管试验院${homes}`,
      township: `${BANAN}103`,
      village: null,
      from: day('2026-01-01'),
      source: '登记',
      attributes: { ownership, profitKind: 'forProfit', operator: exampleCreditCode(BANAN, homes) },
      beds: [],
      example: false,
    }),
  )
  return { district: BANAN, facility: id }
}

async function elder(): Promise<string> {
  const id = newId()
  await system((tx) =>
    sql`insert into elders.elder (district, id, name, name_pinyin, name_initials, sex, birth_date, id_cipher, id_blind, id_last4_blind, township, village, address)
        values (${BANAN}, ${id}, '甲乙', 'jiayi', 'jy', 'female', '1940-01-01', '\\x00', decode(md5(${id}), 'hex'), '\\x00', ${`${BANAN}103`}, ${`${BANAN}103001`}, '某处')`.execute(
      tx,
    ),
  )
  return id
}

const account = (key: { district: string; facility: string }) =>
  system((tx) =>
    openCustodyAccount(tx, 'officer', key, {
      bank: '某银行巴南支行',
      bankCode: '91500000000000000X',
      number: '6222000011112222',
      agreement: '存管协议',
      openedOn: START,
    }),
  )
const asked = (key: { district: string; facility: string }, by = 'operator') => ({
  ...key,
  by,
  today: day('2026-08-20'),
  settings: SETTINGS,
})
const deposit = async (key: { district: string; facility: string }, contract: string, agreedFen = 1_200_000) =>
  must(
    await system(async (tx) =>
      agree(tx, asked(key), {
        elder: { district: BANAN, id: await elder() },
        contract,
        kind: 'deposit',
        agreedFen,
        baseFen: 100_000,
        signedOn: START,
      }),
    ),
  ).id

type Line = Parameters<typeof writeBankFile>[0]['lines'][number]
async function load(key: { district: string; facility: string }, on: Day, openingFen: number, lines: Line[]) {
  const read = must(await readBank(writeBankFile({ last4: '2222', on, openingFen, lines })))
  const bring = (by: string) => system((tx) => loadBankDay(tx, by, { ...key, today: day('2026-08-20') }, read))
  const first = await bring('officer')
  return first.ok && first.value.doubted ? bring('second officer') : first
}
const claims = (agreements: string[]) =>
  system(async (tx) => {
    const found = await balancesOf(tx, { district: BANAN, owners: agreements.map(ledgerOf.claim), currency: 'fen' })
    return agreements.map((id) => found.get(ledgerOf.claim(id))?.balance ?? 0)
  })

describe('what may be agreed', () => {
  it('a deposit of exactly twelve monthly bed fees may be taken, a fen more may not', async () => {
    const key = await home()
    const elderId = await elder()
    const of = { elder: { district: BANAN, id: elderId }, kind: 'deposit', baseFen: 100_000, signedOn: START } as const
    const tried = (contract: string, agreedFen: number) =>
      system((tx) => agree(tx, asked(key), { ...of, contract, agreedFen }))
    expect(codeOf(await tried('A1', 1_200_001))).toBe('CUSTODY_OVER_CAP')
    expect(codeOf(await tried('A1', 1_200_000))).toBe('ok')
    expect(codeOf(await tried('A1', 1_000))).toBe('CUSTODY_AGREEMENT_EXISTS')
  })

  it('a membership fee is refused by name while its cap is unset, and where the kind of home is barred', async () => {
    const [free, run] = [await home(), await home('publicPrivatelyRun')]
    const of = {
      elder: { district: BANAN, id: await elder() },
      contract: 'M1',
      kind: 'membership',
      agreedFen: 500_000,
      baseFen: 100_000,
      signedOn: START,
    } as const
    expect(codeOf(await system((tx) => agree(tx, { ...asked(free), settings: [] }, of)))).toBe('CUSTODY_LIMIT_UNSET')
    expect(codeOf(await system((tx) => agree(tx, asked(run), of)))).toBe('CUSTODY_BARRED')
    expect(codeOf(await system((tx) => agree(tx, asked(free), of)))).toBe('ok')
  })
})

describe('the bank’s day', () => {
  it('goes to the elder of the contract, the rest waits for a person, and the bank’s balance is the ledger’s', async () => {
    const key = await home()
    const { id: bank } = must(await account(key))
    const own = await deposit(key, 'C1')
    const lines: Line[] = [
      { direction: 'in', kind: 'deposit', contract: 'C1', fen: 1_200_000, serial: 's1' },
      { direction: 'in', kind: 'deposit', contract: 'C9', fen: 300_000, serial: 's2' },
      { direction: 'in', kind: 'interest', fen: 111, serial: 's3' },
    ]
    const loaded = must(await load(key, START, 0, lines))
    expect(loaded).toMatchObject({ already: false, lines: 3, waiting: 1 })
    expect(await claims([own])).toEqual([1_200_000])
    expect(must(await load(key, START, 0, lines)).already).toBe(true)
    expect(codeOf(await load(key, START, 0, lines.slice(0, 1)))).toBe('CUSTODY_DAY_TAKEN')
    expect(codeOf(await load(key, addDays(START, 1), 1, []))).toBe('CUSTODY_OPENING_DIFFERS')
    const held = await system((tx) =>
      balancesOf(tx, { district: BANAN, owners: [ledgerOf.bank(bank)], currency: 'fen' }),
    )
    expect(held.get(ledgerOf.bank(bank))?.balance).toBe(-1_500_111)
    const second = await deposit(key, 'C2')
    const waiting = await system((tx) =>
      sql<{ id: string }>`select id::text from custody.movement where serial = 's2'`.execute(tx),
    )
    const movement = waiting.rows[0]?.id ?? ''
    const matched = await system((tx) => matchMovement(tx, operator, { ...key, id: movement, today: START }, second))
    expect(codeOf(matched)).toBe('ok')
    expect(await claims([own, second])).toEqual([1_200_000, 300_000])
  })

  it('is refused whole where a total is wrong, the account is another, or a day is missing', async () => {
    const key = await home()
    must(await account(key))
    const wrong = await readBank(
      writeBankFile({
        last4: '2222',
        on: START,
        openingFen: 0,
        lines: [{ direction: 'in', kind: 'topUp', fen: 5, serial: 'a' }],
        closingFen: 6,
      }),
    )
    expect(codeOf(wrong)).toBe('CUSTODY_FILE_UNREADABLE')
    const foreign = must(await readBank(writeBankFile({ last4: '9999', on: START, openingFen: 0, lines: [] })))
    const tried = await system((tx) => loadBankDay(tx, 'o', { ...key, today: START }, foreign))
    expect(codeOf(tried)).toBe('CUSTODY_FILE_FOREIGN')
  })

  it('that ends below zero is booked when a second person has brought the same file', async () => {
    const key = await home()
    must(await account(key))
    const out: Line[] = [{ direction: 'out', kind: 'other', fen: 700, serial: 'n1' }]
    const read = must(await readBank(writeBankFile({ last4: '2222', on: START, openingFen: 0, lines: out })))
    const bring = (by: string) => system((tx) => loadBankDay(tx, by, { ...key, today: START }, read))
    expect(must(await bring('a'))).toMatchObject({ doubted: true, lines: 0 })
    expect(must(await bring('a'))).toMatchObject({ doubted: true, lines: 0 })
    expect(must(await bring('b'))).toMatchObject({ doubted: false, lines: 1, waiting: 1 })
  })

  it('a person’s money is found to the fen on any day', async () => {
    const key = await home()
    must(await account(key))
    const own = await deposit(key, 'D1')
    const { rows } = await system((tx) =>
      sql<{ elder: string }>`select elder_id::text as elder from custody.agreement where id = ${own}::uuid`.execute(tx),
    )
    must(await load(key, START, 0, [{ direction: 'in', kind: 'deposit', contract: 'D1', fen: 700_001, serial: 'd1' }]))
    const request = must(
      await system((tx) =>
        askWithdrawal(tx, asked(key), {
          kind: 'charge',
          agreement: own,
          amountFen: 100_000,
          purpose: '抵扣八月费用',
          evidence: '账单',
        }),
      ),
    )
    expect(
      codeOf(await system((tx) => decideWithdrawal(tx, 'operator', { ...key, id: request.id }, { approve: true }))),
    ).toBe('CUSTODY_SAME_PERSON')
    must(await system((tx) => decideWithdrawal(tx, 'bank', { ...key, id: request.id }, { approve: true })))
    must(
      await load(key, addDays(START, 3), 700_001, [
        { direction: 'out', kind: 'deposit', contract: 'D1', fen: 100_000, serial: 'd2' },
      ]),
    )
    const on = async (back: Day) =>
      (
        await inScope(town.db, { account: 'x', districts: [BANAN], townships: [], villages: [] }, (tx) =>
          readHeldOfElder(tx, { district: BANAN, elder: rows[0]?.elder ?? '', on: back }),
        )
      ).reduce((sum, row) => sum + row.heldFen, 0)
    expect([
      await on(addDays(START, -1)),
      await on(START),
      await on(addDays(START, 2)),
      await on(addDays(START, 3)),
    ]).toEqual([0, 700_001, 700_001, 600_001])
  })

  it('money that leaves without approval waits and takes nothing from the elder', async () => {
    const key = await home()
    must(await account(key))
    const own = await deposit(key, 'E1')
    must(await load(key, START, 0, [{ direction: 'in', kind: 'deposit', contract: 'E1', fen: 900_000, serial: 'e1' }]))
    must(
      await load(key, addDays(START, 1), 900_000, [
        { direction: 'out', kind: 'use', fen: 400_000, serial: 'e2', purpose: '未报' },
      ]),
    )
    expect(await claims([own])).toEqual([900_000])
    const read = await system((tx) => readHomeCustody(tx, { ...key, on: addDays(START, 1) }, SETTINGS))
    expect(read?.home).toMatchObject({ balanceFen: 500_000, requiredFen: 90_000, waiting: 1, elders: 1 })
  })

  it('money that left without approval is laid at an elder’s contract only by two people of the district', async () => {
    const key = await home()
    must(await account(key))
    const [own, other] = [await deposit(key, 'O1'), await deposit(key, 'O2')]
    must(await load(key, START, 0, [{ direction: 'in', kind: 'deposit', contract: 'O1', fen: 900_000, serial: 'o1' }]))
    must(await load(key, addDays(START, 1), 900_000, [{ direction: 'out', kind: 'other', fen: 400_000, serial: 'o2' }]))
    const found = await system((tx) =>
      sql<{
        id: string
      }>`select id::text from custody.movement where facility_id = ${key.facility}::uuid and not matched`.execute(tx),
    )
    const id = found.rows[0]?.id ?? ''
    const match = (account: string, agreement: string, oversees = true) =>
      system((tx) => matchMovement(tx, { account, oversees }, { ...key, id, today: START }, agreement))
    expect(codeOf(await match('operator', own, false))).toBe('CUSTODY_OUT_BY_DISTRICT')
    expect(must(await match('a', own)).done).toBe(false)
    expect(codeOf(await match('a', own))).toBe('CUSTODY_SAME_PERSON')
    expect(must(await match('b', other)).done).toBe(false)
    expect(codeOf(await match('a', other))).toBe('CUSTODY_NOT_ENOUGH')
    expect(must(await match('a', own)).done).toBe(false)
    expect(await claims([own])).toEqual([900_000])
    expect(must(await match('b', own)).done).toBe(true)
    expect(await claims([own])).toEqual([500_000])
  })

  it('two requests of one contract and money for it on one day draw each on its own hold', async () => {
    const key = await home()
    must(await account(key))
    const own = await deposit(key, 'H1')
    const line = (direction: 'in' | 'out', fen: number, serial: string): Line => ({
      direction,
      kind: 'deposit',
      contract: 'H1',
      fen,
      serial,
    })
    const ask = async (amountFen: number) => {
      const of = { kind: 'charge', agreement: own, amountFen, purpose: '抵扣费用', evidence: '账单' } as const
      const { id } = must(await system((tx) => askWithdrawal(tx, asked(key), of)))
      must(await system((tx) => decideWithdrawal(tx, 'bank', { ...key, id }, { approve: true })))
      return id
    }
    must(await load(key, START, 0, [line('in', 900_000, 'h1')]))
    await ask(100_000)
    await ask(200_000)
    const unpaid = await ask(300_000)
    const day = [line('in', 700_000, 'h2'), line('out', 100_000, 'h3'), line('out', 200_000, 'h4')]
    expect(must(await load(key, addDays(START, 1), 900_000, day)).waiting).toBe(0)
    expect(await system((tx) => claimOf(tx, BANAN, own))).toBe(1_000_000)
    expect(codeOf(await load(key, addDays(START, 2), 1_300_000, [line('in', 1, 'h3')]))).toBe('CUSTODY_FILE_UNREADABLE')
    must(await system((tx) => withdrawRequest(tx, 'operator', { ...key, id: unpaid })))
    expect(await system((tx) => claimOf(tx, BANAN, own))).toBe(1_300_000)
    expect(codeOf(await system((tx) => withdrawRequest(tx, 'operator', { ...key, id: unpaid })))).toBe(
      'CUSTODY_WITHDRAWAL_MOVED',
    )
  })

  it('any order of money in, requests and money out leaves claims that sum to the movements, and a sound ledger', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            who: fc.nat(2),
            fen: fc.integer({ min: 1, max: 500_000 }),
            act: fc.constantFrom('in', 'ask', 'outWithout'),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        async (acts) => {
          const key = await home()
          must(await account(key))
          const own = [await deposit(key, 'P0'), await deposit(key, 'P1'), await deposit(key, 'P2')]
          const expected = [0, 0, 0]
          let balance = 0
          let on = START
          for (const [n, { who, fen, act }] of acts.entries()) {
            const contract = `P${who}`
            const id = own[who] ?? ''
            const line = (direction: 'in' | 'out'): Line => ({
              direction,
              kind: 'deposit',
              contract,
              fen,
              serial: `${key.facility}${n}`,
            })
            if (act === 'in') {
              must(await load(key, on, balance, [line('in')]))
              balance += fen
              expected[who] = (expected[who] ?? 0) + fen
            } else if (act === 'outWithout') {
              must(await load(key, on, balance, [line('out')]))
              balance -= fen
            } else {
              const request = await system((tx) =>
                askWithdrawal(tx, asked(key), {
                  kind: 'refund',
                  agreement: id,
                  amountFen: fen,
                  purpose: '退还本人',
                  evidence: '申请书',
                }),
              )
              expect(request.ok).toBe(fen <= (expected[who] ?? 0))
              if (!request.ok) continue
              must(
                await system((tx) => decideWithdrawal(tx, 'bank', { ...key, id: request.value.id }, { approve: true })),
              )
              must(await load(key, on, balance, [line('out')]))
              balance -= fen
              expected[who] = (expected[who] ?? 0) - fen
            }
            on = addDays(on, 1)
          }
          expect(await claims(own)).toEqual(expected)
          const read = await system((tx) => readHomeCustody(tx, { ...key, on }, SETTINGS))
          expect(read?.agreements.map((each) => each.heldFen)).toEqual(expected)
        },
      ),
      { numRuns: 12 },
    )
    expect(await system((tx) => checkLedger(tx))).toMatchObject({ violations: [] })
  })
})

describe('alerts', () => {
  it('open on what the figures show, stand until the figures are right again, and end only with evidence', async () => {
    const key = await home()
    must(await account(key))
    await deposit(key, 'F1')
    const ended = await deposit(key, 'F2')
    must(
      await load(key, START, 0, [
        { direction: 'in', kind: 'deposit', contract: 'F1', fen: 1_200_000, serial: 'f1' },
        { direction: 'in', kind: 'deposit', contract: 'F2', fen: 600_000, serial: 'f2' },
      ]),
    )
    must(
      await load(key, addDays(START, 1), 1_800_000, [{ direction: 'out', kind: 'use', fen: 1_700_000, serial: 'f3' }]),
    )
    must(
      await system((tx) =>
        endAgreement(tx, 'operator', { ...key, id: ended, today: day('2026-08-05') }, { on: addDays(START, 1) }),
      ),
    )
    const of = { ...key, now: new Date('2026-08-05T02:00:00Z'), today: day('2026-08-05'), settings: SETTINGS }
    const opened = await system((tx) => checkCustody(tx, of))
    const kinds = await system((tx) =>
      sql<{ id: string; kind: string }>`
        select id::text, kind from custody.alert where facility_id = ${key.facility}::uuid order by kind`.execute(tx),
    )
    expect(kinds.rows.map((row) => row.kind)).toEqual(['belowRequired', 'outflow', 'overdueRefund', 'unmatched'])
    expect(opened).toBe(4)
    expect(await system((tx) => checkCustody(tx, of))).toBe(0)
    const low = kinds.rows[0]?.id ?? ''
    const close = (today: Day) =>
      system((tx) => closeAlert(tx, 'officer', { ...of, today, id: low }, { evidence: '银行余额证明' }))
    expect(codeOf(await close(day('2026-08-05')))).toBe('CUSTODY_ALERT_STANDS')
    must(await load(key, day('2026-08-06'), 100_000, [{ direction: 'in', kind: 'topUp', fen: 200_000, serial: 'f4' }]))
    expect(codeOf(await close(day('2026-08-06')))).toBe('ok')
  })

  it('a stop of prepayments needs a second person and then blocks new agreements', async () => {
    const key = await home()
    must(await account(key))
    await deposit(key, 'G1')
    await system((tx) =>
      checkCustody(tx, { ...key, now: new Date('2026-09-05T02:00:00Z'), today: day('2026-09-05'), settings: SETTINGS }),
    )
    const alert = await system((tx) =>
      sql<{ id: string }>`select id::text from custody.alert where facility_id = ${key.facility}::uuid limit 1`.execute(
        tx,
      ),
    )
    const step = must(
      await system((tx) =>
        takeStep(tx, 'officer', key, {
          alert: alert.rows[0]?.id ?? '',
          kind: 'stopPrepayment',
          letter: '请立即停止收取预收费用。',
          told: ['银行'],
        }),
      ),
    )
    expect(step.waits).toBe(true)
    expect(await system((tx) => newPrepaymentsStopped(tx, key.district, key.facility))).toBe(false)
    expect(codeOf(await system((tx) => signStep(tx, 'officer', { ...key, id: step.id })))).toBe('CUSTODY_SAME_PERSON')
    must(await system((tx) => signStep(tx, 'chief', { ...key, id: step.id })))
    const tried = await system(async (tx) =>
      agree(tx, asked(key), {
        elder: { district: BANAN, id: await elder() },
        contract: 'G2',
        kind: 'deposit',
        agreedFen: 1,
        baseFen: 1,
        signedOn: START,
      }),
    )
    expect(codeOf(tried)).toBe('CUSTODY_PREPAYMENT_STOPPED')
  })
})

describe('prices', () => {
  it('a home of the government needs a document; a change needs notice, a first price none', async () => {
    const [free, own] = [await home(), await home('public')]
    const price = {
      item: 'bed',
      label: '双人间',
      unit: 'month',
      amountFen: 150_000,
      from: '2026-09-01',
      noticedOn: '2026-08-20',
    } as const
    const set = (key: { district: string; facility: string }, of: object = {}) =>
      system((tx) => setPrice(tx, asked(key), { ...price, ...of }))
    expect(codeOf(await set(own))).toBe('CUSTODY_DOCUMENT_NEEDED')
    expect(codeOf(await set(own, { document: '发改价格〔2026〕1号' }))).toBe('ok')
    expect(codeOf(await set(free))).toBe('ok')
    expect(codeOf(await set(free, { from: '2026-09-18', amountFen: 160_000 }))).toBe('CUSTODY_NOTICE_SHORT')
    expect(codeOf(await set(free, { from: '2026-09-20', noticedOn: '2026-08-21', amountFen: 160_000 }))).toBe('ok')
  })
})
