import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField, Tiles } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { RecordPage } from '../../ui/record-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useAddress } from '../../ui/url-state.ts'
import {
  actOnRecognition,
  listIssuers,
  listRecognitions,
  type Recognition,
  type RecognitionAct,
  readRecognition,
} from './recognition-contract.ts'
import { FINDING_STATUS, MATCH_WORDS, RECOGNITION_STATUS, SCALE_WORDS } from './words.ts'

/** One result from elsewhere: what is equal, what is missing, how long it is valid, what it opens here, and the decision. */
export function RecognitionPage() {
  const { district = '', id = '' } = useAddress()
  const { data, loading, refusal, reload } = useEndpoint(readRecognition, { params: { district, id } })
  const trail = [{ label: '互认', href: '/w/assessments/recognition' }, { label: data?.reference ?? '' }]
  if (data === undefined)
    return <Screen title="外地评估互认" trail={trail} loading={loading} refusal={refusal} onRetry={reload} />
  return (
    <RecordPage
      title={`${data.name} · 外地评估互认`}
      number={data.reference}
      trail={trail}
      note={<Status of={data.state} words={RECOGNITION_STATUS} />}
      facts={[
        { label: '出具机构', value: `${data.issuerName}（${data.jurisdiction}）` },
        { label: '量表', value: `${SCALE_WORDS[data.scale]}，报告写作 ${data.scaleVersion}` },
        { label: '原等级', value: data.originLevel },
        { label: '对应等级', value: data.mappedLevel ?? data.finding.level ?? '没有对应' },
        { label: '评估日期', value: data.assessedOn },
        {
          label: '有效期',
          value:
            data.validUntil === null
              ? '报告没有写，按本区设定'
              : `至 ${data.validUntil}，${(data.daysLeft ?? 0) > 0 ? `还有 ${data.daysLeft} 天` : '已过期'}`,
        },
        { label: '身份', value: `报告姓名 ${data.personName}，${MATCH_WORDS[data.personMatch]}` },
        {
          label: '向出具机构核实',
          value: data.checkedHow === null ? '还没有' : `${data.checkedHow}（${data.checkedOn}）`,
        },
        { label: '登记', value: data.recordedBy },
        { label: '决定', value: data.decidedBy ?? '还没有' },
        { label: '回执', value: data.receiptSent ?? '还没有' },
      ]}
      tabs={[{ id: 'finding', label: '规则结论', content: () => <FindingView of={data} /> }]}
      aside={
        <section className="y-card y-stack" aria-label="办理">
          <h2>办理</h2>
          <RecognitionActs of={data} />
        </section>
      }
    />
  )
}

function FindingView({ of }: { of: Recognition }) {
  const { finding } = of
  return (
    <div className="y-stack">
      <p>
        <Status of={finding.outcome} words={FINDING_STATUS} />
      </p>
      {finding.reasons.length === 0 && finding.settings.length === 0 && <p>出具机构、身份、量表和有效期都符合。</p>}
      <ul>
        {finding.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
        {finding.settings.map((name) => (
          <li key={name}>{name}没有设定，暂时不能采信。请在“政策规则库”中设定并由第二人签署。</li>
        ))}
      </ul>
      <p className="y-meta">
        依据：{finding.clause.document} {finding.clause.section}
        。不重算别人的分数；量表不同的，只按核定的对应关系取等级。
      </p>
      <h2>本地按能力等级办理的事项</h2>
      <ul>
        {of.accepting.map((title) => (
          <li key={title}>{title}</li>
        ))}
      </ul>
      {of.orderId !== null && (
        <p>
          <a href={`/w/assessments/orders/${of.district}/${of.orderId}`}>打开由此开出的评估单</a>
        </p>
      )}
      {of.note !== '' && <Notice tone="info">说明：{of.note}</Notice>}
    </div>
  )
}

const DECISIONS = [
  ['recognised', '采信'],
  ['recognisedWithCheck', '采信并抽核'],
  ['refused', '需重评'],
] as const

function RecognitionActs({ of }: { of: Recognition }) {
  const issuers = useEndpoint(listIssuers, {}, of.acts.includes('check'))
  const [match, setMatch] = useState<string>(of.personMatch)
  const [issuer, setIssuer] = useState('')
  const [how, setHow] = useState('')
  const [note, setNote] = useState('')
  const { act, busy, refusal } = useAct(actOnRecognition, [readRecognition.path, listRecognitions.path])
  const toast = useToast()
  const send = async (body: RecognitionAct, words: string) => {
    const answer = await act({ params: { district: of.district, id: of.id }, body })
    if (answer.ok) toast(words)
  }
  const allowed = DECISIONS.filter(([outcome]) => of.acts.includes(outcome))
  if (of.acts.length === 0) return <p>现在没有要您办的事。</p>
  return (
    <div className="y-stack">
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      {of.acts.includes('check') && (
        <>
          <Tiles
            label="身份核对结果"
            value={match}
            onChange={setMatch}
            options={Object.entries(MATCH_WORDS).map(([value, label]) => ({ value, label }))}
          />
          <SelectField
            label="名录内的出具机构"
            optional
            value={issuer}
            onChange={setIssuer}
            options={(issuers.data?.rows ?? []).map((row) => ({
              value: row.id,
              label: `${row.name}（核实方式：${row.howChecked}）`,
            }))}
          />
          <TextField label="怎样向出具机构核实" value={how} onChange={setHow} maxLength={200} />
          <Button
            busy={busy}
            unavailable={how.trim().length < 2 ? '先填写怎样核实的' : undefined}
            onPress={() =>
              void send(
                {
                  act: 'check',
                  personMatch: match as Recognition['personMatch'],
                  issuerId: issuer === '' ? null : issuer,
                  checkedHow: how,
                },
                '已登记核实结果。',
              )
            }
          >
            登记核实结果
          </Button>
        </>
      )}
      {of.acts.includes('check') && allowed.length === 0 && <p>登记的人不能自己决定，请另一位同事办理。</p>}
      {allowed.length > 0 && (
        <>
          <TextField label="决定的理由" kind="long" value={note} onChange={setNote} maxLength={300} />
          {allowed.map(([outcome, label]) => (
            <Button
              key={outcome}
              {...(outcome === 'recognised' ? { kind: 'primary' as const } : {})}
              busy={busy}
              unavailable={note.trim().length < 2 ? '先填写理由' : undefined}
              onPress={() => void send({ act: 'decide', outcome, note }, `已决定：${label}。`)}
            >
              {label}
            </Button>
          ))}
        </>
      )}
      {of.acts.includes('receipt') && (
        <Button busy={busy} onPress={() => void send({ act: 'receipt', sentOn: today() }, '已登记发出回执。')}>
          登记已向出具方发回执
        </Button>
      )}
    </div>
  )
}
