import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'
import { faultsOf } from './copy-rules.ts'

const source = join(import.meta.dirname, '..')
const PUBLIC = /^(areas\/portal|web\/(portal|sign-in|fallbacks|hotline))/

/** Every piece of text with a Chinese character that stands in a source file: literals, templates, text between tags. */
function textsIn(file: string): string[] {
  const { program } = parseSync(file, readFileSync(file, 'utf8'))
  const texts: string[] = []
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { type, value } = node as { type?: string; value?: unknown }
    if ((type === 'Literal' || type === 'JSXText') && typeof value === 'string') texts.push(value)
    // Pages without script are templates of HTML: their tags are no words.
    if (type === 'TemplateElement')
      texts.push(((value as { cooked?: string }).cooked ?? '').replaceAll(/<\/?[a-z][^<>]*>/g, ' '))
    for (const child of Object.values(node)) walk(child)
  }
  walk(program)
  return texts.filter((text) => /\p{Script=Han}/u.test(text))
}

const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.ts$|^copy-rules/.test(entry.name))
  .map((entry) => relative(source, join(entry.parentPath, entry.name)))
  .filter((file) => /^(ui|web|areas)\//.test(file))

describe('words that people read', () => {
  it('keep the rules of UX §12.4 in every screen and refusal', () => {
    const broken = files.flatMap((file) =>
      textsIn(join(source, file)).flatMap((text) =>
        faultsOf(text, PUBLIC.test(file)).map((fault) => `${file}: “${text.trim()}”: ${fault}`),
      ),
    )
    expect(broken).toEqual([])
  })

  it.each([
    ['提交成功！', '提交成功。'],
    ['确定', '提交申请'],
    ['导入失败。', '导入失败，请检查文件后再试一次。'],
    ['请填写姓名，请核对。', '请填写姓名。请核对。'],
    ['请重新登陆', '请重新登录'],
    ['点击 Submit 提交', '提交申请'],
  ])('name the fault of “%s”', (wrong, right) => {
    expect(faultsOf(wrong, true)).toHaveLength(1)
    expect(faultsOf(right, true)).toEqual([])
  })
})
