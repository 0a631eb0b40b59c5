import type { FieldMonth, PersonCard, PlannedVisit } from '../visits/contract.ts'
import type { Snapshot } from './device/session.ts'
import type { Entry } from './protocol/device.ts'
import { itemsOf } from './use-field.tsx'

export type GeneralMonth = Omit<FieldMonth, 'visits' | 'people' | 'revision' | 'serverTime'>

/** A house of the month: the planned visit, its person, and what this device wrote about it. */
export type House = { readonly visit: PlannedVisit; readonly card: PersonCard; readonly entry: Entry | undefined }

export const generalOf = ({ items }: Snapshot): GeneralMonth | undefined => itemsOf<GeneralMonth>(items, 'month')[0]
export const cardsOf = ({ items }: Snapshot): PersonCard[] => itemsOf<PersonCard>(items, 'person')
export const cardOf = (snapshot: Snapshot, elder: string): PersonCard | undefined =>
  cardsOf(snapshot).find((card) => card.elderId === elder)

/** What was written on a subject and still counts. */
export const entryOn = ({ device }: Snapshot, subject: string): Entry | undefined =>
  device.entries.findLast(
    ({ record, state }) => record.subject === subject && state !== 'replaced' && state !== 'withdrawn',
  )

/** The houses of the month in the order of their days; who is done stands behind. */
export function housesOf(snapshot: Snapshot): House[] {
  const cards = new Map(cardsOf(snapshot).map((card) => [card.elderId, card]))
  return itemsOf<PlannedVisit>(snapshot.items, 'visit')
    .flatMap((visit) => {
      const card = cards.get(visit.elderId)
      return card === undefined || visit.state === 'cancelled'
        ? []
        : [{ visit, card, entry: entryOn(snapshot, visit.id) }]
    })
    .sort((a, b) => Number(isDone(a)) - Number(isDone(b)) || (a.visit.on < b.visit.on ? -1 : 1))
}

export const isDone = ({ visit, entry }: House): boolean =>
  visit.state === 'done' || (entry !== undefined && entry.state !== 'refused')

export const ageOn = (birthDate: string | null, today: string): string => {
  if (birthDate === null) return '年龄未采集'
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return `${today.slice(5) < birthDate.slice(5) ? years - 1 : years} 岁`
}

/** The day by the server's word where it is newer than the device's own. */
export const todayOf = (general: GeneralMonth | undefined): string => {
  const own = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())
  return general === undefined ? own : general.today > own ? general.today : own
}
