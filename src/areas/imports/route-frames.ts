import { createRoute, z } from '@hono/zod-openapi'
import * as contract from './contract.ts'

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})
const ordered = (what: string) => json(contract.ordered, `任务编号；${what}`)
const ofBatch = { params: contract.batchId }
const ofRow = { params: contract.rowKey }
const changed = json(contract.batchView, '改好之后的批次')

/** The wizard's endpoints below `/api/imports`, as its document lists them. */
export const frames = {
  upload: createRoute({
    method: 'post',
    path: '/batches',
    summary: '上传一份台账、名单或改好的错误表格：正文是文件本身，带 Idempotency-Key',
    request: { query: contract.uploadQuery },
    responses: ordered('检查好的草稿在任务结果里，台账没有变动'),
  }),
  list: createRoute({
    method: 'get',
    path: '/batches',
    request: { query: contract.listQuery },
    responses: json(z.object({ batches: z.array(contract.batchSummary) }), '批次，新的在前'),
  }),
  one: createRoute({
    method: 'get',
    path: '/batches/{id}',
    request: ofBatch,
    responses: json(contract.batchView, '批次：列、计数、同类问题'),
  }),
  rows: createRoute({
    method: 'get',
    path: '/batches/{id}/rows',
    request: { ...ofBatch, query: contract.rowsQuery },
    responses: json(z.object({ rows: z.array(contract.rowView), next: z.int().nullable() }), '按行号翻页'),
  }),
  missing: createRoute({
    method: 'get',
    path: '/batches/{id}/missing',
    request: { ...ofBatch, query: contract.missingQuery },
    responses: json(
      z.object({ people: z.array(contract.missingPerson), next: z.uuid().nullable() }),
      '本次未出现的人，只供查看',
    ),
  }),
  spared: createRoute({
    method: 'get',
    path: '/batches/{id}/spared',
    request: ofBatch,
    responses: json(z.object({ people: z.array(contract.spared) }), '回退时保留的人：之后改过'),
  }),
  report: createRoute({
    method: 'get',
    path: '/batches/{id}/report',
    request: ofBatch,
    responses: json(z.object({ report: contract.reportCard.nullable() }), '导入体检报告'),
  }),
  fixRow: createRoute({
    method: 'patch',
    path: '/batches/{id}/rows/{row}',
    request: { ...ofRow, ...body(contract.repairRowBody) },
    responses: changed,
  }),
  holdRow: createRoute({
    method: 'put',
    path: '/batches/{id}/rows/{row}/held',
    summary: '暂不采用一行，或改为采用',
    request: { ...ofRow, ...body(contract.holdBody) },
    responses: changed,
  }),
  transferRow: createRoute({
    method: 'post',
    path: '/batches/{id}/rows/{row}/transfer',
    summary: '档案在别处的老人：发起转入，带 Idempotency-Key',
    request: { ...ofRow, ...body(contract.transferBody) },
    responses: json(contract.transferAsked, '等待档案所在地确认'),
  }),
  fixAlike: createRoute({
    method: 'post',
    path: '/batches/{id}/fixes',
    summary: '同类 N 处一并修改',
    request: { ...ofBatch, ...body(contract.repairAlikeBody) },
    responses: json(
      contract.batchView.extend({ repaired: z.int(), job: z.string().nullable() }),
      '改好之后的批次；行数多时是正在改的作业',
    ),
  }),
  columns: createRoute({
    method: 'put',
    path: '/batches/{id}/columns',
    request: { ...ofBatch, ...body(contract.columnsBody) },
    responses: ordered('整批按新的列重新检查'),
  }),
  commit: createRoute({
    method: 'post',
    path: '/batches/{id}/commit',
    summary: '提交全部有效行，带 Idempotency-Key；其余的行留在新的草稿里',
    request: { ...ofBatch, ...body(z.object({ version: z.int().min(1) })) },
    responses: ordered('全部写入，或一行也不写'),
  }),
  rollback: createRoute({
    method: 'post',
    path: '/batches/{id}/rollback',
    summary: '7 天内回退本批次，带 Idempotency-Key；之后改过的档案保留并列出',
    request: ofBatch,
    responses: ordered('全部回退，或都不动'),
  }),
  discard: createRoute({
    method: 'delete',
    path: '/batches/{id}',
    request: ofBatch,
    responses: json(z.object({ discarded: z.literal(true) }), '草稿已删除'),
  }),
}
