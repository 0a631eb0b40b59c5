import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Refusal } from '../../ui/refusal.ts'
import { Refused, Screen } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { ConflictCard } from './conflict-card.tsx'
import { fieldApp } from './device/app.ts'
import { generalOf } from './month.tsx'
import { type Entry, unsent } from './protocol/device.ts'
import { sayEntry, sayTime } from './say-entry.tsx'
import { useFieldSession, usePhase, useSnapshot, useSyncState } from './use-field.tsx'
import { ENTRY_WORDS } from './words.ts'

/** F06 同步箱: each item's state in words, conflicts with both sides, the store of this device. */
export function SyncBox() {
  const session = useFieldSession()
  const snapshot = useSnapshot(session)
  const { running, online, signedOut, trouble } = useSyncState()
  const phase = usePhase()
  const { device, files, lastSync } = snapshot
  const shown = device.entries.filter((each) => each.record.kind !== 'decision').reverse()
  const conflicts = shown.filter((each) => each.state === 'conflict')
  const photos = files.filter((each) => !each.done)
  const people = snapshot.items.filter((item) => item.kind === 'person').length
  return (
    <Screen title="我的">
      <div className="y-stack">
        <p>
          {phase.at === 'open' && `${phase.plain.who} · ${phase.plain.name}`}
          <br />
          上次同步：{lastSync === 0 ? '还没有' : sayTime(lastSync)}
        </p>
        {signedOut && <SignInAgain />}
        {!signedOut && (!online || trouble !== undefined) && <p>现在没有网络，内容已存在手机里，有网时会自动上传。</p>}
        <Button kind="primary" icon="upload" busy={running} onPress={() => void fieldApp.sync()}>
          {running ? '正在同步' : '立即同步'}
        </Button>
        {conflicts.map((entry) => (
          <ConflictCard key={entry.record.id} entry={entry} questions={generalOf(snapshot)?.questions} />
        ))}
        <section className="y-stack" aria-labelledby="items">
          <h2 id="items">
            记录 {shown.length} 条，照片 {files.length} 张
          </h2>
          {shown.length === 0 && <p>还没有记录。保存的巡访、评估和申请会列在这里。</p>}
          {photos.length > 0 && <p>还有 {photos.length} 张照片没有传完，断了会接着传。</p>}
          <ul className="y-stack">
            {shown.map((entry) => (
              <li key={entry.record.id}>
                <OneEntry entry={entry} nameOf={(elder) => nameOf(snapshot.items, elder)} />
              </li>
            ))}
          </ul>
        </section>
        <Storage people={people} leftOut={snapshot.leftOut} />
        <Button onPress={() => fieldApp.lock()}>锁上</Button>
        <EmptyDevice waiting={unsent(device) + photos.length + conflicts.length} />
      </div>
    </Screen>
  )
}

function nameOf(items: readonly { kind: string; person: string; content: unknown }[], elder: string): string {
  const card = items.find((item) => item.person === elder && item.kind === 'person')?.content as
    | { name?: string }
    | undefined
  return card?.name ?? '不在本机的老人'
}

function OneEntry({ entry, nameOf: name }: { entry: Entry; nameOf: (elder: string) => string }) {
  const { record, state, message } = entry
  const said = sayEntry(entry)
  const again = state === 'refused' && record.kind === 'visit' ? hrefOf(record.subject, said.elder) : undefined
  return (
    <div className="y-card y-stack-tight">
      <div className="y-row y-spread">
        <strong>
          {said.kind}：{said.elder === '' ? '' : name(said.elder)}
        </strong>
        <Status of={state} words={ENTRY_WORDS} />
      </div>
      <p className="y-meta">{sayTime(record.madeAt)}</p>
      {message !== undefined && state === 'refused' && <p role="alert">{message}</p>}
      {said.lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {again && (
        <a className="y-button" href={again}>
          打开修改
        </a>
      )}
    </div>
  )
}

const hrefOf = (subject: string, elder: string): string =>
  subject.startsWith('elder:') ? `/f/visit/${elder}` : `/f/visit/${elder}?plan=${subject}`

function SignInAgain() {
  const [refusal, setRefusal] = useState<Refusal>()
  const renew = async () => {
    const answer = await fieldApp.renew()
    if (!answer.ok) setRefusal(answer.refusal)
  }
  return (
    <Notice tone="warn">
      <p>这台手机的登录已到期，填的内容都在。请登录账号后按“接着用”。</p>
      {refusal && <Refused refusal={refusal} />}
      <div className="y-row">
        <a className="y-button" href="/signin?to=/f/sync">
          登录账号
        </a>
        <Button onPress={() => void renew()}>接着用</Button>
      </div>
    </Notice>
  )
}

const NEARLY_FULL = 0.8

function Storage({ people, leftOut }: { people: number; leftOut: number }) {
  const [estimate, setEstimate] = useState<StorageEstimate>()
  useEffect(() => {
    void navigator.storage?.estimate?.().then(setEstimate)
  }, [])
  const { usage = 0, quota = 0 } = estimate ?? {}
  const full = quota > 0 && usage / quota > NEARLY_FULL
  return (
    <section className="y-stack" aria-labelledby="store">
      <h2 id="store">这台手机</h2>
      <p>
        存了 {people} 位老人的资料{leftOut > 0 ? `，另有 ${leftOut} 位超出上限没有存` : ''}。占用{' '}
        {(usage / 1024 / 1024).toFixed(1)} MB。
      </p>
      {full && (
        <Notice tone="warn">
          <p>手机空间快满了。请先联网上传，再删掉不用的照片或应用。</p>
        </Notice>
      )}
    </section>
  )
}

function EmptyDevice({ waiting }: { waiting: number }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button
        kind="danger"
        unavailable={waiting > 0 ? `还有 ${waiting} 项没有上传或没有处理` : undefined}
        onPress={() => setAsking(true)}
      >
        清空这台手机
      </Button>
      {asking && (
        <Dialog title="清空这台手机" act="清空" onAct={() => void fieldApp.empty()} onClose={() => setAsking(false)}>
          <p>手机里的老人资料会全部清除，不影响已上传的记录。再用要联网登录。</p>
        </Dialog>
      )}
    </>
  )
}
