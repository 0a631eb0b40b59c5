import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DayField, SelectField, TextField, Tiles } from '../../ui/field.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useAddress } from '../../ui/url-state.ts'
import type { AccessList, AccessOnce } from './contract.ts'
import { FamilyParts } from './family-parts.tsx'
import { chooseParts, endAccess, giveAccess, readAccess, renewAccess } from './portal-calls.ts'

const RELATIONS = [
  { value: 'spouse', label: '配偶' },
  { value: 'child', label: '子女' },
  { value: 'childInLaw', label: '儿媳、女婿' },
  { value: 'grandchild', label: '孙辈' },
  { value: 'sibling', label: '兄弟姐妹' },
  { value: 'guardian', label: '监护人' },
  { value: 'other', label: '其他' },
]
const HOWS = [
  { value: 'present', label: '本人到场' },
  { value: 'signed', label: '书面同意' },
  { value: 'voice', label: '电话或录音同意' },
]

/** At the counter and in the village: checks who somebody is, gives them their own way into the portal, and takes it back. */
export function FamilyAccess() {
  const { district = '', id = '' } = useAddress()
  const params = { district, id }
  const { data, loading, refusal, reload } = useEndpoint(readAccess, { params })
  const [once, setOnce] = useState<AccessOnce>()
  return (
    <Screen
      title="家人登录和委托"
      loading={loading}
      refusal={refusal}
      onRetry={reload}
      note={<a href={`/w/elders/${id}`}>回到老人档案</a>}
    >
      <div className="y-columns">
        <div className="y-stack">
          {once && <Once of={once} />}
          <NewAccess elder={params} onGiven={setOnce} />
        </div>
        {data && <Shown elder={params} parts={data.parts} />}
        <section className="y-card y-stack" aria-labelledby="access-now">
          <h2 id="access-now">现在可以查看和代办的人</h2>
          {data?.rows.length === 0 && <p className="y-quiet">还没有。</p>}
          {data?.rows.map((row) => (
            <Standing key={row.id} row={row} elder={params} onOnce={setOnce} />
          ))}
        </section>
      </div>
    </Screen>
  )
}

type Elder = { district: string; id: string }

function NewAccess({ elder, onGiven }: { elder: Elder; onGiven: (once: AccessOnce) => void }) {
  const [as, setAs] = useState('family')
  const [name, setName] = useState('')
  const [relation, setRelation] = useState('')
  const [until, setUntil] = useState('')
  const [checked, setChecked] = useState('present')
  const [account, setAccount] = useState('')
  const [phone, setPhone] = useState('')
  const { act, busy, refusal } = useAct(giveAccess, [readAccess.path])
  const send = async () => {
    const done = await act({
      body: {
        elder,
        as,
        name,
        until,
        checked,
        ...(as === 'family' && relation !== '' ? { relation } : {}),
        ...(account.trim() === '' ? {} : { account }),
        ...(phone.trim() === '' ? {} : { phone: phone.trim() }),
      },
    })
    if (done.ok) onGiven(done.value)
  }
  return (
    <section className="y-card y-stack" aria-labelledby="access-new">
      <h2 id="access-new">核验身份后开通</h2>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <Tiles
        id="as"
        label="给谁开通"
        inline
        value={as}
        onChange={setAs}
        options={[
          { value: 'family', label: '受托家属' },
          { value: 'elder', label: '老人本人' },
        ]}
      />
      <TextField id="name" label="姓名" value={name} onChange={setName} />
      {as === 'family' && (
        <>
          <SelectField id="relation" label="和老人的关系" value={relation} onChange={setRelation} options={RELATIONS} />
          <TextField
            id="account"
            label="已有的家属账号"
            hint="为另一位老人开过的，填原来的账号，不再开新的"
            optional
            value={account}
            onChange={setAccount}
          />
        </>
      )}
      <TextField
        id="phone"
        label="手机号"
        hint="当面核对能接到。开通短信后，用手机号和验证码就能登录"
        kind="tel"
        optional
        value={phone}
        onChange={setPhone}
      />
      <DayField id="until" label="有效到（不含当天）" value={until} onChange={setUntil} />
      <Tiles id="checked" label="老人怎样同意的" inline value={checked} onChange={setChecked} options={HOWS} />
      <p className="y-meta">
        核对证件后再开通。能看到老人同意给家人看的情况，能代办申请；到期自动失效，老人可以随时提前结束。
      </p>
      <div className="y-row">
        <Button
          kind="primary"
          busy={busy}
          unavailable={name.trim() === '' || until === '' ? '先填写姓名和到期日' : undefined}
          onPress={() => void send()}
        >
          开通
        </Button>
      </div>
    </section>
  )
}

/** What the elder lets the family see, as they say it at the counter or at home. */
function Shown({ elder, parts }: { elder: Elder; parts: AccessList['parts'] }) {
  const { act, busy, refusal } = useAct(chooseParts, [readAccess.path])
  const [how, setHow] = useState('present')
  return (
    <section className="y-card y-stack" aria-labelledby="access-parts">
      <h2 id="access-parts">给家人看什么，由老人定</h2>
      <Tiles id="parts-how" label="老人怎样说的" inline value={how} onChange={setHow} options={HOWS} />
      <FamilyParts
        parts={parts}
        busy={busy}
        refusal={refusal}
        onSave={async (chosen) => (await act({ params: elder, body: { parts: chosen, how } })).ok}
      />
    </section>
  )
}

/** Told once: to be written down or printed, never sent. */
function Once({ of }: { of: AccessOnce }) {
  return (
    <Notice tone="ok" live>
      <p>
        账号 <strong className="y-number y-big">{of.account}</strong>
      </p>
      {of.password === null ? (
        <p>账号原来就有，用原来的密码登录就能看到这位老人。</p>
      ) : (
        <>
          <p>
            一次性密码 <strong className="y-number y-big">{of.password}</strong>
          </p>
          <p>只显示这一次，{of.validHours / 24} 天内登录并换成自己的密码。请抄在纸上当面交给本人，不要代为保管。</p>
        </>
      )}
    </Notice>
  )
}

type StandingProps = { row: AccessList['rows'][number]; elder: Elder; onOnce: (once: AccessOnce) => void }

function Standing({ row, elder, onOnce }: StandingProps) {
  const ending = useAct(endAccess, [readAccess.path])
  const renewing = useAct(renewAccess, [readAccess.path])
  const refusal = ending.refusal ?? renewing.refusal
  const input = { params: elder, body: { as: row.as, id: row.id } }
  const who = row.as === 'elder' ? '老人本人' : row.name
  const renew = async () => {
    const done = await renewing.act(input)
    if (done.ok) onOnce(done.value)
  }
  return (
    <div className="y-stack-tight">
      <p>
        <strong>{who}</strong>
        {row.as === 'family' && `（${RELATIONS.find((each) => each.value === row.relation)?.label ?? '家属'}）`}，有效到{' '}
        {row.until}（不含当天）
      </p>
      <p className="y-meta">{row.account === '' ? '没有开通网上登录' : `账号 ${row.account}`}</p>
      {refusal && <Notice tone="warn">{refusal.message}</Notice>}
      <div className="y-row">
        {row.account !== '' && (
          <Button label={`重发一次性密码：${who}`} busy={renewing.busy} onPress={() => void renew()}>
            重发一次性密码
          </Button>
        )}
        <Button label={`提前结束：${who}`} busy={ending.busy} onPress={() => void ending.act(input)}>
          提前结束
        </Button>
      </div>
    </div>
  )
}
