import type { FieldFault, Refusal } from '../../platform/http/index.ts'

const refuse = (code: string, status: Refusal['status'], message: string, fields?: FieldFault[]): Refusal => ({
  code,
  status,
  message,
  ...(fields === undefined ? {} : { fields }),
})

/** Every way in which an assessment says no. */
export const refusals = {
  elderUnknown: () => refuse('ASSESSMENT_ELDER_UNKNOWN', 404, '没有找到这位老人，或不在您的辖区内。请从台账中选择。'),
  orderUnknown: () =>
    refuse('ASSESSMENT_ORDER_UNKNOWN', 404, '没有找到这张评估单，或已经不由您办理。内容仍在设备上，请联系评估机构。'),
  sheetUnknown: () => refuse('ASSESSMENT_UNKNOWN', 404, '没有找到这份评估，或不在您的辖区内。请刷新页面。'),
  wrongState: () => refuse('ASSESSMENT_WRONG_STATE', 409, '这张评估单的状态已经变化，请刷新页面后再办。'),
  answered: () =>
    refuse('ASSESSMENT_ANSWERED', 409, '这张评估单已经有另一份答卷。您填的内容仍在设备上，请联系评估机构核对。'),
  differs: () =>
    refuse('ASSESSMENT_DIFFERS', 409, '同一编号的评估已经上传，内容与这一份不同，两份都没有改动。请联系评估机构核对。'),
  formUnknown: () =>
    refuse('ASSESSMENT_FORM_UNKNOWN', 422, '设备上的评估表不是本系统发放的版本，请联网更新后重新评估。'),
  incomplete: (fields: FieldFault[]) =>
    refuse('ASSESSMENT_INCOMPLETE', 422, `还有 ${fields.length} 项没有答完，请补齐后再提交。`, fields),
  samePerson: () => refuse('ASSESSMENT_SAME_PERSON', 403, '第二位评估员应使用自己的账号确认，不能由同一人代签。'),
  reviewerInPair: () => refuse('ASSESSMENT_REVIEWER_IN_PAIR', 403, '参加评估的人不能自己复核，请另一位同事办理。'),
  levelMissing: (names: string) =>
    refuse('ASSESSMENT_LEVEL_MISSING', 422, `还不能出等级：${names}没有设定。请在“政策规则库”中设定并由第二人签署。`),
  evidenceMissing: (count: number) =>
    refuse('ASSESSMENT_EVIDENCE_MISSING', 409, `还有 ${count} 个附件没有传完，传完后再确认。请评估员联网打开外勤端。`),
  fileUnknown: () => refuse('ASSESSMENT_FILE_UNKNOWN', 404, '这份评估没有登记这个附件，请先上传答卷。'),
  fileDiffers: () => refuse('ASSESSMENT_FILE_DIFFERS', 409, '附件内容与登记的不一致，没有保存。请重新上传原件。'),
  openOrder: () => refuse('ASSESSMENT_OPEN_ORDER', 409, '这位老人已有一张没有办完的评估单，请先办完或取消。'),
  died: () => refuse('ASSESSMENT_DIED', 409, '这位老人的档案已登记离世，不再派评估单。'),
  agencyUnknown: () =>
    refuse('ASSESSMENT_AGENCY_UNKNOWN', 404, '没有找到这家评估机构，或不在本区县名录内。请从名录中选择。'),
  agencyTaken: () => refuse('ASSESSMENT_AGENCY_TAKEN', 409, '本区县名录里已有使用这个机构编号的机构，请核对。'),
  assessorUnknown: () => refuse('ASSESSMENT_ASSESSOR_UNKNOWN', 404, '没有找到这位评估员，请从名录中选择。'),
  accountTaken: () => refuse('ASSESSMENT_ACCOUNT_TAKEN', 409, '这个账号已登记给另一位评估员，请核对账号。'),
  periodReversed: () => refuse('ASSESSMENT_PERIOD_REVERSED', 422, '终止日期应晚于起始日期，请核对。'),
  pairUnfit: (reasons: readonly string[]) =>
    refuse('ASSESSMENT_PAIR_UNFIT', 422, `这两位评估员不能承担此单：${reasons.join('；')}。请另选。`),
  disputeUnknown: () => refuse('ASSESSMENT_DISPUTE_UNKNOWN', 404, '没有找到这件异议，或不在您的辖区内。请刷新页面。'),
  disputeLate: (days: number, last: string) =>
    refuse(
      'ASSESSMENT_DISPUTE_LATE',
      422,
      `异议应在 ${days} 天内提出，最后一天是 ${last}。情况有变化的，可以申请即时评估。`,
    ),
  notDisputable: () =>
    refuse('ASSESSMENT_NOT_DISPUTABLE', 409, '这份评估还没有生效，或正在处理异议，暂时不能再提异议。'),
  secondSheetMissing: () =>
    refuse('ASSESSMENT_SECOND_SHEET_MISSING', 409, '另一组评估员还没有交卷并确认，两份都有后才能裁定。'),
  drawUnknown: () => refuse('ASSESSMENT_DRAW_UNKNOWN', 404, '没有找到这次抽查，请刷新页面。'),
  drawEmpty: () => refuse('ASSESSMENT_DRAW_EMPTY', 422, '这段时间内没有已生效的评估，请另选日期。'),
  drawDone: () => refuse('ASSESSMENT_DRAW_DONE', 409, '这次抽查已经抽过，结果不再改变。'),
  issuerUnknown: () => refuse('RECOGNITION_ISSUER_UNKNOWN', 404, '没有找到这家出具机构，请从名录中选择。'),
  recognitionUnknown: () => refuse('RECOGNITION_UNKNOWN', 404, '没有找到这件互认，或不在您的辖区内。请刷新页面。'),
  recognitionBlocked: (reasons: readonly string[]) =>
    refuse('RECOGNITION_BLOCKED', 422, `现在不能采信：${reasons.join('；')}。`),
  recognitionSamePerson: () =>
    refuse('RECOGNITION_SAME_PERSON', 403, '登记的人不能自己决定是否采信，请另一位同事办理。'),
  recognitionDecided: () => refuse('RECOGNITION_DECIDED', 409, '这件互认已经办结，请刷新页面查看。'),
}
