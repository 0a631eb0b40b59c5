import type { Score } from '../../engines/instrument/index.ts'
import { type Instrument, itemsOf } from '../../engines/instrument/index.ts'
import type { AssessmentRecord } from './field-contract.ts'

/** What is known beside the sheet when it arrives. */
export type Arrival = {
  readonly receivedAt: Date
  readonly home: { readonly lng: number; readonly lat: number } | null
  readonly certified: { readonly first: boolean; readonly second: boolean }
}

/** Fewer minutes for a whole form than reading it aloud takes. */
const HASTY_MINUTES = 5
const ALL_BEST_MINUTES = 3
const FAR_METRES = 500
const CLOCK_MINUTES = 10

/** Pairs of GB/T 42195 that can hardly be true together: whoever does the one alone does not depend on others for what it takes. */
const CONTRADICTIONS: readonly { able: string; unable: string; words: string }[] = [
  { able: 'B.2.3', unable: 'B.2.2', words: '能独立行走，却不能从床上转移到椅子' },
  { able: 'B.2.4', unable: 'B.2.3', words: '能上下楼梯，却不能平地行走' },
  { able: 'B.2.2', unable: 'B.2.1', words: '能独立从床转移到椅子，却不能在床上变换体位' },
  { able: 'B.3.6', unable: 'B.3.5', words: '表达完全正常，却不能理解' },
  { able: 'B.4.4', unable: 'B.2.3', words: '能独自乘车外出，却不能行走' },
]

/**
 * What a reviewer should ask the assessors about, each as a sentence. Questions, never findings: there may be a good answer to any of them,
 * and nothing is refused for it.
 */
export function askReviewer(record: AssessmentRecord, form: Instrument, score: Score, at: Arrival): string[] {
  const asked: string[] = []
  const started = Date.parse(record.startedAt)
  const finished = Date.parse(record.finishedAt)
  const minutes = (finished - started) / 60_000
  const best = itemsOf(form).every(
    (item) => record.answers.items[item.code] === Math.max(...item.options.map((option) => option.points)),
  )
  if (best && minutes < ALL_BEST_MINUTES) asked.push(`全部为最高分，用时不到 ${ALL_BEST_MINUTES} 分钟`)
  else if (minutes < HASTY_MINUTES) asked.push(`整份评估用时不到 ${HASTY_MINUTES} 分钟`)
  const noted = new Set(record.notes.map((note) => note.item))
  if (form.id === 'gbt42195')
    for (const { able, unable, words } of CONTRADICTIONS) {
      const most = Math.max(
        ...itemsOf(form).flatMap((item) => (item.code === able ? item.options.map((option) => option.points) : [])),
      )
      if (record.answers.items[able] === most && record.answers.items[unable] === 0 && !noted.has(unable))
        asked.push(words)
    }
  const ahead = finished - (record.device.clockOffset ?? 0) - at.receivedAt.getTime()
  if (ahead > CLOCK_MINUTES * 60_000) asked.push('设备时间比服务器快，完成时间存疑')
  if (record.place === null && record.noPlaceBecause !== 'office') asked.push('没有记录到现场位置')
  else if (record.place !== null && at.home !== null && record.placeKind === 'home') {
    const metres = Math.round(distance(record.place, at.home) - record.place.accuracy)
    if (metres > FAR_METRES) asked.push(`记录位置离登记住址约 ${metres} 米`)
  }
  const signed = new Set(record.attachments.filter((each) => each.kind === 'signature').map((each) => each.whose))
  if (!signed.has('firstAssessor')) asked.push('没有主评估员签名')
  if (!signed.has('elder') && !signed.has('informant')) asked.push('没有老人或信息提供者签名')
  if (!record.attachments.some((each) => each.kind === 'photo')) asked.push('没有现场照片')
  if (!at.certified.first) asked.push('主评估员的证书在评估当天不在有效期内')
  if (!at.certified.second) asked.push('第二评估员的证书在评估当天不在有效期内')
  if (score.ignored.length > 0) asked.push(`答卷里有评估表没有的内容：${score.ignored.slice(0, 3).join('、')}`)
  return asked
}

/** Metres between two points on the sphere. */
function distance(a: { lng: number; lat: number }, b: { lng: number; lat: number }): number {
  const rad = Math.PI / 180
  const dLat = (b.lat - a.lat) * rad
  const dLng = (b.lng - a.lng) * rad
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLng / 2) ** 2
  return 12_742_000 * Math.asin(Math.sqrt(h))
}
