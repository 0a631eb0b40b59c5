/** How fast papers are drawn, and what the thread needs: `node bench/papers.ts [--names N] [--receipts N]`. */
import { option } from '../src/platform/config/config.ts'
import { openPaperDesk, type PaperData } from '../src/platform/documents/index.ts'
import { createLog } from '../src/platform/log/log.ts'
import { report } from './measure.ts'

const names = Number(option(process.argv, '--names') ?? '3000')
const receipts = Number(option(process.argv, '--receipts') ?? '100')
const desk = openPaperDesk(createLog('error'))
const stamp = { number: 'GS-2026-000001-3', checkCode: 'ABCD2345', issuedOn: '2026-11-22', issuedAt: 1_795_200_000_000 }
const address = 'http://127.0.0.1:8100/check#GS-2026-000001-3.ABCD2345'

const receipt = {
  office: '界石镇人民政府',
  caseNumber: 'BJ-2026-004517-3',
  matter: '高龄津贴申请',
  applicant: '张三丰',
  receivedOn: '2026-11-22',
  handedIn: ['身份证复印件', '银行账户照片'],
  next: [{ what: '镇里核验材料' }, { what: '区民政局审核' }],
} as unknown as PaperData['receipt']

const notice = {
  office: '巴南区民政局',
  heading: '高龄津贴拟发放人员公示',
  introduction: '下列老人经审核符合条件，拟自 2026 年 11 月起发放。',
  clauses: [],
  from: '2026-11-22',
  until: '2026-11-28',
  objections: '有不同意见的，请在公示期内向本单位反映。',
  rows: Array.from({ length: names }, (_, index) => ({
    name: '张三丰',
    sex: index % 2 === 0 ? '女' : '男',
    age: 80 + (index % 20),
    place: '界石镇新玉村民委员会',
    amountFen: 100_00,
  })),
} as unknown as PaperData['notice']

/** How long the server's own thread was held up at most, in milliseconds. */
let held = 0
let last = performance.now()
const watch = setInterval(() => {
  held = Math.max(held, performance.now() - last - 10)
  last = performance.now()
}, 10)

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}

let bytes = 0
const first = await timed(async () => desk.draw({ kind: 'receipt', data: receipt, stamp: { ...stamp, address } }))
const many = await timed(async () => {
  for (let at = 0; at < receipts; at++)
    await desk.draw({ kind: 'receipt', data: receipt, stamp: { ...stamp, address } })
})
const large = await timed(async () => {
  bytes = (await desk.draw({ kind: 'notice', data: notice, stamp: { ...stamp, address } })).length
})
clearInterval(watch)
report('papers', {
  firstSeconds: Number(first.toFixed(2)),
  receiptsPerSecond: Math.round(receipts / many),
  notice: { names, seconds: Number(large.toFixed(2)), kilobytes: Math.round(bytes / 1024) },
  longestPauseOfTheServerMs: Math.round(held),
  memoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
})
await desk.stop()
