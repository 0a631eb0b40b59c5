import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { type OutCell, writeXlsx } from '../../platform/sheets/index.ts'
import type { Custody } from './contract.ts'
import {
  ALERT_KINDS,
  type AlertKind,
  FEE_KINDS,
  MOVEMENT_KINDS,
  type MovementKind,
  STEP_KINDS,
  WITHDRAWAL_KINDS,
} from './words.ts'

const yuan = (fen: number | null): string => (fen === null ? '未设定' : (fen / 100).toFixed(2))
const table = (head: OutCell[], rows: OutCell[][]) => [head, ...rows]

/** The evidence for an emergency withdrawal or a hand-over to other departments, as a workbook: sums, claims with masked names, movements, alerts, steps. */
export async function writeEvidencePack(of: Omit<Custody, 'acts'>, on: string, by: string): Promise<Uint8Array> {
  const { home } = of
  const out = new PassThrough()
  const bytes = buffer(out)
  const sheet = (name: string, rows: OutCell[][]) => ({ name, frozenRows: 1, columnWidths: Array(8).fill(20), rows })
  await writeXlsx(out, [
    sheet(
      '概况',
      table(
        ['项目', '内容'],
        [
          ['机构', home.name],
          ['存管银行', home.bank ?? '没有在用账户'],
          ['账号末四位', home.last4],
          ['账户余额（元）', yuan(home.balanceFen)],
          ['银行数据日期', home.feedOn],
          ['应留存（元）', yuan(home.requiredFen)],
          ['涉及老人（位）', home.elders],
          ['按近 30 天支出可维持天数', home.daysToZero],
          ['制作日期', on],
          ['制作人', by],
        ],
      ),
    ),
    sheet(
      '合同余额',
      table(
        ['合同号', '老人', '类别', '约定（元）', '账上（元）', '签订', '终止'],
        of.agreements.map((each) => [
          each.contract,
          each.elder,
          FEE_KINDS[each.kind],
          yuan(each.agreedFen),
          yuan(each.heldFen),
          each.signedOn,
          each.endedOn,
        ]),
      ),
    ),
    sheet(
      '银行流水',
      table(
        ['日期', '收支', '类别', '合同号', '金额（元）', '流水号', '用途', '对上合同'],
        of.movements.map((each) => [
          each.on,
          each.direction === 'in' ? '收' : '支',
          MOVEMENT_KINDS[each.kind as MovementKind],
          each.contract,
          yuan(each.fen),
          each.serial,
          each.purpose,
          each.matched ? '是' : '否',
        ]),
      ),
    ),
    sheet(
      '支取申请',
      table(
        ['申请时间', '类别', '合同号', '金额（元）', '用途', '材料', '状态'],
        of.withdrawals.map((each) => [
          each.askedAt,
          WITHDRAWAL_KINDS[each.kind],
          each.contract,
          yuan(each.amountFen),
          each.purpose,
          each.evidence,
          each.state,
        ]),
      ),
    ),
    sheet(
      '预警与措施',
      table(
        ['日期', '类别', '内容', '依据参数', '了结'],
        [
          ...of.alerts.map((each) => [
            each.openedOn,
            ALERT_KINDS[each.kind as AlertKind],
            each.says,
            each.parameter,
            each.closedOn,
          ]),
          ...of.steps.map((each) => [
            each.proposedAt.slice(0, 10),
            STEP_KINDS[each.kind],
            each.letter,
            null,
            each.dueOn,
          ]),
        ],
      ),
    ),
  ])
  return new Uint8Array(await bytes)
}
