import { sql } from 'kysely'
import { record } from '../audit/index.ts'
import { dayAt } from '../clock/day.ts'
import type { Keyring } from '../crypto/index.ts'
import { newId, type Tx } from '../db/index.ts'
import { newCheckCode } from './check-code.ts'
import { paperKinds } from './kinds.ts'
import type { PaperData, PaperKind } from './paper-data.ts'
import { numberOf } from './paper-number.ts'
import { shortenNames } from './templates/notice.ts'

/** What issuing needs beside the transaction; `Platform` fits. */
export type IssueParts = { readonly keyring: Keyring; readonly now: () => Date }

/** A paper to issue. `subject` is what it tells of: who sees its place sees the paper. */
export type NewPaper = {
  readonly [Kind in PaperKind]: {
    readonly kind: Kind
    readonly district: string
    readonly subject: {
      /** `case`, `paymentBatch`, `elder` … with its id. */
      readonly object: string
      readonly objectId: string
      /** The page of the office that opens it, from the root: `/w/cases/BJ-…`. */
      readonly href: string
      readonly township?: string
      readonly village?: string
      /** Where it is about one person: the paper goes with the file when the person moves. */
      readonly elderId?: string
    }
    readonly data: PaperData[Kind]
    readonly account: string
    readonly requestId?: string
  }
}[PaperKind]

/** `reused`: the same paper with the same content is in force already and keeps its number. */
export type IssuedPaper = { number: string; href: string; reused: boolean }

/** Issues one paper; see `issuePapers`. */
export async function issuePaper(tx: Tx, parts: IssueParts, paper: NewPaper): Promise<IssuedPaper> {
  const [issued] = await issuePapers(tx, parts, [paper])
  if (issued === undefined) throw new Error('a paper was not issued')
  return issued
}

/**
 * Gives each paper a number and a check code in the caller's transaction, without drawing it. The same content about the same thing
 * again keeps its number; other content replaces the earlier paper, which the check page then says. All of one kind and
 * district or not, it is a handful of statements.
 * @throws RangeError for a notice of more than 10,000 names, or two papers of a kind about the same thing
 */
export async function issuePapers(
  tx: Tx,
  { keyring, now }: IssueParts,
  papers: readonly NewPaper[],
): Promise<IssuedPaper[]> {
  if (papers.length === 0) return []
  const long = papers.find((paper) => paper.kind === 'notice' && paper.data.rows.length > MOST_ROWS)
  if (long !== undefined) throw new RangeError(`a notice holds at most ${MOST_ROWS} names: one a township, please`)
  const at = now()
  const wanted = papers.map((paper) => ({ paper, data: JSON.stringify(kept(paper)) }))
  await lockSubjects(tx, papers)
  const standing = new Map((await findStanding(tx, papers)).map((each) => [keyOf(each), each]))
  const serials = await takeSerials(
    tx,
    wanted
      .filter(({ paper, data }) => !isSame(standing.get(keyOfNew(paper)), data, keyring))
      .map(({ paper }) => paper.kind),
  )
  const rows: Row[] = []
  const issued = wanted.map(({ paper, data }): IssuedPaper => {
    const before = standing.get(keyOfNew(paper))
    if (before !== undefined && isSame(before, data, keyring)) return answerOf(before.number, true)
    const serial = serials.get(paper.kind)?.shift()
    if (serial === undefined) throw new Error('a number is missing')
    const number = numberOf(paperKinds[paper.kind].prefix, Number(dayAt(at).slice(0, 4)), serial)
    rows.push(rowOf(paper, number, at, keyring.seal(data), before?.id))
    return answerOf(number, false)
  })
  if (rows.length > 0) await store(tx, rows)
  await record(
    tx,
    rows.map((row) => ({
      district: row.district,
      account: row.issued_by,
      action: 'paper.issue',
      object: 'paper',
      objectId: row.number,
      after: { kind: row.kind, object: row.object, objectId: row.object_id },
      ...(row.request_id === undefined ? {} : { requestId: row.request_id }),
    })),
  )
  return issued
}

const answerOf = (number: string, reused: boolean): IssuedPaper => ({ number, href: `/api/papers/${number}`, reused })

/** Some 350 pages: more would hold up everybody's papers, and no village board is that large. */
const MOST_ROWS = 10_000

