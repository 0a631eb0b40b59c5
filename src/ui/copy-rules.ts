/** What a sentence for people may not do (UX §12). Answers the faults in words for the developer who reads the test. */
export function faultsOf(text: string, isPublic: boolean): string[] {
  const faults: string[] = []
  if (/[!！]/.test(text)) faults.push('exclamation mark')
  if (/^(确定|取消)$/.test(text.trim())) faults.push('a button says its verb, not 确定 or 取消')
  if (/失败/.test(text) && !/请|可以|再试|重试|改为/.test(text)) faults.push('失败 without a next step')
  if (text.split(/[。；\n]/).some((sentence) => (sentence.match(/(?<![申邀])请(?![假求示教])/g) ?? []).length > 1)) {
    faults.push('more than one 请 in a sentence')
  }
  for (const [wrong, right] of MISWRITTEN) if (text.includes(wrong)) faults.push(`${wrong} is written ${right}`)
  if (isPublic) {
    const foreign = text.match(/[A-Za-z]{2,}/g)?.filter((word) => !PUBLIC_LETTERS.has(word)) ?? []
    if (foreign.length > 0) faults.push(`foreign words: ${foreign.join(', ')}`)
  }
  return faults
}

const MISWRITTEN = [
  ['登陆', '登录'],
  ['帐号', '账号'],
  ['帐户', '账户'],
] as const

/** Samples of pinyin initials. */
const PUBLIC_LETTERS = new Set(['bn', 'bnq', 'gljt'])
