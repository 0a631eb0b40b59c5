/** What crosses the wire of the lists: shared by the server and the screens. Sums are whole fen, days `2026-11-01`. */
import { z } from 'zod'
import { isDay } from '../../platform/clock/day.ts'

const Day = z.string().refine(isDay, '请填写日历上存在的日期，格式为 2026-11-01。')
const Value = z.union([z.string(), z.number(), z.boolean(), z.null()])
const Values = z.record(z.string(), Value)

export const FieldView = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(['text', 'integer', 'number', 'fen', 'day', 'yesNo', 'choice']),
  unit: z.string().nullable(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
  required: z.boolean(),
  public: z.boolean(),
  clause: z.string().nullable(),
})
export type FieldView = z.infer<typeof FieldView>

export const ListView = z.object({
  id: z.string(),
  title: z.string(),
  unit: z.string(),
  about: z.string(),
  clauses: z.array(z.string()),
  nameLabel: z.string(),
  place: z.enum(['district', 'township']),
  ofFacility: z.boolean(),
  ofOrganisation: z.boolean(),
  isPublic: z.boolean(),
  fields: z.array(FieldView),
  /** Whether the caller may add to it at all; where, the server decides by the place. */
  mayWrite: z.boolean(),
})
export type ListView = z.infer<typeof ListView>

/** A list with what the caller sees of it today. */
export const ListCount = ListView.extend({ entries: z.int(), capped: z.boolean() })
export type ListCount = z.infer<typeof ListCount>

export const EntryView = z.object({
  district: z.string(),
  entry: z.string(),
  version: z.string(),
  name: z.string(),
  township: z.string().nullable(),
  village: z.string().nullable(),
  placeName: z.string(),
  facility: z.string().nullable(),
  facilityName: z.string().nullable(),
  organisation: z.string().nullable(),
  values: Values,
  from: z.string(),
  to: z.string().nullable(),
  recordedAt: z.string(),
  recordedBy: z.string(),
  source: z.string(),
  example: z.boolean(),
  superseded: z.boolean(),
})
export type EntryView = z.infer<typeof EntryView>

export const EntryPage = z.object({
  list: ListView,
  rows: z.array(EntryView),
  next: z.string().nullable(),
  count: z.object({ total: z.int(), capped: z.boolean() }).optional(),
})
export const EntryQuery = z.looseObject({
  q: z.string().max(60).optional(),
  /** A district, township or village by its key. */
  area: z.string().max(20).optional(),
  facility: z.uuid().optional(),
  on: Day.optional(),
  after: z
    .string()
    .max(300)
    .regex(/^\d{6}\|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\|/)
    .optional(),
})

export const EntryRecord = z.object({
  list: ListView,
  /** What it says on the day asked for; null where it does not hold then. */
  entry: EntryView.nullable(),
  history: z.array(EntryView),
  mayWrite: z.boolean(),
})

const what = {
  name: z.string().trim().min(2, '名称至少 2 个字。').max(120, '名称请不超过 120 字。'),
  /** A district, township or village; left out where the facility says it. */
  place: z.string().max(20).nullish(),
  facility: z.uuid().nullish(),
  organisation: z.string().trim().max(40).nullish(),
  values: Values,
  from: Day,
  source: z.string().trim().min(2, '请写明依据，例如文件、现场核实。').max(200, '依据请不超过 200 字。'),
}
export const NewEntry = z.object(what)
export type NewEntry = z.infer<typeof NewEntry>
export const ChangedEntry = z.object({ ...what, expected: z.uuid().optional() })
export const EndedEntry = z.object({ from: Day, source: what.source, expected: z.uuid().optional() })
export const Done = z.object({ changed: z.boolean() })

export const SheetQuery = z.object({
  in: z.string().max(20),
  commit: z.enum(['true', 'false']).default('false'),
  from: Day.optional(),
  name: z.string().max(200).default(''),
})
export const SheetReport = z.object({
  rows: z.int(),
  valid: z.int(),
  errors: z.array(
    z.object({
      row: z.int(),
      column: z.string().nullable(),
      code: z.string(),
      class: z.enum(['block', 'confirm']),
      message: z.string(),
    }),
  ),
  unmappedColumns: z.array(z.string()),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
})
export type SheetReport = z.infer<typeof SheetReport>

export const OpenList = z.object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  entries: z.int(),
  capped: z.boolean(),
  data: z.string(),
  dictionary: z.string(),
})

const at = (path: string) => `/api/lists${path}`
export const listLists = { method: 'get', path: at(''), response: z.array(ListCount) } as const
export const listEntries = { method: 'get', path: at('/{list}'), response: EntryPage } as const
export const readEntry = { method: 'get', path: at('/{list}/{district}/{id}'), response: EntryRecord } as const
export const addEntry = {
  method: 'post',
  path: at('/{list}'),
  response: z.object({ entry: z.string(), district: z.string() }),
} as const
export const changeEntry = { method: 'post', path: at('/{list}/{district}/{id}/changes'), response: Done } as const
export const endEntry = { method: 'post', path: at('/{list}/{district}/{id}/end'), response: Done } as const
export const takeSheet = { method: 'post', path: at('/{list}/sheet'), response: SheetReport } as const
export const listOpenData = { method: 'get', path: at('/open-data'), response: z.array(OpenList) } as const

/** What a screen loads again after something was written. */
export const CHANGED = [listLists.path, listEntries.path, readEntry.path]
