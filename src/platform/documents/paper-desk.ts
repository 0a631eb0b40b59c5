import { Worker } from 'node:worker_threads'
import type { Log } from '../log/log.ts'
import type { Drawing } from './draw.ts'
import type { DrawAnswer } from './paper-worker.ts'

/** Draws papers one after another in a thread of its own, so that the server goes on answering. */
export type PaperDesk = {
  /** The PDF. @throws PaperBusy when too many wait, PaperNotDrawn when this one cannot be drawn */
  readonly draw: (drawing: Drawing) => Promise<Uint8Array>
  readonly stop: () => Promise<void>
}

/** Too many papers are waiting. */
export class PaperBusy extends Error {
  override name = 'PaperBusy'
}

/** This paper cannot be drawn: it is too large for the thread, took too long, or its definition is wrong. */
export class PaperNotDrawn extends Error {
  override name = 'PaperNotDrawn'
}

const MOST_WAITING = 64
const MEGABYTES = 512
const LONGEST_MS = 120_000
/** A thread that has nothing to do gives its fonts and its heap back. */
const IDLE_MS = 60_000

type Waiting = { drawing: Drawing; done: (bytes: Uint8Array) => void; fail: (error: Error) => void }

export function openPaperDesk(log: Log): PaperDesk {
  const queue: Waiting[] = []
  let worker: Worker | undefined
  let busy = false
  let idle: NodeJS.Timeout | undefined
  let next = 1

  const stop = async (): Promise<void> => {
    clearTimeout(idle)
    const ending = worker
    worker = undefined
    ending?.on('error', () => {})
    await ending?.terminate()
  }

  const drawOne = (drawing: Drawing): Promise<Uint8Array> => {
    const id = next++
    worker ??= new Worker(new URL('./paper-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
      stdout: true,
      stderr: true,
    })
    worker.unref()
    const thread = worker
    return new Promise((done, fail) => {
      const settle = (then: () => void) => {
        clearTimeout(timer)
        thread.off('message', onAnswer).off('error', onError).off('exit', onExit)
        then()
      }
      // Whatever the thread is doing, it is stopped: the next paper gets a fresh one.
      const giveUp = (why: string) =>
        settle(() => {
          void stop()
          fail(new PaperNotDrawn(why))
        })
      const onAnswer = (answer: DrawAnswer) => {
        if (answer.id !== id) return
        if ('bytes' in answer) settle(() => done(answer.bytes))
        else settle(() => fail(new PaperNotDrawn(answer.failed)))
      }
      const onError = (error: Error & { code?: string }) => giveUp(error.code ?? error.message)
      const onExit = () => giveUp('the thread ended')
      const timer = setTimeout(() => giveUp('took too long'), LONGEST_MS)
      thread.on('message', onAnswer).on('error', onError).on('exit', onExit)
      thread.postMessage({ id, drawing })
    })
  }

  const work = async (): Promise<void> => {
    if (busy) return
    busy = true
    clearTimeout(idle)
    for (let first = queue.shift(); first !== undefined; first = queue.shift()) {
      const { drawing, done, fail } = first
      await drawOne(drawing).then(done, (error: Error) => {
        log.error({ kind: drawing.kind, number: drawing.stamp.number, why: error.message }, 'a paper was not drawn')
        fail(error)
      })
    }
    busy = false
    idle = setTimeout(() => void stop(), IDLE_MS)
    idle.unref()
  }

  return {
    draw: (drawing) =>
      new Promise((done, fail) => {
        if (queue.length >= MOST_WAITING) return fail(new PaperBusy())
        queue.push({ drawing, done, fail })
        void work()
      }),
    stop: async () => {
      for (const { fail } of queue.splice(0)) fail(new PaperBusy())
      await stop()
    },
  }
}
