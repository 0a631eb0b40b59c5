import { describe, expect, it } from 'vitest'
import { day } from '../../platform/clock/day.ts'
import { judgeRecognition, type Report } from './judge-recognition.ts'
import { selfGrade } from './self-grade.ts'
import { standOf } from './statistics.ts'

const report = (more: Partial<Report> = {}): Report => ({
  jurisdiction: '510100',
  issuerKnown: true,
  personMatch: 'number',
  scale: 'gbt42195',
  scaleVersion: 'GB/T 42195-2022',
  assessedOn: day('2026-06-01'),
  validUntil: day('2027-06-01'),
  originIndex: 3,
  checked: true,
  ...more,
})
const today = day('2026-11-22')
const says = (more: Partial<Report>, settings: Record<string, number | boolean> = { 'recognition-sichuan': true }) => {
  const finding = judgeRecognition(report(more), today, (id) => settings[id])
  return [finding.outcome, finding.level, ...finding.settings]
}

describe('a result from elsewhere', () => {
  it.each<[string, Partial<Report>, Record<string, number | boolean> | undefined, unknown[]]>([
    ['same scale, known issuer, checked', {}, undefined, ['acceptable', 3]],
    ['nobody has set whether Sichuan is recognised', {}, {}, ['wait', 3, 'recognition-sichuan']],
    ['set to no', {}, { 'recognition-sichuan': false }, ['reassess', 3]],
    [
      'another province has a setting of its own',
      { jurisdiction: '440100' },
      undefined,
      ['wait', 3, 'recognition-other-places'],
    ],
    ['our own city needs no agreement', { jurisdiction: '500112' }, {}, ['acceptable', 3]],
    ['the last day counts', { validUntil: day('2026-11-23') }, undefined, ['acceptable', 3]],
    ['expired', { validUntil: today }, undefined, ['reassess', 3]],
    ['same name, other number', { personMatch: 'differs' }, undefined, ['blocked', 3]],
    ['name only', { personMatch: 'nameOnly' }, undefined, ['wait', 3]],
    ['issuer not on the list', { issuerKnown: false }, undefined, ['wait', 3]],
    ['not checked with the issuer', { checked: false }, undefined, ['wait', 3]],
    [
      'an older scale without a mapping blocks by name',
      { scale: 'mzt039' },
      undefined,
      ['wait', null, 'recognition-mzt039-level-3'],
    ],
    [
      'an older scale with a mapping',
      { scale: 'mzt039' },
      { 'recognition-sichuan': true, 'recognition-mzt039-level-3': 3 },
      ['acceptable', 3],
    ],
    [
      'the long-term care scale is never turned silently',
      { scale: 'ltci', originIndex: 4 },
      undefined,
      ['wait', null, 'recognition-ltci-level-4'],
    ],
    ['an unknown scale', { scale: 'other', originIndex: null }, undefined, ['reassess', null]],
  ])('%s', (_, more, settings, expected) => {
    expect(says(more, settings)).toEqual(expected)
  })
})

describe('the self-assessment before long-term care grading', () => {
  it('has a grade for every count of dependent items', () => {
    const grades = [0, 1, 2, 3].map((a) => [0, 1, 2, 3].map((b) => selfGrade(a, b)).join(''))
    expect(grades).toEqual(['ABBC', 'BCDE', 'DEEF', 'EFFG'])
  })
})

describe('drift', () => {
  it.each([
    [{ compared: 29, drift: -20, error: 1 }, 'notEnough'],
    [{ compared: 30, drift: -20, error: 1 }, 'moreSevere'],
    [{ compared: 30, drift: 5, error: 2 }, 'lessSevere'],
    [{ compared: 30, drift: 5, error: 3 }, 'asPeers'],
    [{ compared: 300, drift: -1.5, error: 0.1 }, 'asPeers'],
    [{ compared: 0, drift: null, error: null }, 'notEnough'],
  ])('%o is %s', (row, expected) => {
    expect(standOf(row)).toBe(expected)
  })
})
