import { useState } from 'react'
import { type Instrument, itemsOf } from '../../engines/instrument/index.ts'
import { Button } from '../../ui/button.tsx'
import { TextField, Tiles } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { FieldOrder } from '../assessment/contract.ts'
import { IDENTITY_CHECKS, INFORMANT_RELATIONS } from '../assessment/words.ts'
import { openItems, type SheetDraft } from './assess-draft.tsx'
import { PhotoField } from './photo-field.tsx'
import { SignaturePad } from './signature-pad.tsx'

type Part = { draft: SheetDraft; change: (part: Partial<SheetDraft>) => void }

const choicesOf = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** Who it is, who tells, which medicines: before the first item. */
export function BeforeItems({ order, draft, change, onNext }: Part & { order: FieldOrder; onNext: () => void }) {
  const [asked, setAsked] = useState(false)
  const { person } = order
  const problems = {
    identityCheck: draft.identityCheck === '' ? '请核对身份后再评估。' : undefined,
    informant: draft.informant.trim() === '' ? '请填写由谁提供情况。' : undefined,
    relation: draft.relation === '' ? '请选择和老人的关系。' : undefined,
  }
  const next = () => {
    setAsked(true)
    if (Object.values(problems).every((each) => each === undefined)) onNext()
  }
  return (
    <>
      <section className="y-card y-stack-tight" aria-label="老人">
        <p>
          {person.name} · {person.birthDate ?? '出生日期未采集'} · 证件 {person.idMasked ?? '未采集'}
        </p>
        <p>
          {person.placeName} {person.address ?? '住址未采集'}
        </p>
        <p>
          {order.number}，与{order.second.name}一起评估
        </p>
        {order.last && <p>上次评估 {order.last.on}，评完后可比较</p>}
        {person.phones.map((phone) => (
          <a key={phone.number} className="y-button" href={`tel:${phone.number}`}>
            打给{phone.holder ?? '老人'}
          </a>
        ))}
      </section>
      <Tiles
        label="怎样核对的身份"
        options={choicesOf(IDENTITY_CHECKS)}
        value={draft.identityCheck}
        onChange={(value) => change({ identityCheck: value as SheetDraft['identityCheck'] })}
        error={asked ? problems.identityCheck : undefined}
      />
      <TextField
        label="谁提供的情况"
        hint="老人本人能说清楚的，填老人姓名"
        value={draft.informant}
        maxLength={100}
        onChange={(informant) => change({ informant })}
        error={asked ? problems.informant : undefined}
      />
      <Tiles
        label="和老人的关系"
        options={choicesOf(INFORMANT_RELATIONS)}
        value={draft.relation}
        onChange={(value) => change({ relation: value as SheetDraft['relation'] })}
        error={asked ? problems.relation : undefined}
      />
      <TextField
        label="在吃的药"
        optional
        value={draft.medicines}
        maxLength={500}
        onChange={(medicines) => change({ medicines })}
      />
      <Button kind="primary" onPress={next}>
        开始评估
      </Button>
    </>
  )
}

/** After the items: what was left open, and what the rules of adjustment ask. */
export function AfterItems({ form, draft, change }: Part & { form: Instrument }) {
  const open = openItems(form, draft)
  const codes = itemsOf(form).map((item) => item.code)
  const kinds = form.circumstances?.find((each) => each.kind === 'counts')?.kinds ?? []
  if (open.length > 0)
    return (
      <Notice tone="warn">
        <p>还有 {open.length} 项待定，点一项去选。全部选完才能签字。</p>
        <div className="y-wide-buttons">
          {open.map((item) => (
            <Button key={item.code} onPress={() => change({ at: codes.indexOf(item.code) })}>
              {item.label}
            </Button>
          ))}
        </div>
      </Notice>
    )
  return (
    <>
      <Tiles
        label="是否昏迷"
        options={[
          { value: 'no', label: '没有昏迷' },
          { value: 'yes', label: '处于昏迷状态' },
        ]}
        value={draft.coma}
        onChange={(value) => change({ coma: value as SheetDraft['coma'] })}
      />
      <TextField
        label="确诊的疾病代码"
        optional
        hint="按病历上的 ICD-10 代码填，多个用逗号隔开，例如 F03"
        value={draft.diagnoses}
        onChange={(diagnoses) => change({ diagnoses })}
      />
      {kinds.map(({ code, label }) => (
        <TextField
          key={code}
          label={`近 30 天${label}`}
          kind="digits"
          unit="次"
          value={draft.events[code] === undefined ? '0' : String(draft.events[code])}
          onChange={(text) =>
            change({ events: { ...draft.events, [code]: Math.min(99, Number(text.replaceAll(/\D/g, '')) || 0) } })
          }
        />
      ))}
      <Button
        kind="primary"
        unavailable={draft.coma === '' ? '先选是否昏迷' : undefined}
        onPress={() => change({ at: 'sign' })}
      >
        去签字
      </Button>
    </>
  )
}

/** Elder or family and the first assessor sign here; the second one confirms in a session of their own. */
export function SignSheet({ order, draft, change, onDone }: Part & { order: FieldOrder; onDone: () => void }) {
  const ready = draft.elderSigned !== undefined && draft.ownSigned !== undefined
  return (
    <>
      <Notice tone="info">
        <p>签字后不能再改。要改只能重新评估，或由审核人员按差错处理。</p>
      </Notice>
      <SignaturePad
        label="老人或家属签字"
        signed={draft.elderSigned}
        onChange={(elderSigned) => change({ elderSigned })}
      />
      <SignaturePad
        label={`评估员 ${order.first.name} 签字`}
        signed={draft.ownSigned}
        onChange={(ownSigned) => change({ ownSigned })}
      />
      <PhotoField
        photos={draft.photos}
        most={4}
        hint="评估现场或材料，不必拍脸"
        onChange={(photos) => change({ photos })}
      />
      <p>{order.second.name}会用自己的账号确认，一个人不能替两个人签。</p>
      <Button kind="primary" unavailable={ready ? undefined : '两处都要签字'} onPress={onDone}>
        签好，保存评估
      </Button>
    </>
  )
}
