import { describe, expect, it } from 'vitest'
import type { Instrument } from './instrument.ts'
import { score } from './score.ts'

const yesNo = [
  { points: 1, label: '是' },
  { points: 0, label: '否' },
]

/** A checklist: the second question is asked only where the first is answered with yes; the pass mark is set by whoever uses it. */
const checklist: Instrument = {
  id: 'checklist',
  version: '1',
  title: '自查表',
  source: '示例',
  hasTotal: true,
  levels: ['合格', '不合格'],
  levelTie: 'first',
  sections: [
    {
      code: 'K',
      label: '厨房',
      items: [
        { code: 'K.1', label: '设有厨房', options: yesNo },
        { code: 'K.2', label: '食品留样', options: yesNo, askWhen: { item: 'K.1', from: 1 }, evidence: ['photo'] },
        { code: 'K.3', label: '饮用水合格', options: yesNo },
      ],
    },
  ],
  levelWhen: [
    { level: 0, when: { total: true, from: { setting: 'pass-mark' } } },
    { level: 1, when: { all: [] } },
  ],
}

describe('a form as data', () => {
  const passMark = (id: string) => (id === 'pass-mark' ? 1 : undefined)

  it('an item that is not asked counts nothing and is not missing', () => {
    const scored = score(checklist, { items: { 'K.1': 0, 'K.3': 1 } }, passMark)
    expect(scored).toMatchObject({ sections: { K: 1 }, total: 1, preliminaryLevel: 0, finalLevel: 0, missing: [] })
  })
  it('an item that is asked and unanswered gives no level and is named', () => {
    const scored = score(checklist, { items: { 'K.1': 1, 'K.3': 1 } }, passMark)
    expect(scored).toMatchObject({ sections: { K: null }, total: null, preliminaryLevel: null, missing: ['K.2'] })
  })
  it('whether an item is asked stays open while the item before it is unanswered', () => {
    expect(score(checklist, { items: { 'K.3': 1 } }, passMark).missing).toEqual(['K.1', 'K.2'])
  })
  it('a figure that nobody has set blocks by name', () => {
    const scored = score(checklist, { items: { 'K.1': 0, 'K.3': 1 } })
    expect(scored).toMatchObject({ total: 1, preliminaryLevel: null, missing: ['parameter:pass-mark'] })
  })
  it('names in the answers that the form does not have are told', () => {
    const scored = score(checklist, { items: { 'K.1': 0, 'K.3': 1, 'K.9': 1 }, mood: 'good' }, passMark)
    expect(scored.ignored).toEqual(['K.9', 'mood'])
  })
})
