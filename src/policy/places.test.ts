import { describe, expect, it } from 'vitest'
import { readDataset } from '../areas/divisions/dataset.ts'
import { DivisionTree } from '../areas/divisions/tree.ts'
import { day } from '../platform/clock/day.ts'
import { placesByKey, readDivision } from './places.ts'

const BEFORE = day('2025-11-05')
const REFORM = day('2025-11-06')

describe('一地属于哪一区县，按日期', () => {
  it.each([
    ['500113', REFORM, ['500113', '500000', '000000']],
    ['500113001001', REFORM, ['500113001001', '500113001', '500113', '500000', '000000']],
    ['500112002', BEFORE, ['500112002', '500112', '500000', '000000']],
    ['500112002', REFORM, ['500112002', 'liangjiang', '500000', '000000']],
    ['500112133005', REFORM, ['500112133005', '500112133', '500109', '500000', '000000']],
    ['500109008', REFORM, ['500109008', 'liangjiang', '500000', '000000']],
    ['liangjiang', REFORM, ['liangjiang', '500000', '000000']],
    ['500000', REFORM, ['500000', '000000']],
    ['110000', REFORM, ['110000', '000000']],
  ])('%s on %s', (key, on, chain) => expect(placesByKey.chain(key, on)).toEqual(chain))

  it('agrees with the published divisions for every township, before and after the reform', () => {
    const data = readDataset()
    const tree = new DivisionTree(data)
    for (const on of [BEFORE, REFORM]) {
      for (const { key, level } of data.divisions) {
        if (level !== 'township') continue
        const parent = tree.parent(key, on)
        if (parent) expect(placesByKey.chain(key, on)[1], `${key} on ${on}`).toBe(parent.key)
      }
    }
  })

  it('gives an extent for SQL that holds exactly the townships of a place', () => {
    const townships = readDataset().divisions.filter((division) => division.level === 'township')
    for (const on of [BEFORE, REFORM]) {
      for (const place of ['liangjiang', '500109', '500112', '500105', '500113']) {
        const { prefixes, keys } = placesByKey.extent(place, on)
        const held = townships.filter(
          ({ key }) => keys.includes(key) || prefixes.some((prefix) => key.startsWith(prefix)),
        )
        const inside = townships.filter(({ key }) => placesByKey.chain(key, on).includes(place))
        if (!(place === 'liangjiang' && on < REFORM))
          expect(held.map((each) => each.key)).toEqual(inside.map((each) => each.key))
      }
    }
  })

  it.each([
    ['500113000000', '500113'],
    ['500113001000', '500113001'],
    ['500113001001', '500113001001'],
    ['500113', '500113'],
    ['liangjiang', 'liangjiang'],
    ['5001', undefined],
    ['巴南', undefined],
  ])('reads %s as %s', (text, key) => expect(readDivision(text)).toBe(key))
})
