import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type IssueParts, issuePaper } from '../../platform/documents/issue-papers.ts'
import type { Channel, Receipt } from './contract.ts'
import { CHANNEL_WORDS } from './words.ts'

type About = {
  readonly district: string
  readonly township: string
  readonly village: string | null
  readonly townshipName: string
  readonly synthetic: boolean
  readonly channel: Channel
}

/** 受理回执: one sheet for the whole form, with the number of each case. Returns where it is printed. */
export async function issueReceipt(
  tx: Tx,
  parts: IssueParts,
  { elder, cases }: Pick<Receipt, 'elder' | 'cases'>,
  about: About,
  by: { readonly actor: { readonly account: string }; readonly today: Day; readonly requestId?: string },
): Promise<string | null> {
  const first = cases[0]
  if (first === undefined) return null
  const issued = await issuePaper(tx, parts, {
    kind: 'receipt',
    district: about.district,
    subject: {
      object: 'process.case',
      objectId: first.id,
      href: `/w/matters/${first.district}/${first.id}`,
      township: about.township,
      ...(about.village === null ? {} : { village: about.village }),
      elderId: elder.id,
    },
    data: {
      office: `${about.townshipName}便民服务中心`,
      example: about.synthetic,
      caseNumber: first.number,
      matter: cases.map((each) => each.title).join('、'),
      applicant: elder.name,
      ...(about.channel === 'counter' || about.channel === 'self' ? {} : { agent: CHANNEL_WORDS[about.channel] ?? '' }),
      receivedOn: by.today,
      handedIn: ['申请登记', '本人同意的记录'],
      next: cases.flatMap((each) => [
        {
          what: `${each.title}（编号 ${each.number}）决定是否受理`,
          ...(each.dueOn === null ? {} : { by: each.dueOn as Day }),
        },
        ...(each.missing.length > 0 ? [{ what: `${each.title}还差：${each.missing.join('、')}` }] : []),
      ]),
    },
    account: by.actor.account,
    ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
  })
  return issued.href
}
