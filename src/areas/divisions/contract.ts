import { createRoute, z } from '@hono/zod-openapi'
import { isDay } from '../../platform/clock/day.ts'

const On = z
  .string()
  .refine(isDay, '日期应写成 2026-11-01 的样子。')
  .optional()
  .openapi({ description: 'The day that is asked about; today when left out', example: '2026-11-01' })
const Key = z
  .string()
  .regex(/^[0-9a-z-]{1,30}$/, '请从列表中选择一个区划。')
  .openapi({ description: 'Stable key of a division or management zone', example: '500113' })

export const DivisionView = z
  .object({
    key: z.string(),
    code: z.string().nullable().openapi({ description: 'Official code on that day; null where it is not known' }),
    name: z.string(),
    shortName: z.string(),
    level: z.enum(['city', 'district', 'township', 'village']),
    kind: z.string(),
    path: z.string().openapi({ example: '巴南区 / 鱼洞街道 / 化龙路社区' }),
    hasChildren: z.boolean(),
  })
  .openapi('Division')
export type DivisionView = z.infer<typeof DivisionView>

const Page = z.object({ on: z.string(), items: z.array(DivisionView) })
const json = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})

export const listChildren = createRoute({
  method: 'get',
  path: '/children',
  summary: 'Direct children of a division, or the townships of a management zone, on a day',
  request: { query: z.object({ of: Key.default('500000'), on: On }) },
  responses: json(Page, 'In the order of their keys'),
})

export const searchDivisions = createRoute({
  method: 'get',
  path: '/search',
  summary: 'Divisions by Chinese text, pinyin or initials; several words narrow from the left',
  request: {
    query: z.object({
      q: z.string().trim().min(1, '请输入名称、拼音或首字母。').max(60, '查找内容不超过 60 字。'),
      within: Key.optional(),
      on: On,
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
  },
  responses: json(Page, 'Best first'),
})

export const showDivision = createRoute({
  method: 'get',
  path: '/{key}',
  summary: 'One division on a day with everything above it and the zones that manage it',
  request: { params: z.object({ key: Key }), query: z.object({ on: On }) },
  responses: json(
    DivisionView.extend({
      on: z.string(),
      inForce: z.boolean(),
      ancestors: z.array(z.object({ key: z.string(), name: z.string() })),
      zones: z.array(z.object({ key: z.string(), name: z.string() })),
    }),
    'The division; `inForce` is false before it began and after it ended',
  ),
})
