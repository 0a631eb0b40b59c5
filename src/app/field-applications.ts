import { sql } from 'kysely'
import { applicable, applyFor, titleOf } from '../areas/applications/index.ts'
import { FieldApplication, type FieldKind, type FieldRecord, type FieldSource } from '../areas/field/index.ts'
import { readSettings } from '../areas/rules/index.ts'
import type { Processes } from '../engines/process/index.ts'
import { ok, type Result, refuse } from '../platform/http/index.ts'

const refusals = {
  unreadable: (message: string | undefined) => ({
    code: 'FIELD_APPLICATION_UNREADABLE',
    status: 422 as const,
    message: message ?? '这份代办申请的内容不完整，没有收下。请打开它补齐后再上传。',
  }),
  elderGone: () => ({
    code: 'FIELD_ELDER_GONE',
    status: 404 as const,
    message: '这位老人已不在您的辖区。申请保留在手机里，请联系乡镇经办。',
  }),
}

/** Applying on behalf of an elder without a phone (J5.2): the same case as at the counter, with the consent that was read aloud. */
export const applicationKind = (processes: Processes): FieldKind => ({
  kind: 'application',
  // An application that another one has overtaken is not made twice.
  choices: ['theirs'],
  placeOf: async (tx, _around, record) => {
    const read = applicationIn(record)
    if (!read.ok) return read
    const { district, id } = read.value.elder
    const { rows } = await sql<{ township: string; village: string | null }>`
      select township, village from elders.elder where district = ${district} and id = ${id}::uuid`.execute(tx)
    const row = rows[0]
    if (row === undefined) return refuse(refusals.elderGone())
    return record.subject.startsWith(`application:${id}:`)
      ? ok({ district, ...row, elder: id })
      : refuse(refusals.unreadable(undefined))
  },
  apply: async (tx, { platform, principal, requestId }, record) => {
    const read = applicationIn(record)
    if (!read.ok) return read
    const { elder, schemes, consent } = read.value
    return applyFor(
      tx,
      {
        elder,
        schemes,
        channel: 'village',
        consent: { how: consent.how, ...(consent.file === null ? {} : { ref: consent.file }) },
      },
      {
        processes,
        settings: await readSettings(tx),
        today: platform.today(),
        actor: { account: principal.account, roles: principal.grants.map(({ role }) => role) },
        papers: platform,
        ...(requestId === undefined ? {} : { requestId }),
      },
    )
  },
})

function applicationIn(record: FieldRecord): Result<FieldApplication> {
  const read = FieldApplication.safeParse(record.content)
  if (read.success) return ok(read.data)
  return refuse(
    refusals.unreadable(read.error.issues.map(({ message }) => message).find((each) => /[\u4e00-\u9fff]/.test(each))),
  )
}

/** What can be applied for on behalf of somebody, by name. */
export const schemeItems: FieldSource = async (_tx, { principal }) =>
  principal.grants.some(({ role }) => role === 'villageWorker' || role === 'townshipClerk')
    ? [
        {
          kind: 'schemes',
          id: 'schemes',
          village: '',
          person: '',
          content: applicable('person').map(({ id }) => ({ id, title: titleOf(id) })),
        },
      ]
    : []
