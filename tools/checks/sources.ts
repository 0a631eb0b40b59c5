import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, normalize, relative } from 'node:path'

/** One import of a file: a file of the project (`to`, from the root) or a package (`specifier` alone). */
export type Import = { readonly specifier: string; readonly to?: string; readonly typeOnly: boolean }

export type Source = { readonly path: string; readonly text: string; readonly imports: readonly Import[] }

const FOLDERS = ['src', 'simulator', 'tools', 'bench', 'e2e']
const IMPORT = /^\s*(?:import|export)\s+(type\s)?(?:[^'"();]*?\sfrom\s+)?['"]([^'"\n]+)['"]/gm
const CALL = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g
const BUILTIN = new Set(builtinModules)

export const isNode = (specifier: string): boolean =>
  specifier.startsWith('node:') || BUILTIN.has(specifier.split('/')[0] ?? '')

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || /(^|\/)testing(\.ts$|\/)/.test(path)

/** Every .ts and .tsx file of the project with its imports. TypeScript 7 has no parser for others, and import lines need none. */
export function readSources(root: string): Map<string, Source> {
  const sources = new Map<string, Source>()
  for (const folder of FOLDERS) {
    for (const path of walk(join(root, folder))) {
      const name = relative(root, path).replaceAll('\\', '/')
      const text = readFileSync(path, 'utf8')
      sources.set(name, { path: name, text, imports: importsOf(name, text) })
    }
  }
  return sources
}

export function importsOf(path: string, text: string): Import[] {
  const bare = text.replaceAll(/\/\*[\s\S]*?\*\//g, '')
  const found: Import[] = []
  for (const match of bare.matchAll(IMPORT)) found.push(toImport(path, match[2] ?? '', match[1] !== undefined))
  for (const match of bare.matchAll(CALL)) found.push(toImport(path, match[1] ?? '', false))
  return found
}

function toImport(from: string, specifier: string, typeOnly: boolean): Import {
  const plain = specifier.replace(/\?.*$/, '')
  if (!plain.startsWith('.')) return { specifier, typeOnly }
  return { specifier, typeOnly, to: normalize(join(dirname(from), plain)).replaceAll('\\', '/') }
}

function* walk(folder: string): Generator<string> {
  let entries: import('node:fs').Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return
  }
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* walk(path)
    else if (/\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts')) yield path
  }
}
