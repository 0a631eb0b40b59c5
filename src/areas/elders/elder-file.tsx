import { useState } from 'react'
import { call } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Day, Value } from '../../ui/day.tsx'
import { showDateTime, today } from '../../ui/formats.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Masked } from '../../ui/masked.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RecordPage } from '../../ui/record-page.tsx'
import type { Answer } from '../../ui/refusal.ts'
import { useSession } from '../../ui/session.ts'
import { useAddress, useUrlState } from '../../ui/url-state.ts'
import { PersonBenefits } from '../benefits/person-benefits.tsx'
import { PersonAccounts } from '../payments/person-accounts.tsx'
import { BasicsDialog } from './basics-dialog.tsx'
import { type ElderRecord, readFile, readReadersOf, readTimelineOf, revealOf } from './contract.ts'
import { DateRuler } from './date-ruler.tsx'
import { FactActs } from './fact-acts.tsx'
import { FactDialog } from './fact-dialog.tsx'
import { FactPeriods } from './fact-periods.tsx'
import { FileReaders, FileTimeline } from './file-history.tsx'
import { FilePeople } from './file-people.tsx'
import { IdentityDialog } from './identity-dialog.tsx'
import { instantOf } from './instants.ts'
import { MergeNote } from './merge-note.tsx'
import { aloneInWords, Flags, levelInWords } from './register-columns.tsx'
import { categoryLabel } from './register-filters.ts'
import { TransferNote } from './transfer-note.tsx'
import { ID_KINDS, SEX, valueInWords } from './words.ts'

const REVEALERS = ['townshipClerk', 'districtOfficer', 'cityOfficer', 'dispatchLead']
const WRITERS = ['townshipClerk', 'districtOfficer']

/** W03 老人档案: one person on one page, readable as of any day. */
export function ElderFile() {
  const { id = '' } = useAddress()
  const [search, change] = useUrlState()
  const { session } = useSession()
  const [recording, setRecording] = useState(false)
  const [editing, setEditing] = useState(false)
  const [correcting, setCorrecting] = useState(false)
  const asOf = search.asOf ?? today()
  const {
    data: file,
    loading,
    refusal,
    reload,
  } = useEndpoint(readFile, {
    params: { id },
    query: {
      ...(search.asOf && { asOf: search.asOf }),
      ...(search.knownOn && { knownAt: `${search.knownOn}T23:59:59.999+08:00` }),
    },
  })
  const holds = (roles: readonly string[]) =>
    session?.account.roles.some((grant) => roles.includes(grant.role)) ?? false
  const reveal = async (what: 'idNumber' | 'phone' | 'formerId', purpose: string, which?: string) => {
    const answer = await call(revealOf, { params: { id }, body: { what, purpose, ...(which && { which }) } })
    return answer.ok ? { ok: true as const, value: answer.value.value } : answer
  }
  const mayReveal = holds(REVEALERS)
  // What was known then is read, never written: every act starts from what stands now.
  const mayWrite = holds(WRITERS) && file?.mergedInto === null && search.knownOn === undefined
  return (
    <>
      <RecordPage
        title={file?.name ?? '老人档案'}
        trail={[{ label: '老人台账', href: '/w/elders' }, { label: file?.place ?? '档案' }]}
        note={
          file && (
            <>
              <Flags of={file} />
              {search.knownOn && <Notice tone="info">按 {search.knownOn} 为止登记的记录，只能查看。</Notice>}
            </>
          )
        }
        loading={loading}
        refusal={refusal}
        onRetry={reload}
        actions={
          file &&
          mayWrite && (
            <div className="y-row">
              <a className="y-button" href={`/w/matters/new?elder=${file.district}.${file.id}`}>
                新建办件
              </a>
              <Button onPress={() => setEditing(true)}>修改基本信息</Button>
              <Button onPress={() => setCorrecting(true)}>{file.idKind === 'none' ? '补登证件' : '更正证件'}</Button>
              <Button kind="primary" onPress={() => setRecording(true)}>
                登记变化
              </Button>
            </div>
          )
        }
        facts={file ? headFacts(file, mayReveal ? (purpose) => reveal('idNumber', purpose) : undefined) : []}
        tabs={
          file
            ? [
                {
                  id: 'facts',
                  label: '情况',
                  content: () => (
                    <FactPeriods
                      facts={file.facts}
                      asOf={asOf}
                      actsOf={mayWrite ? (fact) => <FactActs file={file} fact={fact} /> : undefined}
                    />
                  ),
                },
                {
                  id: 'people',
                  label: '家庭与联系人',
                  count: file.contacts.length,
                  content: () => (
                    <FilePeople
                      file={file}
                      mayWrite={mayWrite}
                      {...(mayReveal && {
                        reveal: (which: string, purpose: string) => reveal('phone', purpose, which),
                      })}
                    />
                  ),
                },
                {
                  id: 'benefits',
                  label: '津贴',
                  content: () => <PersonBenefits district={file.district} elder={file.id} />,
                },
                {
                  id: 'accounts',
                  label: '账户与发放',
                  content: () => <PersonAccounts district={file.district} elder={file.id} mayWrite={holds(WRITERS)} />,
                },
                { id: 'time', label: '时间线', content: () => <Times id={id} /> },
                { id: 'readers', label: '谁看过', content: () => <Readers id={id} /> },
              ]
            : []
        }
        aside={
          file && (
            <div className="y-stack">
              <DateRuler
                asOf={asOf}
                earliest={earliestOf(file)}
                changes={file.facts.map((fact) => fact.validFrom)}
                onChange={(day) => change({ asOf: day === today() ? undefined : day }, 'replace')}
                knownOn={search.knownOn}
                onKnown={(day) => change({ knownOn: day }, 'replace')}
              />
              {holds(WRITERS) && <TransferNote elder={file.id} />}
              {holds(WRITERS) && <a href={`/w/elders/${file.district}/${file.id}/family`}>家人登录和委托</a>}
              <MergeNote file={file} />
              <p className="y-meta">
                档案建立于 {showDateTime(instantOf(file.createdAt))}，最近修改 {showDateTime(instantOf(file.updatedAt))}
                。
              </p>
            </div>
          )
        }
      />
      {correcting && file && <IdentityDialog file={file} onClose={() => setCorrecting(false)} />}
      {editing && file && <BasicsDialog file={file} onClose={() => setEditing(false)} />}
      {recording && file && <FactDialog file={file} onClose={() => setRecording(false)} />}
    </>
  )
}

