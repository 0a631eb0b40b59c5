/** A register of any size for the measurements: real villages, plausible ages and facts, nothing of the simulator's care. */

import { randomFillSync } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { checkCharacter, nameKeys } from '../src/areas/elders/index.ts'
import type { Keyring } from '../src/platform/crypto/index.ts'

const SURNAMES = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢',
]
const GIVEN = [...'秀英桂兰玉珍淑华凤素芳美云国建明德志文光荣福贵成忠义永安平春林树生天世昌海山大全友祥']

/** A small generator of numbers with a seed: the same register every time. */
function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type Sample = {
  district: string
  id: string
  township: string
  village: string
  name: string
  pinyin: string
  number: string
}

/** Loads `count` persons by COPY and returns every `keepEach`-th as a sample to ask for. */
export async function loadRegister(url: string, keyring: Keyring, count: number, seed = 20_261_121): Promise<Sample[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ key: string }>(
    `select key from divisions.division where level = 'village' order by key`,
  )
  const villages = rows.map((row) => row.key)
  const random = numbers(seed)
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
  const keysOfName = new Map<string, ReturnType<typeof nameKeys>>()
  const samples: Sample[] = []
  const hex = (bytes: Buffer) => `\\\\x${bytes.toString('hex')}`
  const serials = new Map<string, number>()
  // Hashing and sealing a million numbers would be most of the time of loading. Only what is asked for has its true index; the rest
  // gets random bytes of the same length, and one of a few sealed texts.
  const noise = Buffer.alloc(16 * 4096)
  let at = noise.length
  const random16 = (): string => {
    if (at >= noise.length) {
      randomFillSync(noise)
      at = 0
    }
    at += 16
    return hex(noise.subarray(at - 16, at))
  }
  const sealed = Array.from({ length: 200 }, (_, n) => hex(keyring.seal(`50000019500101${String(1000 + n)}`)))
  const lastFour = Array.from({ length: 10_000 }, (_, n) =>
    hex(keyring.blindIndex('idLast4', String(n).padStart(4, '0'))),
  )
  const keepEach = Math.max(1, Math.floor(count / 4000))
  const facts: string[] = []
  const identities: string[] = []
  const phones: string[] = []
  function* people(): Generator<string> {
    for (let n = 0; n < count; n++) {
      const village = villages[Math.floor((n / count) * villages.length)] as string
      const district = village.slice(0, 6)
      const name = pick(SURNAMES) + pick(GIVEN) + (random() < 0.7 ? pick(GIVEN) : '')
      let keys = keysOfName.get(name)
      if (keys === undefined) {
        keys = nameKeys(name)
        keysOfName.set(name, keys)
      }
      const age = 60 + Math.floor(random() ** 1.8 * 40)
      const born = new Date(Date.UTC(2026 - age, Math.floor(random() * 12), 1 + Math.floor(random() * 28)))
        .toISOString()
        .slice(0, 10)
      const compact = born.replaceAll('-', '')
      const serial = serials.get(compact) ?? 0
      serials.set(compact, serial + 1)
      const digits = `500000${compact}${String(serial % 1000).padStart(3, '0')}`
      const number = digits + checkCharacter(digits)
      const id = `01930000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
      const isSample = n % keepEach === 0
      const blind = isSample ? hex(keyring.blindIndex('id', number)) : random16()
      if (isSample)
        samples.push({ district, id, township: village.slice(0, 9), village, name, pinyin: keys.pinyin, number })
      const place = `${village.slice(0, 9)}\t${village}`
      identities.push(`${blind}\t${district}\t${id}\t${place}\n`)
      const kinds: [string, string][] = [['residence', `{${village}}`]]
      const dice = random()
      kinds.push(['hardship', dice < 0.04 ? '{extreme}' : dice < 0.12 ? '{subsistence}' : '{}'])
      kinds.push(['livingArrangement', random() < 0.12 ? '{alone}' : random() < 0.4 ? '{emptyNest}' : '{withFamily}'])
      if (random() < 0.12) kinds.push(['careDependency', `{${pick(['mild', 'moderate', 'severe', 'total'])}}`])
      if (random() < 0.1) kinds.push(['disability', '{physical,2}'])
      for (const [kind, value] of kinds)
        facts.push(
          `${district}\t${id}\t01930000-0000-7000-9000-${(facts.length % 2 ** 40).toString(16).padStart(12, '0')}\t${kind}\t${value}\t2020-01-01\t2020-01-05 00:00:00+08\tledger\tbench\t${place}\n`,
        )
      if (n % 3 === 0) {
        phones.push(
          `${district}\t${id}\t01930000-0000-7000-a000-${n.toString(16).padStart(12, '0')}\town\t${pick(sealed)}\t${random16()}\tledger\t${place}\n`,
        )
      }
      yield `${[
        district,
        id,
        name,
        keys.pinyin,
        keys.initials,
        serial % 2 === 0 ? 'female' : 'male',
        born,
        'residentId',
        isSample ? hex(keyring.seal(number)) : pick(sealed),
        blind,
        pick(lastFour),
        village.slice(0, 9),
        village,
        '二组 5 号',
        'true',
        '2020-01-05 00:00:00+08',
        '2020-01-05 00:00:00+08',
      ].join('\t')}\n`
    }
  }
  const copy = async (target: string, lines: Iterable<string>) =>
    pipeline(Readable.from(chunked(lines)), client.query(copyFrom(`copy ${target} from stdin`)))
  await client.query('set session_replication_role = replica')
  await copy(
    'elders.elder (district, id, name, name_pinyin, name_initials, sex, birth_date, id_kind, id_cipher, id_blind, id_last4_blind, township, village, address, synthetic, created_at, updated_at)',
    people(),
  )
  await copy('elders.identity (id_blind, district, elder_id, township, village)', identities)
  await copy(
    'elders.fact (district, elder_id, id, kind, value, valid_from, recorded_at, source_kind, recorded_by, township, village)',
    facts,
  )
  await copy('elders.phone (district, elder_id, id, kind, cipher, blind, source_kind, township, village)', phones)
  await client.query('vacuum analyze')
  await client.end()
  return samples
}

function* chunked(lines: Iterable<string>): Generator<string> {
  let chunk = ''
  for (const line of lines) {
    chunk += line
    if (chunk.length > 60_000) {
      yield chunk
      chunk = ''
    }
  }
  if (chunk !== '') yield chunk
}
