import { sql } from 'kysely'
import { asSystem, type Db, type Tx } from '../../platform/db/index.ts'
import type { ProcessDeclaration } from './declaration.ts'
import { digestOf, type Process } from './define-process.ts'

/** A declaration was changed without a new version: cases that began with it would silently be under other rules. */
export class DeclarationDrift extends Error {
  override name = 'DeclarationDrift'
}

/** Every kind of case of the installation, made once in the composition root. */
export type Processes = {
  readonly all: readonly Process[]
  /** The current version of a kind; throws where there is none: kinds come from code. */
  readonly get: (kind: string) => Process
  readonly find: (kind: string) => Process | undefined
  /** The version that a case began with, from the code or from where it was kept. */
  readonly versionOf: (tx: Tx, kind: string, version: number) => Promise<ProcessDeclaration | undefined>
}

export function processRegistry(all: readonly Process[]): Processes {
  const byKind = new Map(all.map((each) => [each.declaration.kind, each]))
  if (byKind.size !== all.length) throw new Error('two processes have one kind')
  const earlier = new Map<string, ProcessDeclaration>()
  return {
    all,
    get: (kind) => {
      const found = byKind.get(kind)
      if (found === undefined) throw new Error(`no process of kind ${kind}`)
      return found
    },
    find: (kind) => byKind.get(kind),
    versionOf: async (tx, kind, version) => {
      const current = byKind.get(kind)?.declaration
      if (current?.version === version) return current
      const key = `${kind} ${version}`
      const kept = earlier.get(key) ?? (await readDeclaration(tx, kind, version))
      if (kept !== undefined) earlier.set(key, kept)
      return kept
    },
  }
}

async function readDeclaration(tx: Tx, kind: string, version: number): Promise<ProcessDeclaration | undefined> {
  const { rows } = await sql<{ content: ProcessDeclaration; digest: string }>`
    select content, digest from process.declaration where kind = ${kind} and version = ${version}`.execute(tx)
  const row = rows[0]
  if (row === undefined) return undefined
  if (digestOf(row.content) !== row.digest)
    throw new DeclarationDrift(`the kept version ${version} of ${kind} was changed`)
  return row.content
}

/**
 * Keeps the current version of every kind, before the first case is opened under it. Called at each start; a second call changes nothing.
 * @throws DeclarationDrift where the code says something else than what was kept under the same version
 */
export async function publishProcesses(db: Db, { all }: Pick<Processes, 'all'>): Promise<void> {
  await asSystem(db, (tx) => keepDeclarations(tx, all))
}

/** The same inside a transaction; `openCase` relies on it too, so that tests and commands need no preparation. */
export async function keepDeclarations(tx: Tx, all: readonly Process[]): Promise<void> {
  const rows = all.map(({ declaration, digest }) => ({
    kind: declaration.kind,
    version: declaration.version,
    digest,
    content: declaration,
  }))
  await sql`
    insert into process.declaration (kind, version, digest, content)
    select kind, version, digest, content from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(kind text, version integer, digest text, content jsonb)
    on conflict (kind, version) do nothing`.execute(tx)
  const kept = await sql<{ kind: string; version: number }>`
    select d.kind, d.version from process.declaration d
      join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(kind text, version integer, digest text)
        on r.kind = d.kind and r.version = d.version where r.digest <> d.digest`.execute(tx)
  const drifted = kept.rows[0]
  if (drifted !== undefined)
    throw new DeclarationDrift(
      `the process ${drifted.kind} was changed but is still version ${drifted.version}: raise its version`,
    )
}