/** Only what the paper shows is kept. */
const kept = (paper: NewPaper): unknown => (paper.kind === 'notice' ? shortenNames(paper.data) : paper.data)

type Standing = {
  district: string
  id: string
  kind: string
  object: string
  objectId: string
  number: string
  cipher: Buffer
}

const keyOf = (each: Omit<Standing, 'id' | 'number' | 'cipher'>): string =>
  JSON.stringify([each.district, each.kind, each.object, each.objectId])
const keyOfNew = ({ district, kind, subject }: NewPaper): string =>
  keyOf({ district, kind, object: subject.object, objectId: subject.objectId })

const isSame = (before: Standing | undefined, data: string, keyring: Keyring): boolean =>
  before !== undefined && keyring.open(before.cipher) === data

const subjectsOf = (papers: readonly NewPaper[]) =>
  JSON.stringify(
    papers.map(({ district, kind, subject }) => ({
      district,
      kind,
      object: subject.object,
      object_id: subject.objectId,
    })),
  )

/** Two people who issue about the same thing at once: the second waits and then finds the first one's paper. */
async function lockSubjects(tx: Tx, papers: readonly NewPaper[]): Promise<void> {
  const keys = [...new Set(papers.map(keyOfNew))]
  if (keys.length !== papers.length) throw new RangeError('two papers of a kind about the same thing in one call')
  await sql`
    select pg_advisory_xact_lock(hashtextextended(key, 0))
      from (select key from unnest(${keys}::text[]) as k(key) order by hashtextextended(key, 0)) ordered`.execute(tx)
}

async function findStanding(tx: Tx, papers: readonly NewPaper[]): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select p.district, p.id, p.kind, p.object, p.object_id as "objectId", p.number, p.data_cipher as cipher
      from jsonb_to_recordset(${subjectsOf(papers)}::jsonb) as w(district text, kind text, object text, object_id text)
      join documents.paper p on p.district = w.district and p.kind = w.kind and p.object = w.object and p.object_id = w.object_id
       and p.replaced_by is null and p.voided_at is null`.execute(tx)
  return rows
}

async function takeSerials(tx: Tx, kinds: readonly PaperKind[]): Promise<Map<PaperKind, number[]>> {
  const taken = new Map<PaperKind, number[]>()
  for (const kind of new Set(kinds)) {
    const { rows } = await sql<{ serial: number }>`
      select nextval(${paperKinds[kind].sequence}::regclass)::float8 as serial
        from generate_series(1, ${kinds.filter((each) => each === kind).length}::int)`.execute(tx)
    taken.set(
      kind,
      rows.map(({ serial }) => Number(serial)),
    )
  }
  return taken
}

type Row = ReturnType<typeof rowOf>

const rowOf = (paper: NewPaper, number: string, at: Date, sealed: Buffer, before: string | undefined) => ({
  district: paper.district,
  id: newId(),
  number,
  kind: paper.kind,
  township: paper.subject.township ?? null,
  village: paper.subject.village ?? null,
  elder_id: paper.subject.elderId ?? null,
  object: paper.subject.object,
  object_id: paper.subject.objectId,
  href: paper.subject.href,
  office: paper.data.office,
  issued_on: dayAt(at),
  issued_at: at.toISOString(),
  issued_by: paper.account,
  check_code: newCheckCode(),
  data_cipher: sealed.toString('base64'),
  before: before ?? null,
  request_id: paper.requestId,
})

async function store(tx: Tx, rows: readonly Row[]): Promise<void> {
  const all = JSON.stringify(rows)
  await sql`
    update documents.paper p set replaced_by = w.number
      from jsonb_to_recordset(${all}::jsonb) as w(district text, before uuid, number text)
     where p.district = w.district and p.id = w.before`.execute(tx)
  await sql`
    insert into documents.paper (district, id, number, kind, township, village, elder_id, object, object_id, href, office,
           issued_on, issued_at, issued_by, check_code, data_cipher)
    select district, id, number, kind, township, village, elder_id, object, object_id, href, office, issued_on, issued_at, issued_by,
           check_code, decode(data_cipher, 'base64')
      from jsonb_to_recordset(${all}::jsonb) as w(district text, id uuid, number text, kind text, township text, village text,
           elder_id uuid, object text, object_id text, href text, office text, issued_on date, issued_at timestamptz,
           issued_by text, check_code text, data_cipher text)`.execute(tx)
}
