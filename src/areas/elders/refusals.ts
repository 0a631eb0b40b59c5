import type { FieldFault, Refusal } from '../../platform/http/index.ts'
import type { ResidentIdFault } from './resident-id.ts'

const refuse = (code: string, status: Refusal['status'], message: string, fields?: FieldFault[]): Refusal => ({
  code,
  status,
  message,
  ...(fields === undefined ? {} : { fields }),
})

const idFaults: Record<ResidentIdFault, string> = {
  length: '身份证号应为 18 位，请核对后重新填写。',
  shape: '身份证号只含数字，最后一位可以是 X，请核对后重新填写。',
  date: '身份证号第 7 到 14 位不是一个日期，请核对后重新填写。',
  checkDigit: '身份证号第 18 位对不上，请核对后重新填写。',
}

const at = (path: string, message: string) => refuse('INVALID', 422, '有 1 处需要修改。', [{ path, message }])

/** Every way the register can say no, and what the person at the counter is told to do next. */
export const refusals = {
  notFound: () =>
    refuse('ELDER_NOT_FOUND', 404, '没有找到这份档案，或不在您的辖区内。可以用身份证号核对，外区的档案可发起“转入”。'),
  idNumber: (path: string, fault: ResidentIdFault) => at(path, idFaults[fault]),
  idMissing: (path: string) => at(path, '请填写证件号码；暂时没有证件的，证件类型请选“暂无证件”。'),
  idUnexpected: (path: string) => at(path, '证件类型是“暂无证件”，不用填写号码。'),
  birthDateDiffers: (fromId: string) =>
    at('birthDate', `出生日期与身份证号不一致。按身份证应为 ${fromId}，请核对后采用其中一个。`),
  sexDiffers: () => at('sex', '性别与身份证号不一致，请核对后采用其中一个。'),
  knownHere: (elderId: string) =>
    refuse('ELDER_KNOWN', 409, '这位老人已在台账中，请打开已有档案办理。', [{ path: 'idNumber', message: elderId }]),
  knownElsewhere: (where: string) =>
    refuse('ELDER_KNOWN_ELSEWHERE', 409, `这位老人已在${where}的台账中。可以发起“转入”，对方确认后生效。`, [
      { path: 'idNumber', message: '同一证件号码只能有一份档案。' },
    ]),
  divisionUnknown: (path: string) => at(path, '没有找到这个村（社区）或乡镇（街道），请重新选择。'),
  divisionOutside: (path: string) => at(path, '这里不在您的辖区内。请由当地登记，或发起“转入”。'),
  valueUnknown: (path: string, value: string) => at(path, `“${value}”不在可选范围内，请重新选择。`),
  valueCount: (path: string) => at(path, '这一项只能填一个值，请重新选择。'),
  dayOrder: (path: string) => at(path, '结束日期要晚于开始日期，请重新填写。'),
  dayAhead: (path: string) => at(path, '这一天还没有到，请核对日期。'),
  beforeBirth: (path: string) => at(path, '这一天早于出生日期，请核对日期。'),
  changedMeanwhile: (labels: string) =>
    refuse('ELDER_CHANGED', 409, `同事刚改过${labels}。请选择保留哪一个，再保存一次。`),
  levelByHand: (path: string) => at(path, '能力等级来自能力评估，不能手工填写。请注明评估报告，或先预约上门评估。'),
  contactGone: () => refuse('CONTACT_GONE', 404, '这位联系人已被移除，请刷新后查看。'),
  notYetKnown: () => refuse('ELDER_NOT_YET_KNOWN', 404, '在所选的时间，台账里还没有这位老人。请把日期往后调。'),
  factGone: () => refuse('FACT_GONE', 409, '这一条已被更正过，请刷新后查看。'),
  movesAway: () =>
    refuse('ELDER_MOVES_AWAY', 409, '新住址属于另一个区县。请由迁入地发起“转入”，本地确认后档案随人走。'),
  mergedAway: (kept: string) =>
    refuse('ELDER_MERGED', 409, '这份档案已并入另一份，请在保留的档案上办理。', [{ path: 'id', message: kept }]),
  purposeMissing: () => at('purpose', '请填写查看用途，例如“核对来件材料”。'),
  mayNotReveal: () =>
    refuse('REVEAL_NOT_ALLOWED', 403, '您的岗位看不到完整号码。如办件需要，请联系乡镇（街道）经办人。'),
  nothingToReveal: () => refuse('NOTHING_TO_REVEAL', 404, '档案里没有这个号码，可以先补登。'),
  pairGone: () => refuse('PAIR_GONE', 409, '这一对已经处理过了，请刷新后查看。'),
  sameTwice: () => refuse('MERGE_SAME', 422, '两份是同一份档案，请另选一份。'),
  differentDistricts: () => refuse('MERGE_DISTRICTS', 409, '两份档案在不同区县。请先办“转入”，再合并。'),
  mergeOpen: () => refuse('MERGE_OPEN', 409, '其中一份已有待确认或已完成的合并，请先处理那一件。'),
  mergeState: () => refuse('MERGE_STATE', 409, '这件合并已经有了结果，请刷新后查看。'),
  secondPerson: () => refuse('SECOND_PERSON', 403, '合并要由另一位同事确认，提出人不能自己确认。'),
  splitTooLate: (until: string) =>
    refuse('SPLIT_TOO_LATE', 409, `拆回的期限到 ${until} 为止，已经过了。请按更正办理。`),
  transferUnknown: () => refuse('TRANSFER_UNKNOWN', 404, '全市台账里没有这个证件号码。可以直接新建档案。'),
  transferHere: () => refuse('TRANSFER_HERE', 409, '这位老人的档案就在这个乡镇（街道），不用转入。'),
  transferOpen: () => refuse('TRANSFER_OPEN', 409, '这位老人已有一件待确认的转入，请等对方处理。'),
  transferState: () => refuse('TRANSFER_STATE', 409, '这件转入已经有了结果，请刷新后查看。'),
  transferOtherSide: () => refuse('TRANSFER_OTHER_SIDE', 403, '转入要由档案所在地确认，发起的一方不能自己确认。'),
  cursorUnknown: () => refuse('CURSOR_UNKNOWN', 400, '翻页的位置已失效，请从第一页重新开始。'),
  viewNotYours: () => refuse('VIEW_NOT_YOURS', 403, '这个视图由别人维护。可以另存为自己的视图。'),
  exportTooMany: (limit: number) =>
    refuse('EXPORT_TOO_MANY', 422, `符合条件的超过 ${limit} 人，要由另一位同事放行后才能导出。请改为提出导出申请。`),
  exportSearched: () =>
    refuse('EXPORT_SEARCHED', 422, '按查找内容筛出的名单不能申请放行。请先去掉查找内容，改用条件筛选。'),
  exportNumbers: () => at('numbers', '这个用途不需要完整证件号，请改为遮蔽，或另选用途。'),
  exportEmpty: () => refuse('EXPORT_EMPTY', 422, '没有符合条件的人。请去掉一个条件再导出。'),
  exportSelf: () => refuse('EXPORT_SECOND_PERSON', 403, '导出要由另一位同事放行，申请人不能自己放行。'),
  exportState: () => refuse('EXPORT_STATE', 409, '这件导出申请已经有了结果，请刷新后查看。'),
  exportNotYours: () => refuse('EXPORT_NOT_YOURS', 403, '名单只有申请人能下载。如您也需要，请另提一件申请。'),
  exportOver: () => refuse('EXPORT_OVER', 404, '下载的期限已过，文件已收回。如还需要，请重新申请。'),
  exportNotReady: () => refuse('EXPORT_NOT_READY', 409, '名单还在生成，请稍后再下载。'),
  exportReach: () => refuse('EXPORT_REACH', 403, '这份名单超出您的辖区，要由管辖全部范围的同事放行。'),
  bulkTooMany: (limit: number) =>
    refuse('BULK_TOO_MANY', 422, `一次最多办理 ${limit} 人。请先加条件缩小范围，分几次办理。`),
  bulkMoved: () => refuse('BULK_MOVED', 409, '预演之后名单有变化，什么都没有写入。请重新预演后再办理。'),
  bulkNothing: () => refuse('BULK_NOTHING', 422, '预演没有发现要改变的人，不用办理。'),
  bulkDeath: () => at('kind', '离世要逐人登记，不能批量办理。'),
  filterTooWide: () => refuse('FILTER_TOO_WIDE', 422, '请至少输入两个字母或一个汉字再查。'),
}
