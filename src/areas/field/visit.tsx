import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useAddress, useUrlState } from '../../ui/url-state.ts'
import { fieldApp } from './device/app.ts'
import { type Fix, findPlace } from './device/place.ts'
import { DoorCard } from './door-card.tsx'
import { cardOf, entryOn, generalOf, housesOf, isDone, todayOf } from './month.tsx'
import { useDraft } from './use-draft.tsx'
import { useFieldSession, useSnapshot } from './use-field.tsx'
import { freshVisit, missingIn, recordOf, type VisitDraft } from './visit-draft.tsx'
import { FoundPart, NotSeenPart } from './visit-parts.tsx'

/** F03 巡访表单: seen or not, eight questions, what follows. Kept at each tap, finished without a network. */
export function VisitForm() {
  const { elder = '' } = useAddress()
  const [{ plan }] = useUrlState()
  const session = useFieldSession()
  const snapshot = useSnapshot(session)
  const general = generalOf(snapshot)
  const card = cardOf(snapshot, elder)
  const today = todayOf(general)
  const subject = plan ?? `elder:${elder}:${today}`
  const [draft, change] = useDraft<VisitDraft>(subject, freshVisit)
  const [fix, setFix] = useState<Fix>({ place: null, because: 'noFix' })
  const [asked, setAsked] = useState(false)
  const say = useToast()
  const navigate = useNavigate()
  useEffect(() => {
    void findPlace().then(setFix)
  }, [])
  const earlier = entryOn(snapshot, subject)
  if (card === undefined || general === undefined)
    return (
      <Screen title="巡访">
        <p>这位老人不在这台手机里，可能已不在您的辖区。请在“我的”里同步后再看。</p>
      </Screen>
    )
  if (draft === undefined) return <Screen title={card.name} loading />
  const problems = asked ? missingIn(draft, general.questions) : []
  const finish = async () => {
    setAsked(true)
    if (missingIn(draft, general.questions).length > 0) return
    const { clockOffset, id: device } = snapshot.device
    const content = recordOf(draft, { card, plan: plan ?? null, general, fix, device, clockOffset })
    const files = draft.photos.map(({ id, size, sha256 }) => ({ id, size, sha256, name: `${id}.jpg` }))
    if (earlier?.state === 'refused') await session.correct(earlier.record.id, content, files, subject)
    else await session.save({ kind: 'visit', subject, content }, files, subject)
    void fieldApp.sync()
    say('已存在手机里，有网时会自动上传。')
    const next = housesOf(session.snapshot()).find((house) => !isDone(house))
    await navigate({ href: next ? `/f/visit/${next.card.elderId}?plan=${next.visit.id}` : '/f' } as never)
  }
  return (
    <Screen title={card.name} problems={problems.length}>
      <div className="y-stack">
        <DoorCard card={card} today={today} />
        {earlier !== undefined && earlier.state !== 'refused' ? (
          <Written onAgain={() => change({ ...freshVisit(), again: true })} again={draft.again}>
            这一户已经写过，状态见“我的”。
          </Written>
        ) : null}
        {earlier?.message && <p role="alert">{earlier.message}</p>}
        {(earlier === undefined || earlier.state === 'refused' || draft.again) && (
          <>
            <Meeting draft={draft} change={change} />
            {draft.outcome === 'notSeen' && (
              <NotSeenPart draft={draft} change={change} problems={problems} duty={general.duty} card={card} />
            )}
            {draft.outcome !== '' && draft.outcome !== 'notSeen' && (
              <FoundPart draft={draft} change={change} problems={problems} general={general} card={card} />
            )}
            {draft.outcome !== '' && (
              <Button kind="primary" onPress={() => void finish()}>
                保存并下一户
              </Button>
            )}
            {problems.length > 0 && <p role="alert">还有 {problems.length} 处没有填，已在上面标出。</p>}
          </>
        )}
      </div>
    </Screen>
  )
}

function Written({ children, onAgain, again }: { children: string; onAgain: () => void; again: boolean }) {
  if (again) return <p>再访一次：会另存一条记录，原来的不改。</p>
  return (
    <div className="y-stack">
      <p>{children}</p>
      <Button onPress={onAgain}>再访一次</Button>
    </div>
  )
}

function Meeting({ draft, change }: { draft: VisitDraft; change: (part: Partial<VisitDraft>) => void }) {
  const pick = (outcome: VisitDraft['outcome']) =>
    change({ outcome, ...(draft.startedAt === '' ? { startedAt: new Date().toISOString() } : {}) })
  const gone = draft.outcome === 'died' || draft.outcome === 'movedAway'
  return (
    <div className="y-big-tiles">
      <Button pressed={draft.outcome === 'seen'} icon="person" onPress={() => pick('seen')}>
        见到本人
      </Button>
      <Button pressed={draft.outcome === 'notSeen'} icon="neutral" onPress={() => pick('notSeen')}>
        未见到
      </Button>
      <Button pressed={gone} icon="home" onPress={() => pick('movedAway')}>
        去世或搬走
      </Button>
      {gone && (
        <div className="y-row">
          <Button pressed={draft.outcome === 'movedAway'} onPress={() => pick('movedAway')}>
            已搬走
          </Button>
          <Button pressed={draft.outcome === 'died'} onPress={() => pick('died')}>
            已离世
          </Button>
        </div>
      )}
    </div>
  )
}