const earliestOf = (file: ElderRecord): string =>
  file.facts.reduce((first, fact) => (fact.validFrom < first ? fact.validFrom : first), file.asOf)

function headFacts(file: ElderRecord, reveal: ((purpose: string) => Promise<Answer<string>>) | undefined) {
  return [
    { label: '性别', value: <Value of={file.sex && SEX[file.sex]} /> },
    { label: '出生日期', value: <Day on={file.birthDate} /> },
    { label: file.diedOn ? '享年' : '年龄', value: <Value of={file.age} unit="岁" /> },
    {
      label: ID_KINDS[file.idKind],
      value:
        file.idMasked === null ? (
          <Value of="notApplicable" />
        ) : (
          <Masked value={file.idMasked} what="证件号" {...(reveal && { reveal })} />
        ),
    },
    { label: '居住地', value: file.place },
    { label: '详细地址', value: <Value of={file.address} /> },
    { label: '户籍地', value: <Value of={file.householdPlace} /> },
    { label: '困难身份', value: valueInWords('hardship', file.hardship) },
    { label: '独居', value: <Value of={aloneInWords(file.livingArrangement)} /> },
    {
      label: '能力等级',
      value:
        file.careDependency === null
          ? '未评估'
          : `${levelInWords(file.careDependency)}（${file.careDependencySince} 起）`,
    },
    { label: '类别', value: file.categories.map(categoryLabel).join('、') || '无' },
    ...(file.diedOn ? [{ label: '离世日期', value: <Day on={file.diedOn} /> }] : []),
  ]
}

function Times({ id }: { id: string }) {
  const { data, loading, refusal } = useEndpoint(readTimelineOf, { params: { id } })
  return <FileTimeline entries={data?.entries ?? []} loading={loading} refusal={refusal} />
}

function Readers({ id }: { id: string }) {
  const { data, loading, refusal } = useEndpoint(readReadersOf, { params: { id } })
  return <FileReaders readers={data?.readers ?? []} loading={loading} refusal={refusal} />
}
