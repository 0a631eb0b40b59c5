import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { Tiles } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { apply, type Intake, type Offer, type Receipt, readIntake } from './contract.ts'
import { DelegationFields } from './delegation-fields.tsx'
import { CONSENT_WORDS } from './words.ts'

const WHO = [
  { value: 'counter', label: '本人到窗口' },
  { value: 'delegate', label: '家属代办', note: '需要有到期日的委托' },
  { value: 'village', label: '村（社区）代办' },
]

/** One form for all that is chosen. Nothing that the register knows is asked. */
export function IntakeForm({ of, onDone }: { of: Intake; onDone: (receipt: Receipt) => void }) {
  const may = of.offers.filter((each) => each.standing === 'may')
  const [schemes, setSchemes] = useState<string[]>(
    may.filter((each) => each.outcome === 'granted').map((each) => each.scheme),
  )
  const [channel, setChannel] = useState('counter')
  const [how, setHow] = useState('present')
  const [delegation, setDelegation] = useState(of.delegations[0]?.id ?? '')
  const { act, busy, refusal } = useAct(apply, ['/api/cases', readIntake.path])
  const delegated = channel === 'delegate'
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = {
      elder: { district: of.elder.district, id: of.elder.id },
      schemes,
      channel,
      consent: { how: delegated ? 'delegation' : how },
      ...(delegated && delegation ? { delegation } : {}),
    }
    const answer = await act({ body })
    if (answer.ok) onDone(answer.value)
  }
  const missing = [
    ...new Set(
      of.offers
        .filter((each) => schemes.includes(each.scheme))
        .flatMap((each) => each.missing.map((item) => item.label)),
    ),
  ]
  return (
    <form className="y-stack" onSubmit={(event) => void send(event)} noValidate>
      {refusal && <ErrorSummary problems={[{ field: 'schemes', message: refusal.message }]} lead="还没有受理" />}
      <div className="y-card">
        <h2>
          {of.elder.name} {of.elder.synthetic && <ExampleMark />}
        </h2>
        <p className="y-meta">
          {of.elder.age === null ? '年龄未采集' : `${of.elder.age} 岁`} · {of.elder.townshipName}
          {of.elder.villageName ? ` ${of.elder.villageName}` : ''} · <a href={`/w/elders/${of.elder.id}`}>打开档案</a>
        </p>
        <h3>已经知道的，不用再交</h3>
        <Facts of={knownOf(of.offers)} />
      </div>
      <div className="y-card y-stack">
        {may.length === 0 ? (
          <p>现在没有新的事项可以申请，下面是每一项的情况。</p>
        ) : (
          <Tiles
            id="schemes"
            many
            label="可以申请的事项"
            hint="一张表申请所选的全部事项"
            value={schemes}
            onChange={setSchemes}
            options={may.map((each) => ({ value: each.scheme, label: each.title, note: noteOf(each) }))}
          />
        )}
        <Others offers={of.offers.filter((each) => each.standing !== 'may')} />
      </div>
      {may.length > 0 && (
        <div className="y-card y-stack">
          <Tiles inline label="谁来办" value={channel} onChange={setChannel} options={WHO} />
          {delegated ? (
            <DelegationFields of={of} value={delegation} onChange={setDelegation} />
          ) : (
            <Tiles
              inline
              label="老人本人怎样同意的"
              hint="把申请的事项念给老人听，老人同意后再选"
              value={how}
              onChange={setHow}
              options={['present', 'signed', 'voice'].map((value) => ({ value, label: CONSENT_WORDS[value] ?? value }))}
            />
          )}
          {missing.length > 0 && (
            <Notice tone="info">
              受理后还差 {missing.length} 项：{missing.join('、')}。可以先提交，再一次告知。
            </Notice>
          )}
          <p className="y-meta">批准以前不收银行卡。填写的内容只用于办理所选的事项。</p>
          <div className="y-row">
            <span className="y-head-space" />
            <Button
              submit
              kind="primary"
              busy={busy}
              unavailable={
                schemes.length === 0 ? '先选择要申请的事项' : delegated && delegation === '' ? '先办理委托' : undefined
              }
            >
              提交并出回执
            </Button>
          </div>
        </div>
      )}
    </form>
  )
}

/** A fact that several schemes look at is shown once. */
function knownOf(offers: readonly Offer[]) {
  const facts = new Map(offers.flatMap((each) => each.known.map((fact) => [fact.name, fact] as const)))
  return [...facts.values()].map(({ label, value, source }) => ({
    label,
    value: (
      <>
        {value}
        <span className="y-meta"> {source}</span>
      </>
    ),
  }))
}

const noteOf = (offer: Offer): string =>
  offer.missing.length > 0 && offer.outcome !== 'granted'
    ? `还差：${offer.missing.map((each) => each.label).join('、')}`
    : `${offer.says}`

const STANDING: Readonly<Record<Offer['standing'], string>> = {
  may: '可以申请',
  running: '正在办理',
  claimed: '已经享受',
  notMet: '现在还不符合',
  link: '在国家平台申请',
}

/** What is not to be ticked, with why: nobody leaves without knowing what would change it. */
function Others({ offers }: { offers: readonly Offer[] }) {
  if (offers.length === 0) return null
  return (
    <div>
      <h3>其他事项</h3>
      <ul>
        {offers.map((each) => (
          <li key={each.scheme}>
            <strong>{each.title}</strong> · {STANDING[each.standing]}
            {each.number && <span className="y-number"> {each.number}</span>}
            {each.standing === 'notMet' && `：${each.because.replace(/^不符合：/, '')}`}
            {each.standing === 'notMet' &&
              each.nearest[0] &&
              `。如果${each.nearest[0].ifThis}，就会变成“${each.nearest[0].thenThat}”`}
            {each.link && (
              <>
                {' '}
                <a href={each.link.url} rel="noreferrer" target="_blank">
                  {each.link.label}
                </a>
              </>
            )}
            <div className="y-meta">{each.clauses[0]}</div>
          </li>
        ))}
      </ul>
    </div>
  )
}
