import { userInfo } from 'node:os'
import {
  AlreadyLoaded,
  type CityRequest,
  departmentLists,
  loadCity,
  NumbersExhausted,
  writeCity,
  writeDepartmentLists,
} from '../../../simulator/index.ts'
import { type DivisionTree, treeOfDataset } from '../../areas/divisions/index.ts'
import { dayAt, firstOfMonth, isDay } from '../../platform/clock/day.ts'
import { ConfigError, option, readConfig } from '../../platform/config/config.ts'
import { FolderInUse, openForCommand } from '../../platform/db/index.ts'
import { openKeyring } from '../platform.ts'
import { prepareDatabase } from '../prepare-database.ts'

const USAGE = `Usage: yiyang sim --elders N --seed S [--in DIVISION] [--on DATE] [--out FILE] [--lists FOLDER] [--data DIR]
  --in     key, code or full name of a division or zone (default: the whole city)
  --on     the day that the city is of (default: the first of this month; not before 2020-11-01)
  --out    write the canonical file (JSON lines, in clear) and load nothing
  --lists  write the lists that three departments would send (.xlsx) and load nothing
`

/** The city before the census of 2020 cannot be reached by ageing its people. */
const EARLIEST = '2020-11-01'

export const command = {
  name: 'sim',
  summary: 'make a synthetic city: into the register, a canonical file, or department lists',
  run: async (args: string[]): Promise<number> => {
    try {
      const tree = treeOfDataset()
      const request = readRequest(args, tree)
      const out = option(args, '--out')
      const lists = option(args, '--lists')
      const result: Record<string, unknown> = { ...request }
      if (out !== undefined) Object.assign(result, await writeCity(tree, request, out), { out })
      if (lists !== undefined) result.lists = await writeDepartmentLists(departmentLists(tree, request), lists)
      if (out === undefined && lists === undefined) result.loaded = await load(args, tree, request)
      process.stdout.write(`${JSON.stringify(result)}\n`)
      return 0
    } catch (error) {
      if (error instanceof ConfigError || error instanceof AlreadyLoaded || error instanceof FolderInUse)
        return refuse(error.message, 2)
      if (error instanceof NumbersExhausted)
        return refuse(
          `More people would be born on ${error.message} than there are synthetic ID numbers. Ask for fewer elders.`,
          2,
        )
      throw error
    }
  },
}

function refuse(message: string, status: number): number {
  process.stderr.write(`${message}\n`)
  return status
}

function readRequest(args: string[], tree: DivisionTree): CityRequest {
  const elders = Number(option(args, '--elders'))
  const seed = option(args, '--seed')
  const on = option(args, '--on') ?? firstOfMonth(dayAt(new Date()))
  const place = option(args, '--in') ?? '500000'
  if (!Number.isInteger(elders) || elders < 1 || seed === undefined) throw new ConfigError(USAGE)
  if (!isDay(on) || on < EARLIEST) throw new ConfigError(`--on must be a day from ${EARLIEST} on, like 2026-11-01`)
  const named = tree.search(place, { on, limit: 2 }).filter((d) => d.name === place)
  const within = tree.get(place)?.key ?? tree.zone(place)?.key ?? tree.resolveCode(place, on)?.key ?? named[0]?.key
  const hasTownships =
    within !== undefined && (tree.townshipsOf(within, on).length > 0 || tree.isWithin(within, within, on))
  if (within === undefined || named.length > 1 || !hasTownships)
    throw new ConfigError(
      `--in ${place} is not one division or zone of Chongqing on ${on}; look it up with: yiyang divisions search`,
    )
  return { elders, seed, within, on }
}

async function load(args: string[], tree: DivisionTree, request: CityRequest): Promise<number> {
  const config = readConfig(process.env, args)
  const database = await openForCommand(config.YIYANG_DATA, config.DATABASE_URL)
  try {
    await prepareDatabase(database.url)
    const account = `os:${userInfo().username}`
    return await loadCity({ databaseUrl: database.url, keyring: openKeyring(config), tree, account }, request)
  } finally {
    await database.close()
  }
}
