import { z } from '@hono/zod-openapi'
import { findingCodes } from './findings.ts'
import { fields, listKindNames } from './list-kinds.ts'

/**
 * The import wizard (W04). The six steps of the screen are one batch seen from different sides:
 * upload → `POST /batches` · 配列 → `GET /batches/{id}` and `PUT …/columns` · 配值 and 核对 → `GET …/rows`, `PATCH …/rows/{row}`,
 * `POST …/fixes` · 比对 → `GET …/rows?outcome=changed` and `GET …/missing` · 提交 → `POST …/commit` · then `POST …/rollback`.
 * Upload, columns, commit and rollback take long and are jobs: they answer with the job, whose result names the batch. Every other
 * change answers with the batch as it then is, so that the screen needs no second question. `version` of the batch goes back with
 * each change: somebody else's change in between is a 409 instead of an overwrite.
 */

export const listKind = z.enum(listKindNames)
export const findingCode = z.enum(findingCodes)
export const outcome = z.enum(['added', 'changed', 'unchanged', 'unknown', 'differing'])

const field = z.enum(fields)

/** What a column means: a field, yes-or-no for one tag (a column headed 特困), the running number, or nothing we take over. */
export const columnMeaning = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('field'), field }),
  z.object({ kind: z.literal('flag'), field: z.enum(['hardship', 'livingArrangement']), tag: z.string().max(30) }),
  z.object({ kind: z.literal('serial') }),
  z.object({ kind: z.literal('unmapped') }),
])

