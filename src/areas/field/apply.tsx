import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextField, Tiles } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useAddress } from '../../ui/url-state.ts'
import type { FieldApplication } from './contract.ts'
import { fieldApp } from './device/app.ts'
import { ageOn, cardOf, generalOf, todayOf } from './month.tsx'
import { useDraft } from './use-draft.tsx'
import { itemsOf, useFieldSession, useSnapshot } from './use-field.tsx'

type Scheme = { id: string; title: string }
type Draft = {
  known: boolean
  consent: '' | 'present' | 'signed' | 'voice'
  schemes: string[]
  phone: '' | 'own' | 'helper' | 'none'
  note: string
}
const fresh = (): Draft => ({ known: false, consent: '', schemes: [], phone: '', note: '' })

const CONSENT =
  '我愿意请养老助理帮我申请，用到的是台账里我的基本情况，只用来办这件事。办不办得成、什么时候办好，都会当面告诉我。'

/** J5.2: who the elder is, the consent read aloud, what is asked for. Never money, never the helper's phone without a mark. */
export function ApplyForElder() {
  const { elder = '' } = useAddress()
  const session = useFieldSession()
  const snapshot = useSnapshot(session)
  const card = cardOf(snapshot, elder)
  const schemes = itemsOf<Scheme[]>(snapshot.items, 'schemes')[0] ?? []
  const today = todayOf(generalOf(snapshot))
  const subject = `application:${elder}:${today}`
  const [draft, change] = useDraft<Draft>(subject, fresh)
  const [asked, setAsked] = useState(false)
  const [done, setDone] = useState(false)
  if (card === undefined)
    return (
      <Screen title="代办申请">
        <p>这位老人不在这台手机里。请先在“我的”里同步。</p>
      </Screen>
    )
  if (draft === undefined) return <Screen title="代办申请" loading />
  if (done)
    return (
      <Screen title="代办申请已写好">
        <div className="y-stack">
          <p>{card.name}的申请已存在手机里，有网时会自动上传。上传后的办件编号在“我的”里，请下次上门时告诉老人。</p>
          <p>不用手机也能办：老人可以打 12345，或到乡镇便民服务中心问进度。</p>
          <a className="y-button" data-kind="primary" href="/f">
            回到今日
          </a>
        </div>
      </Screen>
    )
  const problems = [
    ...(draft.known ? [] : ['known']),
    ...(draft.consent === '' ? ['consent'] : []),
    ...(draft.schemes.length === 0 ? ['schemes'] : []),
    ...(draft.phone === '' ? ['phone'] : []),
  ]
  const errorOf = (field: string, words: string) => (asked && problems.includes(field) ? words : undefined)
  const finish = async () => {
    setAsked(true)
    if (problems.length > 0 || draft.consent === '') return
    const content: FieldApplication = {
      elder: { district: card.district, id: card.elderId },
      schemes: draft.schemes,
      consent: { how: draft.consent, file: null },
      phoneIsHelpers: draft.phone === 'helper',
      note: draft.note,
    }
    await session.save({ kind: 'application', subject, content }, [], subject)
    void fieldApp.sync()
    setDone(true)
  }
  return (
    <Screen title="代办申请" problems={asked ? problems.length : 0}>
      <div className="y-stack">
        <p>
          <strong>{card.name}</strong> {ageOn(card.birthDate, today)} · {card.villageName} {card.address}
        </p>
        <Tiles
          many
          label="先核对是不是本人"
          options={[{ value: 'known', label: '看过身份证件，或我和村里干部都认识' }]}
          value={draft.known ? ['known'] : []}
          onChange={(value) => change({ known: value.length > 0 })}
          error={errorOf('known', '请先核对是不是本人。')}
        />
        <Notice tone="info">
          <p>把下面这段话念给老人听，老人同意了再往下办：</p>
          <p>
            <strong>{CONSENT}</strong>
          </p>
        </Notice>
        <Tiles
          label="老人怎样同意的"
          options={[
            { value: 'present', label: '当面口头同意' },
            { value: 'signed', label: '签字或按手印，纸由您保管' },
          ]}
          value={draft.consent}
          onChange={(value) => change({ consent: value as Draft['consent'] })}
          error={errorOf('consent', '没有同意不能申请，请选择。')}
        />
        <Tiles
          many
          label="申请哪些"
          options={schemes.map(({ id, title }) => ({ value: id, label: title }))}
          value={draft.schemes}
          onChange={(value) => change({ schemes: value })}
          error={errorOf('schemes', '请至少选一项。')}
        />
        <Tiles
          label="办理中怎么联系老人"
          options={[
            { value: 'own', label: '打老人或家属的电话（台账里的）' },
            { value: 'helper', label: '打我的电话，由我转告', note: '会注明这是助理的电话' },
            { value: 'none', label: '不打电话，下次上门告诉' },
          ]}
          value={draft.phone}
          onChange={(value) => change({ phone: value as Draft['phone'] })}
          error={errorOf('phone', '请选一种。')}
        />
        <TextField
          label="补充说明"
          optional
          kind="long"
          maxLength={500}
          value={draft.note}
          onChange={(note) => change({ note })}
        />
        <p>代办不收任何费用。</p>
        <Button kind="primary" onPress={() => void finish()}>
          保存申请
        </Button>
      </div>
    </Screen>
  )
}
