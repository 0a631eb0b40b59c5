import { type Import, isNode, isTest, type Source } from './sources.ts'

/** Lower may not import higher: `app → areas → policy → engines → platform` (ARCHITECTURE, the house). */
const RANK: Record<string, number> = { platform: 0, engines: 1, policy: 2, areas: 3, app: 4 }

/** Packages that cannot run in a browser; a screen must not reach them through any file. */
const SERVER_ONLY = new Set([
  'pg',
  'kysely',
  'pg-boss',
  'pg-copy-streams',
  'pino',
  'prom-client',
  'exceljs',
  'hono',
  '@hono/node-server',
])

const FORBIDDEN_NAME = /(^|\/)(utils?|common|helpers?)(\/|\.tsx?$)/
const MOST_LINES = 400

type Sources = ReadonlyMap<string, Source>

/** Every breach of the layering rule, one line each: the file, then what is wrong. */
export function findBreaches(sources: Sources): string[] {
  const breaches: string[] = []
  for (const source of sources.values()) {
    const { path } = source
    if (FORBIDDEN_NAME.test(path)) breaches.push(`${path}: name a file by its job, not utils, common or helpers`)
    const lines = source.text.split('\n').length
    if (lines > MOST_LINES && path.startsWith('src/') && !isTest(path))
      breaches.push(`${path}: ${lines} lines; more than ${MOST_LINES} are several jobs`)
    for (const each of source.imports) {
      if (each.to === undefined) continue
      const breach = isTest(path) ? undefined : breachOf(path, each.to, each.typeOnly)
      if (breach !== undefined) breaches.push(`${path}: ${breach} (${each.to})`)
    }
  }
  breaches.push(...reachesServer(sources), ...loadsForbidden(sources), ...circles(sources))
  return breaches.sort()
}

const layerOf = (path: string): string | undefined => (path.startsWith('src/') ? path.split('/')[1] : undefined)
const areaOf = (path: string): string | undefined => /^src\/areas\/([^/]+)\//.exec(path)?.[1]
const isScreen = (path: string): boolean =>
  path.startsWith('src/ui/') || path.startsWith('src/web/') || (path.startsWith('src/') && path.endsWith('.tsx'))

function breachOf(from: string, to: string, typeOnly: boolean): string | undefined {
  const fromLayer = layerOf(from)
  const toLayer = layerOf(to)
  if (fromLayer === undefined) return undefined
  if (toLayer === undefined) return to.startsWith('src/') ? undefined : outsideBreach(from, to)
  if (isScreen(from)) return screenBreach(from, to)
  // A plain part of a screen (a format, a type) is a .ts file too; whether Node would load a .tsx is looked at below.
  if (isScreen(to) && fromLayer === 'areas' && (typeOnly || !to.endsWith('.tsx'))) return undefined
  if (isScreen(to)) return 'only src/web and screens import screens'
  if ((RANK[fromLayer] ?? 9) < (RANK[toLayer] ?? 9)) return `${fromLayer} must not import ${toLayer}`
  return areaBreach(from, to)
}

/** Data that a folder above src carries (package.json, a JSON of db/) is no layer; code there is. */
const outsideBreach = (from: string, to: string): string | undefined =>
  /\.tsx?$/.test(to) && !from.startsWith('src/app/') ? 'src must not import from outside src' : undefined

function areaBreach(from: string, to: string): string | undefined {
  const fromArea = areaOf(from)
  const toArea = areaOf(to)
  if (fromArea === undefined || toArea === undefined || fromArea === toArea) return undefined
  return to === `src/areas/${toArea}/index.ts` ? undefined : `area ${fromArea} reaches into area ${toArea}`
}

