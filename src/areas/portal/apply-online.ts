import { addNote, type Processes } from '../../engines/process/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { orRefuse, type Platform } from '../../platform/http/index.ts'
import type { Settings } from '../../policy/index.ts'
import { applyFor, evidenceOf, findScheme, removeDraft } from '../applications/index.ts'
import { codesOfCase } from './case-access.ts'
import type { DraftPaper, OnlineReceipt } from './contract.ts'
import { draftId, owner } from './draft-owner.ts'
import { attachPapers, dropPapers } from './draft-papers.ts'
import { actorOf, type Tie } from './own-persons.ts'

type Order = {
  readonly tie: Tie
  readonly schemes: readonly string[]
  /** Names of facts that the applicant does not know. */
  readonly unclear: readonly string[]
  /** Kept with the draft. */
  readonly papers: readonly DraftPaper[]
}

/**
 * Applies for one's own affairs or under a delegation: the same cases as at a counter, with the receipt that opens them again later. A family
 * member's application rests on the delegation, which says how the elder agreed.
 */
export async function applyOnline(
  tx: Tx,
  platform: Platform,
  { tie, schemes, unclear, papers: kept }: Order,
  around: {
    readonly account: string
    readonly processes: Processes
    readonly settings: Settings
    readonly requestId: string
  },
): Promise<OnlineReceipt> {
  const elder = { district: tie.district, id: tie.id }
  const receipt = orRefuse(
    await applyFor(
      tx,
      tie.delegation === undefined
        ? { elder, schemes, channel: 'self', consent: { how: 'online' } }
        : { elder, schemes, channel: 'delegate', consent: { how: 'delegation' }, delegation: tie.delegation },
      {
        processes: around.processes,
        settings: around.settings,
        today: platform.today(),
        actor: actorOf(around.account, tie),
        papers: platform,
        requestId: around.requestId,
      },
    ),
  )
  const first = receipt.cases[0]
  const papers = first === undefined ? [] : await codesOfCase(tx, first)
  const paper = papers.find((each) => each.kind === 'receipt')
  const party = tie.as === 'elder' ? 'applicant' : 'delegate'
  const by = { account: around.account, party, today: platform.today(), requestId: around.requestId } as const
  const cases: OnlineReceipt['cases'][number][] = []
  for (const each of receipt.cases) {
    const { number, scheme, title, dueOn } = each
    const rule = findScheme(scheme)
    const asked = (rule === undefined ? [] : evidenceOf(rule))
      .filter(({ label }) => each.missing.includes(label))
      .map(({ name, label }) => ({ name, title: label }))
    const attached = await attachPapers(tx, { account: around.account, tie, papers: kept }, each, asked, by)
    const missing = asked.filter(({ name }) => !attached.includes(name))
    cases.push({ number, scheme, title, dueOn, missing })
    const labels = missing.flatMap(({ name, title: label }) => (unclear.includes(name) ? [label] : []))
    if (labels.length === 0) continue
    orRefuse(await addNote(tx, each, `申请人不清楚：${labels.join('、')}，请工作人员帮助核查`, true, by))
  }
  await dropPapers(tx, draftId(around.account, tie))
  await removeDraft(tx, draftId(around.account, tie), owner(platform, around.account))
  return {
    code: paper?.code ?? null,
    paper: paper?.number ?? null,
    cases,
  }
}
