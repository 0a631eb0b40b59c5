import type { Refusal } from '../../platform/http/index.ts'

/** Every way the field app is refused. */
export const refusals = {
  deviceUnknown: (): Refusal => ({
    code: 'FIELD_DEVICE_UNKNOWN',
    status: 401,
    message: '这台手机的登录已失效，已填的内容都在手机里。请联网重新登录。',
  }),
  deviceOfAnother: (): Refusal => ({
    code: 'FIELD_DEVICE_OF_ANOTHER',
    status: 409,
    message: '这台手机登记在另一个账号下。请先在手机上清空外勤数据，再用您的账号登录。',
  }),
  deviceToEmpty: (): Refusal => ({
    code: 'FIELD_DEVICE_TO_EMPTY',
    status: 409,
    message: '这台手机已登记为丢失，要先清除外勤资料。请联网重新打开外勤，清除后再登录。',
  }),
  noPlace: (): Refusal => ({
    code: 'FIELD_NO_PLACE',
    status: 403,
    message: '您的账号没有外勤的辖区。请联系本单位的授权管理员。',
  }),
  deviceNotFound: (): Refusal => ({
    code: 'FIELD_DEVICE_NOT_FOUND',
    status: 404,
    message: '没有找到这台手机，或不在您的辖区内。请刷新后再看。',
  }),
  kindUnknown: (): Refusal => ({
    code: 'FIELD_KIND_UNKNOWN',
    status: 422,
    message: '这条记录的种类服务器还不认识。请更新外勤应用后再上传，内容会保留。',
  }),
  changed: (): Refusal => ({
    code: 'FIELD_RECORD_CHANGED',
    status: 409,
    message: '同一个编号已有另一份内容，这一份没有收下。请联系乡镇经办核对，内容会保留。',
  }),
  unreadable: (): Refusal => ({
    code: 'FIELD_RECORD_UNREADABLE',
    status: 422,
    message: '这条记录的内容不完整，没有收下。请打开它补齐后再上传。',
  }),
  elderGone: (): Refusal => ({
    code: 'FIELD_ELDER_GONE',
    status: 404,
    message: '这位老人已不在您的辖区。记录保留在手机里，请联系乡镇经办。',
  }),
  fileOfAnother: (): Refusal => ({
    code: 'FIELD_FILE_UNKNOWN',
    status: 404,
    message: '没有找到这张照片所属的记录。请先上传记录。',
  }),
  fileDiffers: (): Refusal => ({
    code: 'FIELD_FILE_DIFFERS',
    status: 409,
    message: '照片没有传完整，会从头再传一次。',
  }),
  choiceUnknown: (): Refusal => ({
    code: 'FIELD_CHOICE_UNKNOWN',
    status: 422,
    message: '这类记录不能这样处理。请换一个选择。',
  }),
}
