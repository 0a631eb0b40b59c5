import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DivisionTree, readDataset } from '../src/areas/divisions/index.ts'
import { day } from '../src/platform/clock/day.ts'
import { keyringOf, newKeyFile } from '../src/platform/crypto/index.ts'
import { asSystem } from '../src/platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../src/platform/db/testing.ts'
import { generatePeople } from './city.ts'
import { fillDemonstration } from './demonstration.ts'
import { departmentLists } from './department-lists.ts'
import { AlreadyLoaded, loadCity } from './load.ts'

const tree = new DivisionTree(readDataset())
const keyring = keyringOf(newKeyFile('aes-256-gcm'))
const request = { elders: 3000, seed: 'load', within: '500113', on: day('2026-11-01') }

describe('loading a synthetic city into the register', () => {
  let town: TestDatabase
  let indexesBefore: string[]
  const around = () => ({ databaseUrl: town.url, keyring, tree, account: 'test' })
  const ask = async <T>(statement: string): Promise<T[]> =>
    (await asSystem(town.db, (tx) => sql.raw<T>(statement).execute(tx))).rows
  const indexes = async () =>
    (
      await ask<{ is: string }>(`select indexdef as is from pg_indexes where schemaname = 'elders'
      union all select conname || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'elders'::regnamespace`)
    )
      .map((row) => row.is)
      .sort()

  beforeAll(async () => {
    town = await testDatabase()
    indexesBefore = await indexes()
    expect(await loadCity(around(), request)).toBe(3000)
  })
  afterAll(() => town.drop())

  it('writes every file with its phones and facts, all marked as synthetic, and one audit entry', async () => {
    const people = [...generatePeople(tree, request)]
    const [counts] = await ask(`select (select count(*) from elders.elder where synthetic) as elders,
      (select count(*) from elders.identity) as identities, (select count(*) from elders.phone) as phones,
      (select count(*) from elders.contact) as contacts, (select count(*) from elders.fact) as facts, (select count(*) from audit.entry where action = 'load') as entries`)
    expect(counts).toEqual({
      elders: 3000,
      identities: people.filter((p) => p.idNumber !== null).length,
      phones: people.reduce((n, p) => n + p.phones.length, 0),
      contacts: people.reduce((n, p) => n + p.phones.filter((phone) => phone.kind !== 'own').length, 0),
      facts: people.reduce((n, p) => n + p.facts.length, 0),
      entries: 1,
    })
  })

  it('seals numbers and finds them by blind index', async () => {
    const person = [...generatePeople(tree, request)].find((p) => p.idNumber !== null)
    const blind = keyring.blindIndex('id', person?.idNumber ?? '').toString('hex')
    const [row] = await ask<{ id: string; name: string; id_cipher: Buffer; id_last4_blind: Buffer }>(
      `select e.* from elders.identity i join elders.elder e on e.district = i.district and e.id = i.elder_id where i.id_blind = '\\x${blind}'`,
    )
    expect(row).toMatchObject({ id: person?.id, name: person?.name })
    expect(keyring.open(row?.id_cipher ?? Buffer.alloc(0))).toBe(person?.idNumber)
    expect(row?.id_last4_blind).toEqual(keyring.blindIndex('idLast4', (person?.idNumber ?? '').slice(-4)))
  })

  it('leaves the indexes and rules of the tables as they were', async () => {
    expect(await indexes()).toEqual(indexesBefore)
  })

  it('refuses the same city a second time and leaves nothing of it behind', async () => {
    await expect(loadCity(around(), request)).rejects.toThrow(AlreadyLoaded)
    await expect(loadCity(around(), { ...request, seed: 'another' })).rejects.toThrow(AlreadyLoaded)
    expect(await ask('select count(*) as n from elders.elder')).toEqual([{ n: 3000 }])
  })

  it('takes a second district beside the first', async () => {
    expect(await loadCity(around(), { ...request, elders: 400, within: '500101' })).toBe(400)
    expect(await indexes()).toEqual(indexesBefore)
  })

  it('fills the demonstration only where nobody lives yet', async () => {
    const demonstration = { within: '500113', elders: 500, seed: 'demo', on: request.on }
    expect(await fillDemonstration(around(), demonstration)).toBe(0)
    expect(await ask('select count(*) as n from elders.elder')).toEqual([{ n: 3400 }])
  })
})

describe('the lists of three departments', () => {
  const lists = departmentLists(tree, { ...request, elders: 20_000 })
  const known = new Map([...generatePeople(tree, { ...request, elders: 20_000 })].map((p) => [p.idNumber, p]))
  const byNumber = (i: number) => lists[i]?.rows.map((row) => ({ row, person: known.get(row[2] ?? '') })) ?? []

  it('name deaths that the register has, deaths that it has not heard of, and people it does not know', () => {
    const has = (p: { facts: { kind: string }[] } | undefined) => p?.facts.some((f) => f.kind === 'death') ?? false
    const deaths = byNumber(0)
    expect(deaths.length).toBeGreaterThan(50)
    expect(deaths.some(({ person }) => has(person))).toBe(true)
    expect(deaths.some(({ person }) => person && !has(person))).toBe(true)
    expect(deaths.some(({ person }) => person === undefined)).toBe(true)
  })

  it('bring certificates and assistance with agreeing, differing and unknown rows', () => {
    const current = (kind: string, person: (typeof known extends Map<unknown, infer P> ? P : never) | undefined) =>
      person?.facts.find((f) => f.kind === kind && f.validTo === null && f.supersededAt === null)?.value ?? []
    const grades = ['', '一级', '二级', '三级', '四级']
    const certificates = byNumber(1).map(({ row, person }) =>
      person === undefined
        ? 'unknown'
        : grades[Number(current('disability', person)[1])] === row[4]
          ? 'same'
          : 'differs',
    )
    const tags: Record<string, string> = {
      特困: 'extreme',
      低保: 'subsistence',
      低保边缘: 'subsistenceMargin',
      低收入: 'lowIncome',
    }
    const assistance = byNumber(2).map(({ row, person }) =>
      person === undefined
        ? 'unknown'
        : current('hardship', person).includes(tags[row[3] ?? ''] ?? '')
          ? 'same'
          : 'differs',
    )
    for (const kinds of [certificates, assistance])
      expect(new Set(kinds)).toEqual(new Set(['same', 'differs', 'unknown']))
  })

  it('are the same again for the same city', () => {
    expect(departmentLists(tree, { ...request, elders: 20_000 })).toEqual(lists)
  })
})
