import { Worker } from 'node:worker_threads'
import { type ByteSource, pieces } from './byte-source.ts'
import type { SheetInfo, SheetLimits, SheetRow, Workbook } from './cells.ts'
import type { MergedRange } from './merged-ranges.ts'
import { MergeFiller } from './merged-ranges.ts'
import { refusals } from './refusals.ts'

export type XlsRequest =
  | { kind: 'open'; bytes: Uint8Array; limits: SheetLimits }
  | { kind: 'rows'; sheet: number; from: number }
export type XlsAnswer =
  | { kind: 'opened'; sheets: SheetInfo[]; date1904: boolean }
  | { kind: 'rows'; rows: SheetRow[]; next: number | null; merges: MergedRange[] }
  | { kind: 'refused'; reason: 'encrypted' | 'damaged' | 'tooManyRows' | 'cellTooLong' }

/** These formats can only be parsed whole, so the file may not be as large as a streamed one. */
const LARGEST = 40 * 1024 * 1024

/**
 * Reads .xls, .et and what government systems export under those names (HTML tables, XML of 2003). The parser needs the
 * whole file and trusts it, so it works in a thread whose memory and time are bounded and which can be stopped.
 */
export async function openXls(source: ByteSource, limits: SheetLimits): Promise<Workbook> {
  if (source.size > LARGEST) throw refusals.tooLarge(LARGEST)
  const collected: Buffer[] = []
  for await (const piece of pieces(source)) collected.push(piece)
  await source.close()
  const desk = new XlsDesk(limits)
  const opened = await desk.ask({ kind: 'open', bytes: Buffer.concat(collected), limits })
  if (opened.kind !== 'opened') throw new Error('unexpected answer')
  return {
    format: 'xls',
    sheets: opened.sheets,
    date1904: opened.date1904,
    close: () => desk.stop(),
    async *rows(sheet) {
      let merges: MergeFiller | undefined
      for (let from: number | null = 0; from !== null; ) {
        const answer = await desk.ask({ kind: 'rows', sheet, from })
        if (answer.kind !== 'rows') throw new Error('unexpected answer')
        merges ??= new MergeFiller(answer.merges)
        for (const row of answer.rows) {
          merges.fill(row.number, row.cells, limits.columns)
          yield row
        }
        from = answer.next
      }
    },
  }
}

/** One question at a time to the parsing thread; a thread that dies or dawdles is a refusal, never a hang. */
class XlsDesk {
  readonly #worker: Worker
  readonly #limits: SheetLimits

  constructor(limits: SheetLimits) {
    this.#limits = limits
    this.#worker = new Worker(new URL('./xls-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: limits.workerMegabytes },
      // The parser prints warnings about odd files; standard output belongs to the command's answer.
      stdout: true,
      stderr: true,
    })
    this.#worker.unref()
  }

  async ask(request: XlsRequest): Promise<XlsAnswer> {
    const answer = await new Promise<XlsAnswer>((resolve, reject) => {
      const timer = setTimeout(() => settle(() => reject(refusals.tooSlow())), this.#limits.milliseconds)
      const onAnswer = (message: XlsAnswer) => settle(() => resolve(message))
      const onError = (error: Error & { code?: string }) =>
        settle(() =>
          reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? refusals.tooMuchMemory() : refusals.damaged('内容')),
        )
      const onExit = () => settle(() => reject(refusals.tooMuchMemory()))
      const settle = (then: () => void) => {
        clearTimeout(timer)
        this.#worker.off('message', onAnswer).off('error', onError).off('exit', onExit)
        then()
      }
      this.#worker.on('message', onAnswer).on('error', onError).on('exit', onExit)
      this.#worker.postMessage(request)
    }).catch(async (error: unknown) => {
      await this.stop()
      throw error
    })
    if (answer.kind !== 'refused') return answer
    await this.stop()
    if (answer.reason === 'encrypted') throw refusals.encrypted()
    if (answer.reason === 'tooManyRows') throw refusals.tooManyRows(this.#limits.rows)
    if (answer.reason === 'cellTooLong') throw refusals.cellTooLong('某个单元格', this.#limits.cellCharacters)
    throw refusals.damaged('内容')
  }

  async stop(): Promise<void> {
    this.#worker.on('error', () => {})
    await this.#worker.terminate()
  }
}
