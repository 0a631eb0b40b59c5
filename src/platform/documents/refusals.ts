import type { Refusal } from '../http/index.ts'

/** Every way a paper can be refused. */
export const refusals = {
  notThisPaper: (): Refusal => ({
    code: 'PAPER_NOT_FOUND',
    status: 404,
    message: '没有查到这份文书。请核对编号和校验码，也可以拨打文书上的电话核实。',
  }),
  locked: (minutes: number): Refusal => ({
    code: 'PAPER_LOCKED',
    status: 429,
    message: `这份文书的校验码试错太多次，请 ${minutes} 分钟后再试，也可以拨打文书上的电话核实。`,
  }),
  busy: (): Refusal => ({
    code: 'PAPER_BUSY',
    status: 503,
    message: '正在打印的文书较多，这一份还没有轮到。编号已经留好，一分钟后再打开即可。',
  }),
  cannotDraw: (): Refusal => ({
    code: 'PAPER_NOT_DRAWN',
    status: 503,
    message: '这份文书暂时没有生成，内容和编号都在。请稍后再打开；还不行，请联系系统管理员。',
  }),
}
