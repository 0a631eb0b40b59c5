import { describe, expect, it } from 'vitest'
import { itemsOf } from '../../engines/instrument/index.ts'
import { findInstrument } from '../../policy/index.ts'
import { yiyang } from '../command-line/testing/yiyang.ts'

const gbt = findInstrument('gbt42195')
const items = Object.fromEntries((gbt ? itemsOf(gbt) : []).map((item) => [item.code, item.options.length - 1]))

describe('yiyang assess', () => {
  it('scores a form from standard input with the fields that scripts rely on', async () => {
    const answers = { items, coma: false, diagnoses: ['F03'], eventsLast30Days: { fall: 1, wandering: 1 } }
    const { status, json } = await yiyang('assess score gbt42195 --answers - --json', answers)
    expect(status).toBe(0)
    expect(json).toMatchObject({
      version: 'GB/T 42195-2022',
      sections: { 'B.1': 32, 'B.2': 15, 'B.3': 28, 'B.4': 15 },
      total: 90,
      preliminaryLevel: 0,
      finalLevel: 1,
      missing: [],
    })
    expect(json.adjustments).toMatchObject([{ rule: 'diagnosis' }, { rule: 'events' }])
  })
  it('names what is missing, and what an installation has not set', async () => {
    const { json } = await yiyang('assess score gbt42195 --answers -', { items: { ...items, 'B.2.4': 4 }, coma: false })
    expect(json).toMatchObject({ total: null, finalLevel: null, missing: ['B.2.4'] })
  })
  it('refuses a form that it does not have, and answers that are none, in JSON', async () => {
    const unknown = await yiyang('assess score barthel --answers -', {})
    expect([unknown.status, unknown.json]).toMatchObject([2, { error: { code: 'INSTRUMENT_UNKNOWN' } }])
    const list = await yiyang('assess score ltci --answers -', [])
    expect([list.status, list.json]).toMatchObject([2, { error: { code: 'ANSWERS_INVALID' } }])
    const misspelt = await yiyang('assess score gbt42195 --answers -', { items, eventsLast30Days: { fal: 1 } })
    expect([misspelt.status, misspelt.json]).toMatchObject([2, { error: { code: 'EVENT_UNKNOWN' } }])
    expect(JSON.stringify(misspelt.json)).toMatch(/fal .*fall（跌倒）/)
  })
})
