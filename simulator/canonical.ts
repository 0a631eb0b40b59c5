import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import type { DivisionTree } from '../src/areas/divisions/index.ts'
import { type CityRequest, generatePeople } from './city.ts'
import { generateFacilities } from './facilities.ts'

const FORMAT = 1
const CHUNK = 1 << 18

export type Summary = {
  elders: number
  deceased: number
  facts: number
  phones: number
  facilities: number
  beds: number
  staff: number
}

/**
 * The synthetic city as JSON lines in clear: a head that names the request, one line a person, one a facility, one a member of staff, and a
 * closing line of counts. The order of keys and lines is fixed, so the same request gives the same bytes.
 */
export function* canonicalLines(tree: DivisionTree, request: CityRequest): Generator<string, Summary> {
  const { elders, seed, within, on } = request
  const counts: Summary = { elders: 0, deceased: 0, facts: 0, phones: 0, facilities: 0, beds: 0, staff: 0 }
  yield `${JSON.stringify({ kind: 'city', format: FORMAT, synthetic: true, elders, seed, in: within, on })}\n`
  for (const person of generatePeople(tree, request)) {
    counts.elders++
    counts.deceased += person.diedOn === null ? 0 : 1
    counts.facts += person.facts.length
    counts.phones += person.phones.length
    yield `${JSON.stringify(person)}\n`
  }
  for (const record of generateFacilities(tree, request)) {
    counts[record.kind === 'facility' ? 'facilities' : 'staff']++
    if (record.kind === 'facility') counts.beds += record.beds
    yield `${JSON.stringify(record)}\n`
  }
  yield `${JSON.stringify({ kind: 'summary', ...counts })}\n`
  return counts
}

/** Writes the canonical file; it appears under its name only when it is whole. Memory stays bounded. */
export async function writeCity(tree: DivisionTree, request: CityRequest, path: string): Promise<Summary> {
  const unfinished = `${path}.unfinished`
  const file = createWriteStream(unfinished)
  const opened = once(file, 'open')
  try {
    await opened
    const lines = canonicalLines(tree, request)
    let chunk = ''
    for (;;) {
      const { value, done } = lines.next()
      if (done) {
        file.end(chunk)
        await finished(file)
        await rename(unfinished, path)
        return value
      }
      chunk += value
      if (chunk.length < CHUNK) continue
      if (!file.write(chunk)) await once(file, 'drain')
      chunk = ''
    }
  } catch (error) {
    file.destroy()
    await rm(unfinished, { force: true })
    throw error
  }
}
