import { useState } from 'react'
import { TextField } from '../../ui/field.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { ageOn, cardsOf, generalOf, type House, housesOf, isDone, todayOf } from './month.tsx'
import { AssessmentList } from './orders.tsx'
import { useFieldSession, useSnapshot, useSyncState } from './use-field.tsx'
import { ENTRY_WORDS } from './words.ts'

/** F01 今日: what is due, what was promised, and whether all of it is on this device. */
export function Today() {
  const session = useFieldSession()
  const snapshot = useSnapshot(session)
  const { running } = useSyncState()
  const general = generalOf(snapshot)
  const today = todayOf(general)
  const houses = housesOf(snapshot)
  const open = houses.filter((house) => !isDone(house))
  const due = open.filter((house) => house.visit.on <= today)
  const first = due[0] ?? open[0]
  const downloading = snapshot.lastSync === 0
  return (
    <Screen title="今日" loading={downloading && running} loadingWords="正在下载您辖区的资料">
      <div className="y-stack">
        {downloading ? (
          <p>还没有下载资料。请到有网络的地方，在“我的”里按“立即同步”。</p>
        ) : (
          <p>
            {general !== undefined && `本月 ${houses.length} 户，还有 ${open.length} 户。`}资料已下载，没有网络也能用。
            {snapshot.leftOut > 0 && `辖区人多，还有 ${snapshot.leftOut} 位没有存到手机里。`}
          </p>
        )}
        {first && (
          <a className="y-button" data-kind="primary" href={`/f/visit/${first.card.elderId}?plan=${first.visit.id}`}>
            开始：{first.card.name}
          </a>
        )}
        <AssessmentList snapshot={snapshot} today={today} />
        {general !== undefined && houses.length === 0 && (
          <Empty words="本月没有给您安排巡访。辖区的老人可以在下面查找。" />
        )}
        <HouseList title={`今天要访 ${due.length} 户`} houses={due} today={today} />
        <HouseList
          title={`本月以后 ${open.length - due.length} 户`}
          houses={open.filter((each) => !due.includes(each))}
          today={today}
        />
        <HouseList title={`已访 ${houses.length - open.length} 户`} houses={houses.filter(isDone)} today={today} />
        {general !== undefined && <Finder />}
      </div>
    </Screen>
  )
}

function HouseList({ title, houses, today }: { title: string; houses: readonly House[]; today: string }) {
  if (houses.length === 0) return null
  return (
    <section className="y-stack" aria-label={title}>
      <h2>{title}</h2>
      <ul className="y-stack">
        {houses.map((house) => (
          <li key={house.visit.id}>
            <HouseRow house={house} today={today} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function HouseRow({ house, today }: { house: House; today: string }) {
  const { card, visit, entry } = house
  const promised = card.promised.filter((each) => each.state === 'taken' || each.state === 'waiting')
  return (
    <a className="y-house" href={`/f/visit/${card.elderId}?plan=${visit.id}`} data-done={isDone(house) || undefined}>
      <span className="y-row y-spread">
        <strong>{card.name}</strong>
        <span>
          {ageOn(card.birthDate, today)} · {visit.on.slice(5)}
        </span>
      </span>
      <span className="y-tile-note">
        {card.villageName} {card.address ?? '住址未采集'}
      </span>
      {card.because.length > 0 && <span className="y-marks">{card.because.join(' · ')}</span>}
      {promised.map((each) => (
        <span className="y-tile-note" key={each.referral}>
          上次答应：{each.words}
        </span>
      ))}
      {visit.attempts > 0 && entry === undefined && <span>上次没有见到（第 {visit.attempts} 次）</span>}
      {entry && <Status of={entry.state} words={ENTRY_WORDS} />}
    </a>
  )
}

const MOST_FOUND = 8

/** Anybody of one's own villages, without a network. */
export function Finder({ hrefOf = (elder) => `/f/visit/${elder}` }: { hrefOf?: (elder: string) => string }) {
  const snapshot = useSnapshot(useFieldSession())
  const [typed, setTyped] = useState('')
  const words = typed.trim()
  const today = todayOf(generalOf(snapshot))
  const found =
    words === '' ? [] : cardsOf(snapshot).filter((card) => card.name.includes(words) || card.address?.includes(words))
  return (
    <section className="y-stack" aria-label="找辖区的老人">
      <TextField label="找辖区的老人" hint="姓名或住址中的字" value={typed} onChange={setTyped} />
      {words !== '' && found.length === 0 && <p>手机里没有找到。请核对字，或联网后再同步一次。</p>}
      <ul className="y-stack">
        {found.slice(0, MOST_FOUND).map((card) => (
          <li key={card.elderId}>
            <a className="y-house" href={hrefOf(card.elderId)}>
              <strong>{card.name}</strong> {ageOn(card.birthDate, today)}
              <span className="y-tile-note">
                {card.villageName} {card.address ?? '住址未采集'}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {found.length > MOST_FOUND && <p>还有 {found.length - MOST_FOUND} 位，请多输入几个字。</p>}
    </section>
  )
}