/** Screens know `ui`, contracts and words, other screens, and the pure code that also runs in the browser. */
function screenBreach(from: string, to: string): string | undefined {
  if (from.startsWith('src/ui/') && /^src\/(areas|web|app)\//.test(to)) return 'a primitive of ui knows no area'
  if (to.startsWith('src/web/') && !from.startsWith('src/web/')) return 'only src/web imports src/web'
  if (to.startsWith('src/app/')) return 'a screen must not import app'
  const sameArea = areaOf(from) !== undefined && areaOf(from) === areaOf(to)
  if (to.startsWith('src/areas/') && !sameArea && !/\.tsx$|\/(contract|words)\.ts$/.test(to))
    return 'of another area a screen may import screens, words and the contract'
  return undefined
}

/** Screens, the rulebook and the policy run in the browser: no file that they load may need Node or a server's package. */
function reachesServer(sources: Sources): string[] {
  const breaches: string[] = []
  for (const source of sources.values()) {
    if (isTest(source.path)) continue
    const pure = source.path.startsWith('src/engines/rulebook/') || source.path.startsWith('src/policy/')
    if (!pure && !isScreen(source.path)) continue
    const chain = chainTo(sources, source.path, needsServer)
    if (chain === undefined) continue
    const who = pure ? 'the rulebook and the policy run in the browser' : 'a screen runs in the browser'
    breaches.push(`${source.path}: ${who}, but it loads ${chain.join(' → ')}`)
  }
  return breaches
}

/** What runs in the field; other files of src may serve tests only. */
const PRODUCT = /^src\/(app\/(server|cli)\.ts|app\/commands\/[^/]+\.ts|areas\/[^/]+\/index\.ts)$/

/** Node runs .ts and no .tsx, and the field knows no tests: what the server and another area load must come to neither. */
function loadsForbidden(sources: Sources): string[] {
  const breaches: string[] = []
  for (const { path } of sources.values()) {
    if (isTest(path) || !(path.startsWith('src/app/') || /^src\/areas\/[^/]+\/index\.ts$/.test(path))) continue
    const screen = chainTo(sources, path, (each) => each.to?.endsWith('.tsx') === true)
    if (screen !== undefined) breaches.push(`${path}: Node cannot load a screen, but it loads ${screen.join(' → ')}`)
    if (!PRODUCT.test(path)) continue
    const testing = chainTo(sources, path, (each) => each.to !== undefined && isTest(each.to))
    if (testing !== undefined)
      breaches.push(`${path}: the product must not load a testing file: ${testing.join(' → ')}`)
  }
  return breaches
}

const needsServer = (each: Import): boolean =>
  each.to === undefined && (isNode(each.specifier) || SERVER_ONLY.has(each.specifier))

/** The shortest way of imports (types apart) from a file to one that is sought; undefined where there is none. */
function chainTo(sources: Sources, start: string, sought: (each: Import) => boolean): string[] | undefined {
  const seen = new Set([start])
  const waiting: string[][] = [[start]]
  for (let chain = waiting.shift(); chain !== undefined; chain = waiting.shift()) {
    for (const each of sources.get(chain.at(-1) ?? '')?.imports ?? []) {
      if (each.typeOnly) continue
      if (sought(each)) return [...chain.slice(1), each.to ?? each.specifier]
      if (each.to !== undefined && !seen.has(each.to)) {
        seen.add(each.to)
        waiting.push([...chain, each.to])
      }
    }
  }
  return undefined
}

/** Import circles, each told once from its first file. Types count too: a circle of types is a circle of ideas. */
function circles(sources: Sources): string[] {
  const state = new Map<string, 'open' | 'done'>()
  const path: string[] = []
  const found: string[] = []
  const visit = (name: string): void => {
    state.set(name, 'open')
    path.push(name)
    for (const each of sources.get(name)?.imports ?? []) {
      if (each.to === undefined || !sources.has(each.to)) continue
      const reached = state.get(each.to)
      if (reached === 'open')
        found.push(`${each.to}: import circle ${[...path.slice(path.indexOf(each.to)), each.to].join(' → ')}`)
      else if (reached === undefined) visit(each.to)
    }
    path.pop()
    state.set(name, 'done')
  }
  for (const name of sources.keys()) if (!state.has(name)) visit(name)
  return found
}
