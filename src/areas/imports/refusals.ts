import type { Refusal } from '../../platform/http/index.ts'
import type { SheetRefusal } from '../../platform/sheets/index.ts'

const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

/** Every way in which an import can be refused, besides what stands at single cells. */
export const importRefusals = {
  file: ({ code, message }: SheetRefusal) => refuse(code, 422, message),
  divisionUnknown: (key: string) =>
    refuse('divisionUnknown', 422, `没有编号为 ${key} 的乡镇（街道）或区县，请核对后再导入。`),
  divisionEnded: (name: string) =>
    refuse('divisionEnded', 422, `${name}已经撤销，请选择现在所属的区县或乡镇（街道）。`),
  divisionTooLarge: () =>
    refuse('divisionTooLarge', 422, '请选择一个区县、乡镇（街道）或村（社区），一次导入不能跨区县。'),
  outOfScope: () => refuse('outOfScope', 403, '这个区域不在您的辖区内。请换成本辖区，或联系授权管理员。'),
  kindUnknown: () => refuse('kindUnknown', 422, '请选择要导入的是老年人台账，还是哪一种部门名单。'),
  batchNotFound: () => refuse('batchNotFound', 404, '没有找到这个批次，或不在您的辖区内。请回到导入中心重新选择。'),
  fileGone: () => refuse('fileGone', 409, '上传的文件已不在服务器上。请重新上传。'),
  rowNotFound: () => refuse('rowNotFound', 404, '这个批次里没有这一行，可能已经提交。请刷新后再看。'),
  columnNotFound: () => refuse('columnNotFound', 422, '文件里没有这一列，请刷新后重新选择。'),
  notDraft: () => refuse('notDraft', 409, '这个批次已经提交或回退，不能再修改。请重新上传文件。'),
  changedMeanwhile: () => refuse('changedMeanwhile', 409, '这个批次刚被别人改过。请刷新后再改，您填的内容都在。'),
  notAcceptable: () => refuse('notAcceptable', 422, '这一处不能直接确认，需要先改正，或由对方区县办理转入。'),
  notTransferable: () => refuse('notTransferable', 409, '这一行不需要转入，或还没有填好证件号和住址。请刷新后再看。'),
  nothingToCommit: () => refuse('nothingToCommit', 409, '没有可以提交的行。请先处理阻断和确认的内容。'),
  registerMoved: () => refuse('registerMoved', 409, '提交时台账刚有变动，这一批没有写入。请再提交一次。'),
  notCommitted: () => refuse('notCommitted', 409, '这个批次还没有提交，不需要回退。'),
  rollbackOver: () => refuse('rollbackOver', 409, '提交已超过 7 天，不能整批回退。请在老人档案里逐条更正。'),
  headMustName: (what: string) => refuse('headMustName', 422, `还没有指定“${what}”列。请先配好这一列。`),
} as const
