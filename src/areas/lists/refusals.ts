import type { Refusal } from '../../platform/http/index.ts'

const refuse = (code: string, status: Refusal['status'], message: string, path?: string): Refusal => ({
  code,
  status,
  message,
  ...(path === undefined ? {} : { fields: [{ path, message }] }),
})

/** What else can be refused, beside the refusals of the register engine. */
export const refusals = {
  placeMissing: () => refuse('PLACE_MISSING', 422, '请选择所在的乡镇（街道）或村（社区）。', 'place'),
  facilityUnknown: () =>
    refuse('FACILITY_UNKNOWN', 422, '没有找到这处设施，或不在您的辖区内。请从设施台账中选择。', 'facility'),
  organisationInvalid: () =>
    refuse('ORGANISATION_INVALID', 422, '统一社会信用代码应为 18 位且校验相符，请核对。', 'organisation'),
  fileMissing: () => refuse('FILE_MISSING', 422, '没有收到文件，请重新选择表格后上传。'),
  fileTooLarge: () => refuse('FILE_TOO_LARGE', 413, '表格超过 20 MB，请分成几份再上传。'),
  notPublic: () => refuse('NOT_PUBLIC', 404, '这份台账没有公开数据。请从公开数据目录中选择。'),
}
