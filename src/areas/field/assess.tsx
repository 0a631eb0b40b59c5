import { useEffect, useState } from 'react'
import type { Instrument } from '../../engines/instrument/index.ts'
import { Button } from '../../ui/button.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useAddress } from '../../ui/url-state.ts'
import type { FieldOrder, FieldOrders } from '../assessment/contract.ts'
import { freshSheet, openItems, type SheetDraft, sheetOf } from './assess-draft.tsx'
import { ConfirmSheet, SheetDone } from './assess-end.tsx'
import { AssessItem } from './assess-item.tsx'
import { AfterItems, BeforeItems, SignSheet } from './assess-parts.tsx'
import { fieldApp } from './device/app.ts'
import { type Fix, findPlace } from './device/place.ts'
import { entryOn } from './month.tsx'
import { useDraft } from './use-draft.tsx'
import { itemsOf, useFieldSession, useSnapshot } from './use-field.tsx'

type Forms = Pick<FieldOrders, 'instruments' | 'limits'>

/** F04 能力评估: the downloaded order, one item on a screen, kept at each tap. The level is not shown while answers are being given. */
export function AssessForm() {
  const { order: id = '' } = useAddress()
  const snapshot = useSnapshot(useFieldSession())
  const order = itemsOf<FieldOrder>(snapshot.items, 'order').find((each) => each.id === id)
  const forms = itemsOf<Forms>(snapshot.items, 'forms')[0]
  const form = forms?.instruments.find((each) => each.digest === order?.instrument.digest)?.form as
    | Instrument
    | undefined
  const written = entryOn(snapshot, id)
  if (written !== undefined && written.state !== 'refused') return <SheetDone entry={written} form={form} />
  if (order === undefined || forms === undefined || form === undefined)
    return (
      <Screen title="能力评估">
        <p>这份评估单不在这台手机里。请在“我的”里同步；仍没有，请联系评估机构。</p>
      </Screen>
    )
  if (order.waitsFor === 'confirm') return <ConfirmSheet order={order} />
  return <Filling order={order} form={form} refused={written?.message} />
}

function Filling({ order, form, refused }: { order: FieldOrder; form: Instrument; refused: string | undefined }) {
  const session = useFieldSession()
  const snapshot = useSnapshot(session)
  const [draft, change] = useDraft<SheetDraft>(order.id, freshSheet)
  const [fix, setFix] = useState<Fix>({ place: null, because: 'noFix' })
  useEffect(() => {
    void findPlace().then(setFix)
  }, [])
  if (draft === undefined) return <Screen title="能力评估" loading />
  const count = form.sections.reduce((sum, section) => sum + section.items.length, 0)
  const finish = async () => {
    const { clockOffset, id: device } = snapshot.device
    const content = sheetOf(draft, { order, fix, device, clockOffset })
    const files = content.attachments.map(({ id, sha256, bytes, kind }) => ({
      id,
      sha256,
      size: bytes,
      name: kind === 'signature' ? `${id}.png` : `${id}.jpg`,
    }))
    const before = entryOn(snapshot, order.id)
    if (before?.state === 'refused') await session.correct(before.record.id, content, files, order.id)
    else await session.save({ kind: 'assessment', subject: order.id, content }, files, order.id)
    void fieldApp.sync()
  }
  if (typeof draft.at === 'number')
    return (
      <AssessItem
        key={draft.at}
        form={form}
        at={draft.at}
        draft={draft}
        change={change}
        onEnd={() => change({ at: 'after' })}
      />
    )
  return (
    <Screen title={`能力评估：${order.person.name}`}>
      <div className="y-stack">
        {refused && <p role="alert">{refused}</p>}
        {draft.at === 'before' && (
          <BeforeItems
            order={order}
            draft={draft}
            change={change}
            onNext={() => change({ at: 0, startedAt: draft.startedAt || new Date().toISOString() })}
          />
        )}
        {draft.at === 'after' && <AfterItems form={form} draft={draft} change={change} />}
        {draft.at === 'sign' && <SignSheet order={order} draft={draft} change={change} onDone={() => void finish()} />}
        {draft.at !== 'before' && (
          <p>
            已答 {count - openItems(form, draft).length}/{count}
          </p>
        )}
        {draft.at !== 'before' && (
          <Button onPress={() => change({ at: draft.at === 'sign' ? 'after' : count - 1 })}>上一步</Button>
        )}
      </div>
    </Screen>
  )
}
