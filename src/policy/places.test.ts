import { describe, expect, it } from 'vitest'
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
