import { sql } from 'kysely'
import { addEvidence, type By, type CaseRef } from '../../engines/process/index.ts'
import { asSystem, type Tx } from '../../platform/db/index.ts'
import { copyFile, nameFile, removeFile, removeForgotten } from '../../platform/files/index.ts'
import { type AreaApp, orRefuse, type Platform, principalOf, Refused } from '../../platform/http/index.ts'
import { CITIZEN_ROLES } from '../../platform/identity/index.ts'
import { handedIn, keepHandedIn } from '../applications/index.ts'
import { type DraftPaper, isNameOfFact, Ref } from './contract.ts'
import { draftId } from './draft-owner.ts'
import { type Tie, tieTo } from './own-persons.ts'
import { refusals } from './refusals.ts'

const OBJECT = 'portal.draft'
/** Like the draft itself. */
const KEPT_MS = 30 * 86_400_000
const MOST = 20

/**
 * `/family/persons/{district}/{id}/draft/papers`: a paper is kept as soon as it is chosen, so that a closed tab or another telephone does not lose it.
 * It belongs to nobody's case yet and lies in no district: only this account's draft knows of it.
 */
export function draftPaperRoutes(app: AreaApp, platform: Platform): void {
  app.post('/family/persons/:district/:id/draft/papers', async (c) => {
    const who = principalOf(c, ...CITIZEN_ROLES)
    const named = Ref.safeParse(c.req.param())
    if (!named.success) throw new Refused(refusals.notYours())
    const ref = named.data
    const handed = handedIn(c)
    if (!isNameOfFact(handed.name)) throw new Refused(refusals.paperUnknown())
    const draft = draftId(who.account, ref)
    await asSystem(platform.db, async (tx) => {
      orRefuse(await tieTo(tx, who.account, ref, platform.today()))
      await needRoom(tx, draft)
    })
    const bytes = await keepHandedIn(platform, handed)
    const paper = await asSystem(platform.db, async (tx): Promise<DraftPaper> => {
      // The later of two for the same fact counts.
      await dropPapers(tx, `${draft}/${handed.name}`)
      await needRoom(tx, draft)
      await removeForgotten(tx, OBJECT, new Date(platform.now().getTime() - KEPT_MS))
      const file = await nameFile(
        tx,
        platform.keyring,
        {
          district: '',
          object: OBJECT,
          objectId: `${draft}/${handed.name}`,
          name: handed.fileName ?? '材料',
          account: who.account,
        },
        bytes,
      )
      return { name: handed.name, file: file.id, fileName: file.name }
    })
    return c.json(paper, 200)
  })
}

async function needRoom(tx: Tx, draft: string): Promise<void> {
  const { rows } = await sql<{ files: number }>`
    select count(*)::int as files from platform.file
     where district = '' and object = ${OBJECT} and starts_with(object_id, ${draft}) and removed_at is null`.execute(tx)
  if ((rows[0]?.files ?? 0) >= MOST) throw new Refused(refusals.draftFull(MOST))
}

/** Puts the papers of a draft beside a new case that asks for them, and says which: each counts for every case of the form. */
export async function attachPapers(
  tx: Tx,
  { account, tie, papers }: { readonly account: string; readonly tie: Tie; readonly papers: readonly DraftPaper[] },
  ref: CaseRef,
  asked: readonly { readonly name: string; readonly title: string }[],
  by: By,
): Promise<string[]> {
  const attached: string[] = []
  for (const { name, title } of asked) {
    const paper = papers.find((each) => each.name === name)
    if (paper === undefined || !(await isOwn(tx, `${draftId(account, tie)}/${name}`, account, paper.file))) continue
    const file = await copyFile(tx, paper.file, {
      district: ref.district,
      township: tie.township,
      ...(tie.village === null ? {} : { village: tie.village }),
      subjectId: tie.id,
      object: 'process.case',
      objectId: ref.id,
    })
    if (file === undefined) continue
    orRefuse(await addEvidence(tx, ref, { name, standing: 'given', source: 'file', ref: file }, `收到${title}`, by))
    attached.push(name)
  }
  return attached
}

/** A draft names files by their ids, as its owner's telephone told them: what is not of this draft is not theirs to attach. */
async function isOwn(tx: Tx, place: string, account: string, file: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from platform.file
     where district = '' and id = ${file}::uuid and object = ${OBJECT} and object_id = ${place} and account = ${account}
       and removed_at is null`.execute(tx)
  return rows.length > 0
}

/** Takes the papers of a draft away that nobody needs any more; those beside a case are files of their own. */
export async function dropPapers(tx: Tx, place: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id::text as id from platform.file
     where district = '' and object = ${OBJECT} and (object_id = ${place} or starts_with(object_id, ${`${place}/`})) and removed_at is null`.execute(
    tx,
  )
  for (const { id } of rows) await removeFile(tx, id)
}
