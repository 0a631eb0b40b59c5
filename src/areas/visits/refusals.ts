import type { Refusal } from '../../platform/http/index.ts'

/** Every way in which this area says no. */
export const refusals = {
  unset: (names: readonly string[]): Refusal => ({
    code: 'VISIT_PARAMETER_UNSET',
    status: 422,
    message: `本区还没有设置“${names.join('”“')}”，暂时不能生成巡访计划。请区县在“政策规则库”中设置。`,
  }),
  monthOver: (): Refusal => ({
    code: 'VISIT_MONTH_OVER',
    status: 422,
    message: '这个月已经过去，不再生成计划。可以查看完成情况，或生成本月及下月的计划。',
  }),
  monthTooFar: (): Refusal => ({
    code: 'VISIT_MONTH_TOO_FAR',
    status: 422,
    message: '只能生成本月和下月的计划。更远的月份到时候按当时的情况计算。',
  }),
  elderUnknown: (): Refusal => ({
    code: 'VISIT_ELDER_UNKNOWN',
    status: 404,
    message: '这位老人不在您负责的村（社区）台账中，可能已转走。记录仍保留在本机，请联系乡镇经办人补录。',
  }),
  differs: (): Refusal => ({
    code: 'VISIT_DIFFERS',
    status: 409,
    message: '这条巡访记录已经上传过，内容与这次不同。已上传的没有改动；需要更正时请另存一条更正记录。',
  }),
  recordUnknown: (): Refusal => ({
    code: 'VISIT_RECORD_UNKNOWN',
    status: 404,
    message: '没有找到这条巡访记录。请先上传记录，再上传照片和录音。',
  }),
  fileNotNamed: (): Refusal => ({
    code: 'VISIT_FILE_NOT_NAMED',
    status: 404,
    message: '巡访记录里没有这个附件。请在记录中补上后再上传。',
  }),
  fileDiffers: (): Refusal => ({
    code: 'VISIT_FILE_DIFFERS',
    status: 409,
    message: '附件内容与记录中登记的不一致，没有保存。请重新选择原来的照片或录音。',
  }),
  fileTooLarge: (): Refusal => ({
    code: 'VISIT_FILE_TOO_LARGE',
    status: 413,
    message: '附件超过 8 MB，没有保存。请压缩后再上传。',
  }),
  answersUnknown: (names: readonly string[]): Refusal => ({
    code: 'VISIT_ANSWERS_UNKNOWN',
    status: 422,
    message: `有 ${names.length} 个答案不在巡访问题中：${names.join('、')}。请更新应用后再上传，记录仍保留在本机。`,
  }),
  questionsUnknown: (): Refusal => ({
    code: 'VISIT_QUESTIONS_UNKNOWN',
    status: 422,
    message: '系统里没有这个版本的巡访问题。请更新应用后再上传，记录仍保留在本机。',
  }),
  correctsUnknown: (): Refusal => ({
    code: 'VISIT_CORRECTS_UNKNOWN',
    status: 422,
    message: '没有找到要更正的那条记录，或不是您本人的记录。请核对后再上传。',
  }),
  questionUnknown: (): Refusal => ({
    code: 'VISIT_QUESTION_UNKNOWN',
    status: 404,
    message: '没有找到这条核对问题，或它不在您的辖区内。请刷新后再看。',
  }),
  questionAnswered: (): Refusal => ({
    code: 'VISIT_QUESTION_ANSWERED',
    status: 409,
    message: '这条核对问题已有答复，不再更改。请刷新后查看答复。',
  }),
  questionOwn: (): Refusal => ({
    code: 'VISIT_QUESTION_OWN',
    status: 403,
    message: '本人的巡访记录由别人核对。您可以写下当时的情况。',
  }),
  proposalUnknown: (): Refusal => ({
    code: 'VISIT_PROPOSAL_UNKNOWN',
    status: 404,
    message: '没有找到这条建议，或已有人处理。请刷新后再看。',
  }),
  helperUnknown: (): Refusal => ({
    code: 'VISIT_HELPER_UNKNOWN',
    status: 422,
    message: '这位巡访人在该村（社区）没有在岗登记。请先登记岗位，再办理。',
  }),
  pairUnknown: (): Refusal => ({
    code: 'VISIT_PAIR_UNKNOWN',
    status: 404,
    message: '没有找到这对结对，或已经结束。请刷新后再看。',
  }),
  actDiffers: (): Refusal => ({
    code: 'VISIT_ACT_DIFFERS',
    status: 409,
    message: '同一编号的帮扶记录已经有了，内容与这次不同。已有的没有改动；请另记一条。',
  }),
  partnerFull: (most: number): Refusal => ({
    code: 'VISIT_PARTNER_FULL',
    status: 422,
    message: `这位结对人已结对 ${most} 位老人，达到本区规定的上限。请另选一位。`,
  }),
  notVerified: (): Refusal => ({
    code: 'ROSTER_NOT_VERIFIED',
    status: 409,
    message: '村（社区）还没有核实这位老人。请先核实，再由乡镇（街道）确认。',
  }),
  confirmedByVerifier: (): Refusal => ({
    code: 'ROSTER_SAME_PERSON',
    status: 403,
    message: '核实人不能自己确认。请由另一位经办人确认。',
  }),
} satisfies Record<string, (...given: never[]) => Refusal>
