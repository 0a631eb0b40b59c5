import { sql } from 'kysely'
import type { Tx } from '../db/index.ts'
import type { PaperState } from './contract.ts'
import type { PaperKind } from './paper-data.ts'

/** A paper as it is stored; `data` is still sealed. */
export type StoredPaper = {
  district: string
  id: string
  number: string
  kind: PaperKind
  township: string | null
  village: string | null
  href: string
  office: string
  issuedOn: string
  issuedAt: Date
  checkCode: string
  dataCipher: Buffer
  fileId: string | null
  sha256: Buffer | null
  state: PaperState
  replacedBy: string | null
}

const STATE = sql`case when voided_at is not null then 'voided' when replaced_by is not null then 'replaced' else 'valid' end`

/** A paper by its number, in the scope of the transaction; undefined where there is none. */
export async function findPaper(tx: Tx, number: string): Promise<StoredPaper | undefined> {
  const { rows } = await sql<StoredPaper>`
    select district, id, number, kind, township, village, href, office, issued_on::text as "issuedOn", issued_at as "issuedAt",
           check_code as "checkCode", data_cipher as "dataCipher", file_id as "fileId", sha256, replaced_by as "replacedBy",
           ${STATE} as state
      from documents.paper where number = ${number}`.execute(tx)
  return rows[0]
}

export type ListedPaper = {
  number: string
  kind: PaperKind
  issuedOn: string
  state: PaperState
  replacedBy: string | null
}

const MOST_LISTED = 100

/** The papers about one thing, newest first. */
export async function listPapers(tx: Tx, object: string, objectId: string): Promise<ListedPaper[]> {
  const { rows } = await sql<ListedPaper>`
    select number, kind, issued_on::text as "issuedOn", ${STATE} as state, replaced_by as "replacedBy"
      from documents.paper where object = ${object} and object_id = ${objectId}
     order by issued_at desc, number desc limit ${MOST_LISTED}`.execute(tx)
  return rows
}

/** Notes the file of a paper that was drawn for the first time; the first one wins. Returns the file that counts. */
export async function keepFirstFile(tx: Tx, paper: StoredPaper, file: { id: string; sha256: string }): Promise<string> {
  const { rows } = await sql<{ fileId: string }>`
    update documents.paper set file_id = coalesce(file_id, ${file.id}), sha256 = coalesce(sha256, ${Buffer.from(file.sha256, 'hex')})
     where district = ${paper.district} and id = ${paper.id} returning file_id as "fileId"`.execute(tx)
  return rows[0]?.fileId ?? file.id
}

/** The check codes of the papers in force about one of some things: whoever holds such a paper can prove it. Newest first. */
export async function codesOf(
  tx: Tx,
  district: string,
  object: string,
  objectIds: readonly string[],
): Promise<{ number: string; kind: PaperKind; code: string }[]> {
  const { rows } = await sql<{ number: string; kind: PaperKind; code: string }>`
    select number, kind, check_code as code from documents.paper
     where district = ${district} and object = ${object} and object_id = any (${objectIds}::text[])
       and voided_at is null and replaced_by is null
     order by issued_at desc, number desc`.execute(tx)
  return rows
}