const counts = z.object({
  rows: z.int(),
  valid: z.int().openapi({ description: '没有阻断也没有待确认的行' }),
  block: z.int(),
  confirm: z.int(),
  hint: z.int(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  unknown: z.int().openapi({ description: '部门名单里有、台账里没有的人' }),
  differing: z.int().openapi({ description: '证件号相同、姓名不同的人' }),
  held: z.int().openapi({ description: '有效但暂不采用的行' }),
  conflict: z.int().openapi({ description: '死亡名单和火化名单互相矛盾的行' }),
})

export const batchView = z
  .object({
    id: z.uuid(),
    kind: listKind,
    division: z.string(),
    fileName: z.string(),
    sheet: z.string(),
    state: z.enum(['draft', 'committed', 'rolledBack']),
    version: z.int(),
    asOf: z.iso.date().openapi({ description: '名单内容自这一天起有效' }),
    createdBy: z.string(),
    createdAt: z.string(),
    committedAt: z.string().nullable(),
    rollbackUntil: z.string().nullable(),
    restOf: z.uuid().nullable().openapi({ description: '提交后余下的草稿：来自哪个批次' }),
    counts,
    columns: z.array(
      z.object({
        index: z.int(),
        letters: z.string(),
        heading: z.string(),
        meaning: columnMeaning,
        samples: z.array(z.string()),
      }),
    ),
    groups: z
      .array(
        z.object({
          code: findingCode,
          class: z.enum(['block', 'confirm']),
          field: z.string(),
          same: z.string().nullable(),
          rows: z.int(),
          example: z.string(),
        }),
      )
      .openapi({ description: '同类问题，一次可以一并修改' }),
    notices: z.array(z.object({ code: z.string(), message: z.string() })),
  })
  .openapi('ImportBatch')

export const batchSummary = batchView.pick({
  id: true,
  kind: true,
  division: true,
  fileName: true,
  state: true,
  version: true,
  createdBy: true,
  createdAt: true,
  committedAt: true,
  restOf: true,
})

export const change = z.object({
  field: z.string(),
  from: z.unknown().optional(),
  to: z.unknown().optional(),
  since: z.string().optional(),
  until: z.string().nullish(),
  kept: z.boolean().optional().openapi({ description: '台账里的较新或已核实，不会被覆盖' }),
  fact: z.boolean().optional(),
  basis: listKind.optional().openapi({ description: '现有的死亡日期来自哪种名单' }),
  conflict: z.boolean().optional().openapi({ description: '火化早于死亡，两份名单必有一错' }),
})

export const rowView = z
  .object({
    row: z.int().openapi({ description: '表格里的行号' }),
    hidden: z.boolean(),
    class: z.enum(['block', 'confirm', 'clean']),
    outcome: outcome.nullable(),
    name: z.string(),
    cells: z
      .array(z.object({ column: z.int(), text: z.string(), fixed: z.boolean() }))
      .openapi({ description: '证件号和电话已遮蔽' }),
    findings: z.array(
      z.object({
        code: findingCode,
        class: z.enum(['block', 'confirm']),
        column: z.int().nullable(),
        field: z.string(),
        message: z.string(),
        same: z.string().nullable(),
        accepted: z.boolean(),
      }),
    ),
    hints: z.array(z.object({ code: z.string(), message: z.string(), column: z.int().nullable(), field: z.string() })),
    changes: z.array(change),
    elder: z.uuid().nullable(),
    elderName: z.string().nullable().openapi({ description: '台账里的姓名，只给看得到这份档案的人' }),
    elderDistrict: z.string().nullable(),
    held: z.boolean(),
    transfer: z.uuid().nullable().openapi({ description: '已发起的转入' }),
  })
  .openapi('ImportRow')

const version = z.int().min(1)

export const uploadQuery = z.object({
  in: z.string().min(6, '请选择要导入的区县或乡镇（街道）').max(20),
  kind: listKind.default('ledger'),
  name: z.string().min(1, '缺少文件名').max(200),
  sheet: z.string().max(100).optional(),
})
export const listQuery = z.object({
  kind: listKind.optional(),
  before: z
    .string()
    .max(40)
    .regex(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d(?::?\d\d)?)?$/)
    .optional(),
})
export const rowsQuery = z.object({
  class: z.enum(['block', 'confirm', 'clean', 'hint']).optional(),
  code: findingCode.optional(),
  outcome: outcome.optional(),
  view: z.enum(['held', 'conflict']).optional().openapi({ description: '暂不采用的，或两份名单矛盾的' }),
  after: z.coerce.number().int().min(0).default(0).openapi({ description: '上一页最后一行的行号' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const missingQuery = z.object({
  after: z.union([z.uuid(), z.literal('')]).default(''),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const repairRowBody = z.object({
  version,
  cells: z.record(z.string().regex(/^\d{1,3}$/), z.string().max(500, '内容不超过 500 个字')).default({}),
  accept: z.array(findingCode).max(12).default([]),
})
export const repairAlikeBody = z.object({
  version,
  code: findingCode,
  same: z.string().max(500).nullable(),
  text: z.string().max(500, '内容不超过 500 个字').optional(),
  tags: z
    .array(z.string().max(30))
    .max(7)
    .optional()
    .openapi({ description: '这个词的意思；空数组表示“无”。本乡镇以后的文件也按此识别' }),
  accept: z.boolean().optional(),
})
export const columnsBody = z.object({
  version,
  columns: z.array(z.object({ index: z.int().min(0).max(255), meaning: columnMeaning })).max(256),
  remember: z.boolean().default(true),
})
export const missingPerson = z.object({
  id: z.uuid(),
  district: z.string(),
  name: z.string(),
  township: z.string(),
  village: z.string().nullable(),
  place: z.string(),
})
export const spared = z.object({ row: z.int(), name: z.string(), district: z.string(), elder: z.uuid() })
export const batchId = z.object({ id: z.uuid('批次编号不对') })
export const rowKey = batchId.extend({ row: z.coerce.number().int().min(1) })

/** What was ordered; how far it is and what came of it stand under `/api/jobs/{id}`. */
export const ordered = z.object({ job: z.uuid() })
export const holdBody = z.object({ version, held: z.boolean() })
export const transferBody = z.object({
  movedOn: z.iso.date('请填写迁入日期，例如 2026-11-01'),
  reason: z.string().trim().min(2, '请写明转入原因。').max(200),
})
export const transferAsked = z.object({ id: z.uuid(), from: z.string(), to: z.string() })

const graded = z.object({ rows: z.int(), clean: z.int(), grade: z.enum(['excellent', 'good', 'fair', 'poor']) })
export const reportCard = graded
  .extend({
    fixes: z.array(z.object({ code: findingCode, rows: z.int() })),
    before: graded.extend({ fileName: z.string(), committedAt: z.string() }).nullable(),
  })
  .openapi('ImportReportCard')
