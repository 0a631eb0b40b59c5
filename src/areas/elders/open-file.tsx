import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { call } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { type DivisionNode, DivisionPicker } from '../../ui/division-picker.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { DayField, SelectField, TextField, Tiles } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useSession } from '../../ui/session.ts'
import { AskTransferDialog } from './ask-transfer-dialog.tsx'
import { checkIdentityOf, openFile, readPage } from './contract.ts'
import { problemsOf } from './file-people.tsx'
import { divisionsWithin } from './place-options.ts'
import { ID_KINDS, SEX } from './words.ts'

type Known = { state: 'unknown' | 'here' | 'elsewhere'; elderId: string | null; where: string | null }
const choices = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))

/** 登记老人: the number first, because a person who has a file already needs no second one. */
export function OpenFile() {
  const { session } = useSession()
  const navigate = useNavigate()
  const [idKind, setIdKind] = useState('residentId')
  const [idNumber, setIdNumber] = useState('')
  const [name, setName] = useState('')
  const [birthDate, setBirthDate] = useState('')
  const [sex, setSex] = useState('')
  const [village, setVillage] = useState<DivisionNode | null>(null)
  const [household, setHousehold] = useState<DivisionNode | null>(null)
  const [address, setAddress] = useState('')
  const [phone, setPhone] = useState('')
  // Nobody moves in on the day of registration by default: the day is asked, because benefits count from it.
  const [since, setSince] = useState('')
  const [asking, setAsking] = useState(false)
  const [known, setKnown] = useState<Known>()
  const { act, busy, refusal } = useAct(openFile, [readPage.path])
  const fields = refusal?.fields ?? {}
  const withPaper = idKind !== 'none'
  const fromPaper = idKind === 'residentId'
  const lookUp = async () => {
    setKnown(undefined)
    if (!withPaper || idNumber.trim().length < 5) return
    const answer = await call(checkIdentityOf, { body: { idKind, idNumber } })
    if (answer.ok) setKnown(answer.value)
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = {
      name,
      idKind,
      village: village?.key ?? '',
      residentSince: since,
      ...(withPaper && { idNumber }),
      ...(!fromPaper && birthDate && { birthDate }),
      ...(!fromPaper && sex && { sex }),
      ...(household && { householdDivision: household.key }),
      ...(address && { address }),
      ...(phone && { phone }),
    }
    const answer = await act({ body })
    if (answer.ok) void navigate({ to: `/w/elders/${answer.value.id}` })
  }
  const within = session?.account.roles[0]?.division ?? '500000'
  return (
    <Screen
      title="登记老人"
      trail={[{ label: '老人台账', href: '/w/elders' }, { label: '登记老人' }]}
      problems={Object.keys(fields).length}
    >
      <form className="y-card y-stack" onSubmit={(event) => void send(event)} noValidate>
        {refusal && <ErrorSummary problems={problemsOf(refusal)} />}
        <div className="y-columns">
          <section className="y-stack" aria-label="本人">
            <h2>本人</h2>
            <SelectField id="idKind" label="证件类型" value={idKind} onChange={setIdKind} options={choices(ID_KINDS)} />
            {withPaper && (
              <TextField
                id="idNumber"
                label="证件号"
                kind="digits"
                value={idNumber}
                onChange={setIdNumber}
                onLeave={() => void lookUp()}
                error={fields.idNumber}
                maxLength={40}
              />
            )}
            {known?.state === 'here' && (
              <Notice tone="info" live>
                这位老人已在台账中，<a href={`/w/elders/${known.elderId}`}>打开已有档案</a>办理。
              </Notice>
            )}
            {known?.state === 'elsewhere' && (
              <Notice tone="info" live>
                <p>这位老人已在{known.where}的台账中。可以发起转入，对方确认后生效。</p>
                <Button onPress={() => setAsking(true)}>发起转入</Button>
              </Notice>
            )}
            <TextField id="name" label="姓名" value={name} onChange={setName} error={fields.name} maxLength={100} />
            {!fromPaper && (
              <>
                <DayField
                  id="birthDate"
                  label="出生日期"
                  optional
                  value={birthDate}
                  onChange={setBirthDate}
                  error={fields.birthDate}
                />
                <Tiles
                  id="sex"
                  label="性别"
                  inline
                  value={sex}
                  onChange={setSex}
                  options={choices(SEX)}
                  error={fields.sex}
                />
              </>
            )}
          </section>
          <section className="y-stack" aria-label="居住与联系">
            <h2>居住与联系</h2>
            <DivisionPicker
              id="village"
              label="居住的村（社区）"
              source={divisionsWithin(within)}
              value={village}
              onChange={setVillage}
              error={fields.village}
            />
            <TextField
              id="address"
              label="详细地址"
              optional
              value={address}
              onChange={setAddress}
              error={fields.address}
              maxLength={200}
            />
            <DayField
              id="residentSince"
              label="从哪一天起住在这里"
              value={since}
              onChange={setSince}
              error={fields.residentSince}
            />
            <DivisionPicker
              id="householdDivision"
              label="户籍地"
              optional
              source={divisionsWithin('500000')}
              value={household}
              onChange={setHousehold}
              error={fields.householdDivision}
            />
            <TextField
              id="phone"
              label="联系电话"
              optional
              kind="tel"
              value={phone}
              onChange={setPhone}
              error={fields.phone}
            />
          </section>
        </div>
        <p className="y-meta">证件号和电话加密保存，平时只显示一部分；查看完整号码要填写用途并留下记录。</p>
        <div className="y-row">
          <span className="y-head-space" />
          <Button
            submit
            kind="primary"
            busy={busy}
            unavailable={
              known && known.state !== 'unknown' ? '已有档案' : since === '' ? '先填写从哪一天起住在这里' : undefined
            }
          >
            登记老人
          </Button>
        </div>
      </form>
      {asking && <AskTransferDialog start={{ idKind, idNumber, village }} onClose={() => setAsking(false)} />}
    </Screen>
  )
}
