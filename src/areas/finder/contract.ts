import { z } from 'zod'
import { ROW_IDS, type RowId, SOURCES, type Source } from './words.ts'

const District = z.string().regex(/^[0-9a-z]{1,12}$/)
export const Key = z.object({ district: District, id: z.uuid() })

/** What is shown of a facility in a list. Sums are fen a month; null is 未公布. */
export const Place = z.object({
  district: z.string(),
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  kindWord: z.string(),
  township: z.string(),
  address: z.string().nullable(),
  phone: z.string().nullable(),
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  beds: z.int(),
  free: z.object({ all: z.int(), nursing: z.int(), dementia: z.int() }),
  /** The last daily report, an instant; null where there is none. */
  reportedAt: z.string().nullable(),
  /** Whether it is younger than 48 hours. */
  fresh: z.boolean(),
  basketFen: z.int().nullable(),
  rating: z.string().nullable(),
  hospital: z.string().nullable(),
  metres: z.int().nullable(),
  minutes: z.int().nullable(),
  example: z.boolean(),
})

export const FindQuery = z.object({
  district: District.default('500113'),
  kind: z.string().max(40).optional(),
  name: z.string().trim().max(40).optional(),
  free: z.enum(['any', 'nursing', 'dementia']).optional(),
  /** As it was typed: `三千五`. */
  budget: z.string().trim().max(20).optional(),
  rated: z.enum(['1']).optional(),
  hospital: z.enum(['1']).optional(),
  /** `longitude,latitude`. */
  near: z
    .string()
    .regex(/^\d{2,3}(\.\d{1,6})?,\d{1,2}(\.\d{1,6})?$/, '位置没有读懂，请在地图上点一下，或不填。')
    .optional(),
  by: z.enum(['walk', 'drive']).optional(),
  minutes: z.coerce.number().int().min(5).max(60).optional(),
})
export const Found = z.object({
  rows: z.array(Place),
  total: z.int(),
  /** Said on the page: there is no hidden order and nothing paid. */
  order: z.string(),
  estimate: z.string().nullable(),
  /** The condition that was left out because nothing was found with it. */
  loosened: z.string().nullable(),
  asOf: z.string(),
})

/** One fact with whose word it is and of which day; `text` null is 未公布. */
export const Cell = z.object({
  text: z.string().nullable(),
  source: z.enum(Object.keys(SOURCES) as [Source, ...Source[]]).nullable(),
  on: z.string().nullable(),
})
export const Cells = z.record(z.enum(ROW_IDS as unknown as [RowId, ...RowId[]]), Cell)
const Told = z.object({ says: z.string(), on: z.string() })
export const Detail = z.object({
  place: Place,
  cells: Cells,
  inspections: z.array(Told),
  penalties: z.array(Told),
  /** How many wait; null where the place keeps no list. */
  waiting: z.int().nullable(),
  more: z.array(z.object({ label: z.string(), cell: Cell })),
})
export const Compared = z.object({ places: z.array(z.object({ place: Place, cells: Cells })), asOf: z.string() })
export const CompareQuery = z.object({ ids: z.string().max(300) })

export const PublicQueue = z.object({
  name: z.string(),
  grouped: z.boolean(),
  order: z.array(z.string()),
  clauses: z.array(z.string()),
  unset: z.boolean(),
  places: z.array(
    z.object({ place: z.int(), number: z.string(), name: z.string(), group: z.int(), waitingDays: z.int() }),
  ),
  asOf: z.string(),
})

export const NewTour = z.object({
  facility: Key,
  day: z.iso.date('请选择参观的日子。'),
  half: z.enum(['morning', 'afternoon'], '请选择上午或下午。'),
  people: z.int().min(1, '至少 1 位。').max(6, '一次最多 6 位，人多请打电话。'),
  name: z.string().trim().min(1, '请填写联系人姓名。').max(30, '姓名不超过 30 个字。'),
  phone: z
    .string()
    .trim()
    .regex(/^[0-9+ -]{7,20}$/, '请填写能打通的电话号码。'),
})
export const TourKey = z.object({ number: z.string().trim().min(4).max(20), code: z.string().trim().max(12) })
const tour = {
  number: z.string(),
  day: z.string(),
  half: z.enum(['morning', 'afternoon']),
  people: z.int(),
  state: z.enum(['asked', 'agreed', 'declined', 'withdrawn']),
  answer: z.string().nullable(),
}
export const TourTold = z.object({
  ...tour,
  facility: z.string(),
  phone: z.string().nullable(),
  code: z.string().nullable(),
})
export const TourRow = z.object({
  ...tour,
  district: z.string(),
  id: z.string(),
  facility: z.string(),
  name: z.string(),
  phone: z.string(),
})
export const Tours = z.object({ rows: z.array(TourRow) })
export const AnswerTour = z.object({
  agree: z.boolean(),
  answer: z.string().trim().max(200, '不超过 200 字。').optional(),
})

export const NewDisclosure = z.object({
  facility: Key,
  kind: z.string().max(20),
  says: z.string().trim().min(1, '请写下要公布的内容。').max(300, '不超过 300 字。'),
  on: z.iso.date('请填写是哪一天的情况。'),
})
export const Done = z.object({ done: z.boolean() })

export type Place = z.infer<typeof Place>
export type FindQuery = z.infer<typeof FindQuery>
export type Found = z.infer<typeof Found>
export type Cell = z.infer<typeof Cell>
export type Cells = z.infer<typeof Cells>
export type Detail = z.infer<typeof Detail>
export type Compared = z.infer<typeof Compared>
export type PublicQueue = z.infer<typeof PublicQueue>
export type NewTour = z.infer<typeof NewTour>
export type TourTold = z.infer<typeof TourTold>
export type TourRow = z.infer<typeof TourRow>
export type Tours = z.infer<typeof Tours>
export type NewDisclosure = z.infer<typeof NewDisclosure>
