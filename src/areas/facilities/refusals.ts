import type { FieldFault, Refusal } from '../../platform/http/index.ts'

const refuse = (code: string, status: Refusal['status'], message: string, fields?: FieldFault[]): Refusal => ({
  code,
  status,
  message,
  ...(fields === undefined ? {} : { fields }),
})

/** Every way in which the register of facilities says no. */
export const refusals = {
  unknown: () => refuse('FACILITY_UNKNOWN', 404, '没有找到这处设施，或不在您的辖区内。请从列表中选择。'),
  placeUnknown: () =>
    refuse('FACILITY_PLACE_UNKNOWN', 422, '有 1 处需要修改。', [
      { path: 'division', message: '请选择辖区内的乡镇（街道）或村（社区）。' },
    ]),
  attributes: (fields: FieldFault[]) => refuse('FACILITY_ATTRIBUTES', 422, `有 ${fields.length} 处需要修改。`, fields),
  nameTaken: (name: string) =>
    refuse('FACILITY_NAME_TAKEN', 409, `本乡镇（街道）已有一处“${name}”。如果是同一处，请在原记录上修改。`),
  notYet: () =>
    refuse('FACILITY_NOT_YET', 422, '名称、状态和运营方以外的内容可以预先登记，这一项请从今天或更早的日期起填写。'),
  noBedsHere: (kind: string) => refuse('FACILITY_NO_BEDS', 422, `${kind}不设床位，请核对设施类型。`),
  slotsOnly: () => refuse('FACILITY_SLOTS_ONLY', 422, '托育机构登记的是托位，其他设施登记的是床位，请重新选择类别。'),
  bedsMissing: (count: number) =>
    refuse('FACILITY_BEDS_MISSING', 409, `有 ${count} 张床位在这一天还没有或已经撤除，请刷新页面后重新选择。`),
  bedsTaken: (count: number) =>
    refuse(
      'FACILITY_BEDS_TAKEN',
      409,
      `有 ${count} 张床位在这一天以后还有人住，不能停用或撤除。请先在“床位”中为老人换床或办理离院。`,
    ),
  roomTaken: (label: string) => refuse('FACILITY_ROOM_TAKEN', 409, `已有编号为 ${label} 的房间，请换一个编号。`),
  roomUnknown: () => refuse('FACILITY_ROOM_UNKNOWN', 404, '没有找到这个房间，请刷新页面。'),
  organisationUnknown: () =>
    refuse('FACILITY_ORGANISATION_UNKNOWN', 422, '还没有登记这家运营方。请先登记它的名称和统一社会信用代码。'),
  creditCode: () => refuse('FACILITY_CREDIT_CODE', 422, '统一社会信用代码的校验位对不上，请核对 18 位后重新填写。'),
  cursorUnknown: () => refuse('CURSOR_UNKNOWN', 400, '翻页的位置已失效，请从第一页重新开始。'),
}
