import type { FieldFault, Refusal } from '../../platform/http/index.ts'

const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

/** Every way in which payment says no, and what to do next. */
export const refusals = {
  notAllowed: () => refuse('notAllowed', 403, '您的岗位不能办理这项操作。如工作需要，请联系本单位的授权管理员。'),
  noRun: () => refuse('noRun', 404, '没有找到这个津贴批次。请刷新页面后再试。'),
  notReviewed: () => refuse('runNotReviewed', 409, '津贴批次还没有经区县复核。复核之后才能生成发放批次。'),
  newerRun: () => refuse('newerRun', 409, '这个月已有更新的津贴批次。请打开最新一版再生成发放批次。'),
  alreadyMade: () => refuse('batchExists', 409, '这个月已经有发放批次。请在“支付与回盘”中打开。'),
  nothingToPay: () => refuse('nothingToPay', 409, '现在没有可以发放的条目。暂缓的条目请先办结原因。'),
  settingsUnset: (fields: FieldFault[]): Refusal => ({
    ...refuse(
      'parametersUnset',
      422,
      `本区还没有设置${fields.map((each) => `“${each.message}”`).join('、')}，暂时不能发放。请区县管理员在“政策规则库”中设置。`,
    ),
    fields,
  }),
  wrongState: (now: string) => refuse('wrongState', 409, `这个批次现在是“${now}”，不能办理这一步。请刷新页面查看。`),
  secondPerson: () =>
    refuse('secondPerson', 409, '动钱的每一步要由两个人办理，您已经办过前面的步骤。请由另一位同事办理。'),
  lentOnly: () => refuse('lendNotNeeded', 409, '财政岗位有第二位同事，复核出盘应由财政办理，不需要借用民政的签字。'),
  pairsStand: (pairs: number) =>
    refuse('pairsStand', 409, `还有 ${pairs} 对重叠发放没有商定。请在“停发与追回”中处理，或先暂缓这些条目。`),
  duplicatesStand: (pairs: number) =>
    refuse('duplicatesStand', 409, `还有 ${pairs} 对疑似重复的档案在发放名单中。请先判断，或先暂缓这些条目。`),
  linesChanged: (lines: number) =>
    refuse(
      'linesChanged',
      409,
      `有 ${lines} 条在生成批次之后情况有变（被暂缓、登记离世、账户停用或档案合并）。请先更新名单，核对新的合计后再办理。`,
    ),
  resultsMissing: (left: number) =>
    refuse('resultsMissing', 409, `还有 ${left} 条没有银行回盘结果。全部回盘后才能办结。`),
  lineUnknown: () => refuse('lineUnknown', 404, '没有找到这一条。请刷新页面后再看。'),
  lineEnded: () => refuse('lineEnded', 409, '这一条已经不再发放，不能解除暂缓。'),
  causeStands: (what: string) => refuse('causeStands', 409, `暂缓的原因还在：${what}。请办结后再解除。`),
  noFile: () => refuse('noFile', 404, '支付文件还没有生成。请在财政确认和复核之后再下载。'),
  returnUnreadable: (why: string) =>
    refuse('returnUnreadable', 422, `这份回盘文件读不了：${why}。没有登记任何结果，请向银行索取完整的文件后重新导入。`),
  returnBlocked: (fields: FieldFault[], more: number): Refusal => ({
    ...refuse(
      'returnBlocked',
      422,
      `回盘文件有 ${fields.length + more} 行与本批次对不上，整份文件没有登记。请和银行核对后重新导入。`,
    ),
    fields,
  }),
  returnForeign: () =>
    refuse('returnForeign', 422, '这份回盘文件属于另一个批次，没有登记任何结果。请打开对应的批次后再导入。'),
  accountUnknown: () => refuse('accountUnknown', 404, '没有找到这个账户，可能已经处理过。请刷新页面后再看。'),
  accountNumber: () => refuse('accountNumber', 422, '账号应为 8 至 32 位数字。请对照卡片或存折重新填写。'),
  accountTaken: () =>
    refuse('accountTaken', 422, '这个账号已是另一位老人的收款账户。请填写与户主的关系和委托，或核对账号。'),
  relationNeeded: () => refuse('relationNeeded', 422, '户名与老人姓名不一致。请填写与老人的关系、委托书和委托到期日。'),
  accountSecondPerson: () =>
    refuse('accountSecondPerson', 409, '登记账户的人不能确认同一个账户。请由另一位同事确认，单人岗位可由区县确认。'),
  proofAhead: () => refuse('proofAhead', 422, '核实日期在今天之后。请检查日期后重新填写。'),
  noDifferences: () => refuse('noDifferences', 409, '这个批次没有需要补发或追回的差额。'),
  correctionsGone: () => refuse('correctionsGone', 409, '没有等待第二人签署的差额。请刷新页面查看。'),
  clawbackUnknown: () => refuse('clawbackUnknown', 404, '没有找到这件追回，或不在您的辖区内。请核对后再查。'),
  clawbackState: (now: string) =>
    refuse('clawbackState', 409, `这件追回现在是“${now}”，不能办理这一步。请刷新页面查看。`),
  tooManyInstalments: (most: number) =>
    refuse('tooManyInstalments', 422, `本区规定最多分 ${most} 期。请调整期数后再保存。`),
  tooMuchRepaid: () => refuse('tooMuchRepaid', 422, '收款超过了还没有收回的金额。请核对收据后重新填写。'),
  leftOpen: () => refuse('leftOpen', 409, '还有没有收回的金额。收齐或经两人签署免收之后才能结案。'),
  pairUnknown: () => refuse('pairUnknown', 404, '没有找到这一对，或不在您的辖区内。请刷新页面后再看。'),
  pairOtherSide: () => refuse('pairOtherSide', 409, '您这一方已经提出意见，请等另一个区县的同事答复。'),
  publicKeyUnreadable: () =>
    refuse(
      'publicKeyUnreadable',
      422,
      '这不是可用的银行公钥。请粘贴银行提供的 PEM 公钥或证书（RSA 2048 位以上），不要粘贴私钥。',
    ),
  profileWaits: () => refuse('profileWaits', 409, '已有一份银行文件设置在等第二人签署。请先签署或退回那一份。'),
  nothingBetween: () =>
    refuse('nothingBetween', 409, '与这个区县之间没有可以结算的金额。还没有发到本人账户的部分，发到之后再提出。'),
  settlementChanged: () =>
    refuse('settlementChanged', 409, '提出之后有款项被银行退回，金额已经不符。请由提出的区县核对后重新办理。'),
  pairPaid: () =>
    refuse(
      'pairPaid',
      409,
      '其中一笔已经发出，不能再商定为不发。请保留已经发出的一笔；应由另一方承担的部分在“区县间结算”中办理。',
    ),
  monthAhead: (month: string) => refuse('monthAhead', 422, `${month} 还没有到，请选择本月或以前的月份。`),
}
