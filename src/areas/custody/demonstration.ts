import { sql } from 'kysely'
import { addDays, type Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { orRefuse } from '../../platform/http/index.ts'
import type { Settings } from '../../policy/index.ts'
import { openCustodyAccount } from './accounts.ts'
import { agree, endAgreement } from './agreements.ts'
import { checkCustody } from './check-custody.ts'
import { loadBankDay, readBank } from './load-bank-day.ts'
import { setPrice } from './prices.ts'
import { takeStep } from './steps.ts'
import { askWithdrawal, decideWithdrawal } from './withdrawals.ts'
import { type LineToWrite, writeBankFile } from './write-bank-file.ts'

/** What a contract of a resident says of money; sums in fen, fees a month. */
export type DemonstrationContract = {
  readonly number: string
  readonly elder: string
  readonly signedOn: Day
  readonly bedFeeFen: number
  readonly careFeeFen: number
  readonly mealFeeFen: number
  readonly depositFen: number
}
type Contract = DemonstrationContract

type Asked = {
  readonly contractsOf: (facility: string) => Promise<readonly Contract[]>
  readonly district: string
  readonly today: Day
  readonly now: Date
  readonly settings: Settings
  readonly officer: string
  readonly operator: string
  readonly bank: { readonly account: string; readonly code: string }
}
type Home = {
  readonly facility: string
  readonly name: string
  readonly profitKind: string
  readonly ownership: string
}

const HOMES = 6
/** Of a home that many contracts have money in custody: enough to look at, and the first start stays short. */
const CONTRACTS = 30
const ACCOUNT_DAYS = 60

/**
 * Prepayments of the homes with most residents, sixty days of the bank's files, requests in all states, and the troubles that W13 is for: money
 * that left without approval, a refund that is overdue, a home without an account. Everything is marked 示例.
 */
export async function fillDemonstrationCustody(tx: Tx, asked: Asked): Promise<void> {
  for (const [n, home] of (await largestHomes(tx, asked)).entries()) {
    const contracts = (await asked.contractsOf(home.facility)).filter((each) => each.depositFen > 0)
    if (contracts.length === 0) continue
    await fillHome(tx, asked, home, contracts.slice(0, CONTRACTS), n)
  }
  const { district, now, today, settings } = asked
  await checkCustody(tx, { district, now, today, settings })
  await takeFirstStep(tx, asked)
}

async function largestHomes(tx: Tx, { district, today }: Asked): Promise<Home[]> {
  const { rows } = await sql<Home>`
    select f.id::text as facility, f.name, p.value #>> '{}' as "profitKind", o.value #>> '{}' as ownership
      from facilities.facility f
      join facilities.attribute p on p.district = f.district and p.facility_id = f.id and p.kind = 'profitKind' and p.superseded_at is null
       and p.valid_from <= ${today} and (p.valid_to is null or p.valid_to > ${today})
      join facilities.attribute o on o.district = f.district and o.facility_id = f.id and o.kind = 'ownership' and o.superseded_at is null
       and o.valid_from <= ${today} and (o.valid_to is null or o.valid_to > ${today})
     where f.district = ${district} and f.kind in ('careHome', 'embeddedHome', 'publicHome')
     order by (select count(*) from residency.contract c where c.district = f.district and c.facility_id = f.id and c.deposit_fen > 0) desc, f.id
     limit ${HOMES}`.execute(tx)
  return rows
}

async function fillHome(tx: Tx, asked: Asked, home: Home, contracts: readonly Contract[], n: number): Promise<void> {
  const { district, today, settings, operator } = asked
  const { facility } = home
  const key = { district, facility }
  const opened = addDays(today, -ACCOUNT_DAYS)
  const number = `62220000${String(1000 + n).padStart(8, '0')}`
  const kept = n !== HOMES - 1
  if (kept)
    orRefuse(
      await openCustodyAccount(
        tx,
        asked.officer,
        key,
        {
          bank: '示例银行巴南支行',
          bankCode: asked.bank.code,
          number,
          agreement: '存管协议（示例）',
          openedOn: opened,
        },
        true,
      ),
    )
  const agreements: { id: string; contract: Contract; fen: number }[] = []
  for (const contract of contracts) {
    const fen = Math.min(contract.depositFen, 12 * contract.bedFeeFen)
    const made = await agree(
      tx,
      { ...key, by: operator, today, settings, example: true },
      {
        elder: { district, id: contract.elder },
        contract: contract.number,
        kind: 'deposit',
        agreedFen: fen,
        baseFen: contract.bedFeeFen,
        signedOn: contract.signedOn,
      },
    )
    if (made.ok) agreements.push({ id: made.value.id, contract, fen })
  }
  await setPrices(tx, asked, home, contracts)
  if (!kept || agreements.length === 0) return
  const book = bookOf(tx, asked, key, number.slice(-4))
  await book(
    opened,
    agreements.map(({ contract, fen }, row): LineToWrite => line('in', contract.number, fen, `${n}A${row}`)),
  )
  const [first, second, third] = agreements
  if (first !== undefined) {
    const fen = Math.min(first.fen, first.contract.bedFeeFen)
    const asks = await ask(tx, asked, key, { kind: 'charge', agreement: first.id, amountFen: fen }, '抵扣欠缴的床位费')
    orRefuse(await decideWithdrawal(tx, asked.bank.account, { ...key, id: asks }, { approve: true }))
    await book(addDays(opened, 20), [line('out', first.contract.number, fen, `${n}B`)])
  }
  if (second !== undefined)
    await ask(
      tx,
      asked,
      key,
      { kind: 'emergencyMedical', agreement: second.id, amountFen: Math.ceil(second.fen / 2) },
      '送医垫付',
    )
  const total = agreements.reduce((sum, each) => sum + each.fen, 0)
  if (n === 1)
    await book(addDays(today, -2), [
      { direction: 'out', kind: 'use', fen: Math.floor(total * 0.93), serial: `${n}C`, purpose: '未说明' },
    ])
  if (n === 2 && third !== undefined)
    orRefuse(await endAgreement(tx, operator, { ...key, id: third.id, today }, { on: addDays(today, -12) }))
  await book(addDays(today, -1), [
    { direction: 'in', kind: 'interest', fen: 1_234 + n, serial: `${n}D`, purpose: '结息' },
    ...(n === 3 ? [line('in', '合同号不清', 300_000, `${n}E`)] : []),
  ])
}

const line = (direction: 'in' | 'out', contract: string, fen: number, serial: string): LineToWrite => ({
  direction,
  kind: 'deposit',
  contract,
  fen,
  serial: `示例${serial}`,
})

/** Books days one after another, each beginning with the balance of the last. */
function bookOf(tx: Tx, asked: Asked, key: { district: string; facility: string }, last4: string) {
  let openingFen = 0
  return async (on: Day, lines: readonly LineToWrite[]) => {
    const read = orRefuse(await readBank(writeBankFile({ last4, on, openingFen, lines })))
    orRefuse(await loadBankDay(tx, asked.officer, { ...key, today: asked.today }, read))
    openingFen = read.file.closingFen
  }
}

async function ask(
  tx: Tx,
  asked: Asked,
  key: { district: string; facility: string },
  of: { kind: 'charge' | 'emergencyMedical'; agreement: string; amountFen: number },
  purpose: string,
): Promise<string> {
  const evidence = of.kind === 'charge' ? { evidence: '账单与本人签字（示例）' } : {}
  const made = await askWithdrawal(
    tx,
    { ...key, by: asked.operator, today: asked.today, settings: asked.settings },
    { ...of, purpose, ...evidence },
  )
  return orRefuse(made).id
}

async function setPrices(tx: Tx, asked: Asked, home: Home, contracts: readonly Contract[]): Promise<void> {
  const { district, today, settings, operator } = asked
  const median = (of: (each: Contract) => number) => contracts.map(of).sort((a, b) => a - b)[contracts.length >> 1] ?? 0
  const document = home.ownership === 'private' ? {} : { document: '定价文件（示例）' }
  const from = addDays(today, -400)
  const items = [
    ['bed', '床位费', median((each) => each.bedFeeFen)],
    ['care', '护理费', median((each) => each.careFeeFen)],
    ['meals', '伙食费', median((each) => each.mealFeeFen)],
  ] as const
  for (const [item, label, amountFen] of items)
    orRefuse(
      await setPrice(
        tx,
        { district, facility: home.facility, by: operator, settings, example: true },
        { item, label, unit: 'month', amountFen, from, noticedOn: from, ...document },
      ),
    )
}

/** A reminder on the first alert of a balance that is too low, so that the way on is seen. */
async function takeFirstStep(tx: Tx, { district, today, officer }: Asked): Promise<void> {
  const { rows } = await sql<{ id: string; facility: string }>`
    select id::text, facility_id::text as facility from custody.alert
     where district = ${district} and kind = 'belowRequired' order by id limit 1`.execute(tx)
  const [low] = rows
  if (low === undefined) return
  orRefuse(
    await takeStep(
      tx,
      officer,
      { district, facility: low.facility },
      {
        alert: low.id,
        kind: 'rectify',
        letter: '请在期限内补足存管账户余额，并书面说明未经审核的支出。',
        dueOn: addDays(today, 5),
        told: ['金融监管', '银行'],
      },
    ),
  )
}
