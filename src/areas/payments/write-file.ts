import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type FileParts, saveFile } from '../../platform/files/index.ts'
import { SCHEME_WORDS } from '../benefits/index.ts'
import { bankFoot, bankHead, bankLine } from './bank-text.ts'
import { homeOf, type PaymentBatch } from './batches.ts'

const PAGE = 20_000
const MOST_BYTES = 2 * 1024 ** 3

/** A line of the file as it is read: the number is opened for this one moment. */
export type OutLine = {
  no: number
  name: string
  account: string
  bank: string
  accountKind: string
  fen: number
  scheme: string
  month: string
  township: string
}

/** The lines that go to the bank, in their order, a page at a time: constant memory however many. */
export async function* outLines(tx: Tx, batch: PaymentBatch, keyring: Keyring): AsyncGenerator<OutLine[]> {
  for (let after = 0; ; ) {
    const { rows } = await sql<Omit<OutLine, 'account'> & { cipher: Buffer }>`
      select l.no, l.payee_name as name, coalesce(a.account_cipher, moved.account_cipher) as cipher, coalesce(a.bank, moved.bank) as bank,
             coalesce(a.kind, moved.kind) as "accountKind", l.amount_fen as fen, l.scheme,
             to_char(l.month, 'YYYY-MM') as month, l.township
        from (select * from payments.line where district = any (${batch.districts}::text[]) and batch_id = ${batch.id}::uuid and held is null
                 and no > ${after} order by no limit ${PAGE}) l
        left join payments.account a on a.district = l.district and a.id = l.account_id
        left join lateral (select o.* from payments.account o where a.id is null and o.id = l.account_id limit 1) moved on true
       order by l.no`.execute(tx)
    if (rows.length > 0) yield rows.map(({ cipher, ...row }) => ({ ...row, account: keyring.open(cipher) }))
    if (rows.length < PAGE) return
    after = rows.at(-1)?.no ?? 0
  }
}

export const purposeOf = (line: Pick<OutLine, 'scheme' | 'month'>): string =>
  `${line.month} ${SCHEME_WORDS[line.scheme] ?? line.scheme}`

/**
 * Writes the bank text of a batch into the store of files and gives its seal, the SHA-256 of the text. The same lines give the same text, so a
 * job that was killed here writes the same seal again. Throws where the lines do not sum to what the batch says: nothing goes out then.
 */
export async function writeBankText(
  tx: Tx,
  parts: FileParts,
  batch: PaymentBatch,
  account: string,
  progress: (lines: number) => Promise<void> = async () => {},
): Promise<{ fileId: string; seal: string }> {
  const hash = createHash('sha256')
  let lines = 0
  let fen = 0
  const sealed = (text: string): Uint8Array => {
    const bytes = Buffer.from(text, 'utf8')
    hash.update(bytes)
    return bytes
  }
  const content = async function* (): AsyncGenerator<Uint8Array> {
    yield sealed(bankHead(batch.id, batch.month, batch.lines, batch.amountFen))
    for await (const page of outLines(tx, batch, parts.keyring)) {
      lines += page.length
      fen += page.reduce((sum, each) => sum + each.fen, 0)
      yield sealed(page.map((each) => bankLine({ ...each, purpose: purposeOf(each) })).join(''))
      await progress(lines)
    }
    yield sealed(bankFoot(lines, fen))
  }
  const file = await saveFile(tx, parts, {
    district: homeOf(batch),
    object: 'payments.batch',
    objectId: batch.id,
    name: `支付文件-${batch.month.slice(0, 7)}-${batch.id.slice(-8)}.txt`,
    account,
    content: content(),
    most: MOST_BYTES,
  })
  if (lines !== batch.lines || fen !== batch.amountFen)
    throw new Error(
      `the file would hold ${lines} lines and ${fen} fen, the batch says ${batch.lines} and ${batch.amountFen}`,
    )
  return { fileId: file.id, seal: hash.digest('hex') }
}
