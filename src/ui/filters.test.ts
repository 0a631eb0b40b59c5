import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chipsOf, conditionsOf, type Filter, understand } from './filters.ts'
import { parseSearch, writeSearch } from './url-state.ts'

const filters: Filter[] = [
  {
    id: 'age',
    label: '年龄',
    sentence: (value) => `年龄 ≥ ${value.replace('-', '')}`,
    understand: (word) => /^(\d+)岁以上$/.exec(word)?.[1]?.concat('-'),
  },
  {
    id: 'living',
    label: '居住',
    options: [
      { value: 'alone', label: '独居' },
      { value: 'emptyNest', label: '空巢' },
    ],
  },
]

describe('filters', () => {
  it('read a line of words into conditions and leave the rest as text', () => {
    expect(understand(filters, '80岁以上 独居 　王秀英')).toEqual({ age: '80-', living: 'alone', q: '王秀英' })
    expect(understand(filters, '独居 空巢 独居')).toEqual({ living: 'alone,emptyNest', q: '' })
  })
  it('say what is active as sentences', () => {
    expect(chipsOf(filters, { age: '80-', living: 'alone,emptyNest', q: '王' }).map((chip) => chip.text)).toEqual([
      '年龄 ≥ 80',
      '居住 = 独居、空巢',
      '含“王”',
    ])
  })
  it('keep paging and peek out of a saved view', () => {
    expect(conditionsOf(filters, { age: '80-', after: 'k', peek: '1', sort: 'name' })).toEqual({
      age: '80-',
      sort: 'name',
    })
  })
})

describe('the address', () => {
  it('keeps every text as it was, and drops what is empty', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1 })), (search) => {
        expect(parseSearch(writeSearch(search))).toEqual(search)
      }),
    )
    expect(writeSearch({ a: '', b: undefined })).toBe('')
  })
})
