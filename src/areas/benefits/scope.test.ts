import { describe, expect, it } from 'vitest'
import type { Month } from '../../platform/clock/day.ts'
import { DivisionTree, readDataset } from '../divisions/index.ts'
import { batchesOf } from './scope.ts'

const tree = new DivisionTree(readDataset())
const batches = (division: string, month: string) => {
  const result = batchesOf(tree, division, `${month}-01` as Month)
  return result.ok ? result.value : result.refusal.code
}

describe('the batches that a division stands for', () => {
  it('a district is one batch, a township one that its district pays', () => {
    expect(batches('500113', '2026-11')).toMatchObject([{ payer: '500113', division: '500113', districts: ['500113'] }])
    expect(batches('500113103', '2026-11')).toMatchObject([
      { payer: '500113', division: '500113103', townships: ['500113103'] },
    ])
  })

  it('the city is its districts, each by itself, and every township once', () => {
    const city = batches('500000', '2026-11')
    expect(city).toHaveLength(37)
    const townships = typeof city === 'string' ? [] : city.flatMap((each) => each.townships)
    expect(townships).toHaveLength(1031)
    expect(new Set(townships).size).toBe(1031)
  })

  it('两江新区 pays from the month in which it was founded, for townships whose keys name three districts', () => {
    expect(batches('liangjiang', '2025-10')).toBe('divisionNotInForce')
    expect(batches('liangjiang', '2025-11')).toMatchObject([
      { payer: 'liangjiang', districts: ['500105', '500109', '500112'] },
    ])
    expect(batches('500105', '2025-11')).toBe('divisionNotInForce')
    expect(batches('500105', '2025-10')).toMatchObject([{ payer: '500105', districts: ['500105'] }])
    expect(batches('500112133', '2025-10')).toMatchObject([{ payer: '500112' }])
    expect(batches('500112133', '2025-11')).toMatchObject([{ payer: '500109' }])
  })

  it.each([
    ['500113103001', 'divisionTooSmall'],
    ['zone-wansheng', 'zoneNotPayer'],
    ['999999', 'divisionUnknown'],
  ])('%s is refused: %s', (division, code) => expect(batches(division, '2026-11')).toBe(code))
})
