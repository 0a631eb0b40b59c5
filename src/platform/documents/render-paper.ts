import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Config } from '../config/config.ts'
import { asSystem, inScope, type Scope } from '../db/index.ts'
import { openFile, removeFile, saveFile } from '../files/index.ts'
import type { Platform } from '../http/index.ts'
import type { Drawing } from './draw.ts'
import { paperKinds } from './kinds.ts'
import type { PaperData } from './paper-data.ts'
import { findPaper, keepFirstFile, type StoredPaper } from './queries.ts'

export type RenderedPaper = { paper: StoredPaper; fileName: string; size: number; content: Readable }

/**
 * The PDF of a paper in a scope: drawn and kept at its first reading, the kept bytes ever after. Undefined where the scope sees none.
 * @throws PaperBusy, PaperNotDrawn
 */
export async function renderPaper(
  platform: Platform,
  scope: Scope,
  number: string,
): Promise<RenderedPaper | undefined> {
  const paper = await inScope(platform.db, scope, (tx) => findPaper(tx, number))
  if (paper === undefined) return undefined
  const fileId = paper.fileId ?? (await drawFirst(platform, paper, scope.account))
  // The reader's scope was asked for the paper; the file keeps the place that it had when it was drawn.
  const kept = await asSystem(platform.db, (tx) =>
    openFile(tx, { store: platform.files, keyring: platform.keyring }, fileId),
  )
  if (kept === undefined) throw new Error(`the file of paper ${number} is gone`)
  return { paper, fileName: kept.file.name, size: kept.file.size, content: kept.content }
}

/** Draws a paper again from what it says and tells whether the bytes are those that were handed out first. */
export async function redrawPaper(platform: Platform, paper: StoredPaper): Promise<{ sha256: string; same: boolean }> {
  const bytes = await platform.papers.draw(drawingOf(platform, paper))
  const digest = createHash('sha256').update(bytes).digest()
  return { sha256: digest.toString('hex'), same: paper.sha256?.equals(digest) === true }
}

async function drawFirst(platform: Platform, paper: StoredPaper, account: string): Promise<string> {
  const bytes = await platform.papers.draw(drawingOf(platform, paper))
  const parts = { store: platform.files, keyring: platform.keyring }
  return asSystem(platform.db, async (tx) => {
    const file = await saveFile(tx, parts, {
      district: paper.district,
      ...(paper.township === null ? {} : { township: paper.township }),
      ...(paper.village === null ? {} : { village: paper.village }),
      object: 'paper',
      objectId: paper.number,
      name: `${paperKinds[paper.kind].name}_${paper.number}.pdf`,
      account,
      content: once(bytes),
    })
    const first = await keepFirstFile(tx, paper, file)
    if (first !== file.id) await removeFile(tx, file.id)
    return first
  })
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function drawingOf({ config, keyring }: Platform, paper: StoredPaper): Drawing {
  // What was sealed under a kind is the data of that kind.
  const data = JSON.parse(keyring.open(paper.dataCipher)) as PaperData[typeof paper.kind]
  const { number, checkCode, issuedOn } = paper
  const address = checkAddress(config, number, checkCode)
  const stamp = { number, checkCode, issuedOn, issuedAt: paper.issuedAt.getTime(), address }
  return { kind: paper.kind, data, stamp } as Drawing
}

/** The check page of a paper. Number and code stand after the hash, which browsers send to no server and no log keeps. */
const checkAddress = (config: Config, number: string, code: string): string => {
  const base = config.YIYANG_PUBLIC_URL ?? `http://${config.YIYANG_HOST}:${config.YIYANG_PORT}`
  return new URL(`/check#${number}.${code}`, base).href
}
