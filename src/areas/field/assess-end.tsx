import { useState } from 'react'
import { type Instrument, score } from '../../engines/instrument/index.ts'
import { Button } from '../../ui/button.tsx'
import { TextField, Tiles } from '../../ui/field.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import type { AssessmentRecord, AssessmentRecorded, FieldOrder } from '../assessment/contract.ts'
import { fieldApp } from './device/app.ts'
import { entryOn } from './month.tsx'
import type { Entry } from './protocol/device.ts'
import { useFieldSession, useSnapshot } from './use-field.tsx'
import { ENTRY_WORDS } from './words.ts'

/** After signing: the sum, and the level where no setting of the district is needed for it; the server's word when it has come. */
export function SheetDone({ entry, form }: { entry: Entry; form: Instrument | undefined }) {
  const { answers } = entry.record.content as AssessmentRecord
  const told = entry.detail as AssessmentRecorded | undefined
  const own = form === undefined ? undefined : score(form, answers)
  const total = told?.total ?? own?.total
  const level = told?.finalLevel ?? own?.finalLevel
  const words = told?.levels ?? form?.levels ?? []
  return (
    <Screen title="评估已签好">
      <div className="y-stack">
        <Status of={entry.state} words={ENTRY_WORDS} />
        {typeof total === 'number' && <p className="y-big">总分 {total}</p>}
        <p>
          {typeof level === 'number'
            ? `按评分和调整规则，等级是“${words[level] ?? level}”。第二位评估员确认并审核后生效。`
            : '等级要等上传后由服务器按本区的设置算出。'}
        </p>
        {told?.adjustments.map((each) => (
          <p key={each.rule}>调整：{each.label}</p>
        ))}
        <p>请当面把结果念给老人和家属听。不同意的，可以在进度查询里选“我有异议”，或打 12345，会换两位评估员再评。</p>
        <a className="y-button" data-kind="primary" href="/f">
          回到今日
        </a>
      </div>
    </Screen>
  )
}

/** The second assessor agrees or sends the sheet back, on their own account. */
export function ConfirmSheet({ order }: { order: FieldOrder }) {
  const session = useFieldSession()
  const snapshot = useSnapshot(session)
  const [agrees, setAgrees] = useState<'' | 'yes' | 'no'>('')
  const [note, setNote] = useState('')
  const subject = `confirmation:${order.assessmentId ?? ''}`
  const written = entryOn(snapshot, subject)
  const finish = async () => {
    const content = {
      district: order.district,
      assessmentId: order.assessmentId,
      agrees: agrees === 'yes',
      note,
      signedAt: new Date().toISOString(),
    }
    await session.save({ kind: 'confirmation', subject, content })
    void fieldApp.sync()
  }
  if (written !== undefined)
    return (
      <Screen title={`确认评估：${order.person.name}`}>
        <Status of={written.state} words={ENTRY_WORDS} />
      </Screen>
    )
  return (
    <Screen title={`确认评估：${order.person.name}`}>
      <div className="y-stack">
        <p>{order.first.name}已填好并签字。您是第二位评估员，请按您当时看到的情况确认。</p>
        <Tiles
          label="您的意见"
          options={[
            { value: 'yes', label: '同意这份评估' },
            { value: 'no', label: '不同意，退回重评' },
          ]}
          value={agrees}
          onChange={(value) => setAgrees(value as typeof agrees)}
        />
        {agrees === 'no' && (
          <TextField label="哪里不一样" kind="long" maxLength={300} value={note} onChange={setNote} />
        )}
        <Button kind="primary" unavailable={agrees === '' ? '先选意见' : undefined} onPress={() => void finish()}>
          签字确认
        </Button>
      </div>
    </Screen>
  )
}
