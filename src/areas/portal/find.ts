import { type Answer, refuse } from '../../ui/refusal.ts'
import type { Answers } from './answers.ts'
import type { Findings } from './findings.ts'

/** Answers by the same rules as the monthly run, in the browser; nothing is sent. */
export async function find(_answers: Answers): Promise<Answer<Findings>> {
  return {
    ok: false,
    refusal: refuse(
      'RULES_NOT_HERE',
      503,
      '待遇规则正在准备，暂时不能计算。请拨打 12345，或到乡镇（街道）便民服务中心询问。',
    ),
  }
}
