import type { PersonCard } from '../visits/contract.ts'
import { NEEDS } from '../visits/words.ts'
import { ageOn } from './month.tsx'

const DOOR: readonly (readonly [keyof PersonCard['door'], string])[] = [
  ['hearing', '听力'],
  ['dog', '狗'],
  ['keyHolder', '钥匙在'],
  ['path', '路'],
  ['bestTime', '在家时间'],
  ['remark', '备注'],
]

/** Who lives here and what to know at the door; numbers are shown masked and can be called. */
export function DoorCard({ card, today }: { card: PersonCard; today: string }) {
  const known = DOOR.flatMap(([field, label]) => {
    const value = card.door[field]
    return typeof value === 'string' && value !== '' ? [`${label}：${value}`] : []
  })
  const open = card.promised.filter((each) => each.state !== 'done')
  return (
    <section className="y-card y-stack" aria-label="老人">
      <p>
        {ageOn(card.birthDate, today)} · {card.villageName} {card.address ?? '住址未采集'}
      </p>
      {card.because.length > 0 && (
        <ul className="y-marks">
          {card.because.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      {known.length > 0 && (
        <p>
          <strong>{known.join('；')}</strong>
        </p>
      )}
      <p>
        {card.last === null
          ? '以前没有巡访记录'
          : `上次 ${card.last.on}${card.last.nextSteps === '' ? '' : `，下一步：${card.last.nextSteps}`}`}
      </p>
      {open.map((each) => (
        <p key={each.referral}>
          上次答应（{NEEDS[each.kind]}）：{each.words}
          {each.dueOn === null ? '' : `，${each.dueOn} 前`}
        </p>
      ))}
      {card.phones.map((phone) => (
        <p key={`${phone.kind}-${phone.masked}`}>
          {phone.holder ?? '电话'}
          {phone.relation === null ? '' : `（${phone.relation}）`}{' '}
          {phone.number === null ? (
            phone.masked
          ) : (
            <a className="y-button" href={`tel:${phone.number}`}>
              打 {phone.masked}
            </a>
          )}
        </p>
      ))}
    </section>
  )
}
