/**
 * Writes `src/areas/divisions/data/divisions.csv` from the published list: `node tools/build-divisions.ts SOURCE.csv`.
 * Pinyin is worked out here, once, so that nothing loads the pinyin dictionary when the product starts.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { pinyin } from 'pinyin-pro'
import { shortName } from '../src/areas/divisions/names.ts'

const source = process.argv[2]
if (!source) throw new Error('usage: node tools/build-divisions.ts SOURCE.csv')

const [header = '', ...lines] = readFileSync(source, 'utf8').trim().split('\n')
const columns = header.split(',')
const out = ['key,name,kind,pinyin,lng,lat,elevationM,pop2010']
for (const line of lines) {
  const cells = line.split(',')
  const cell = (name: string): string => cells[columns.indexOf(name)] ?? ''
  const name = cell('name')
  const spoken = pinyin(shortName(name), { toneType: 'none', type: 'array', v: true })
    .filter((syllable) => /^[a-z]+$/i.test(syllable))
    .join(' ')
    .toLowerCase()
  out.push(
    [cell('code'), name, cell('kind'), spoken, cell('lng'), cell('lat'), cell('elevationM'), cell('pop2010')].join(','),
  )
}
writeFileSync(new URL('../src/areas/divisions/data/divisions.csv', import.meta.url), `${out.join('\n')}\n`)
