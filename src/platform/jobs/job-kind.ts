import type { Db, Tx } from '../db/index.ts'
import type { Log } from '../log/log.ts'

/** A job as its handler sees it. */
export type RunningJob<Data> = {
  readonly id: string
  readonly data: Data
  /** The account that ordered it, for the audit. */
  readonly account: string
  readonly district: string
  /** 1 at the first run; more after a kill or an error. */
  readonly attempt: number
  /** Aborts when somebody cancels the job or this process loses it; pass it on to whatever can be stopped. */
  readonly signal: AbortSignal
  /** Tells how far it is, in whole units; also the place where a cancelled job stops. @throws JobStopped */
  readonly report: (done: number, total?: number, words?: string) => Promise<void>
  /** Ends the job inside the transaction of its effect: after a kill it will not run again. @throws JobStopped */
  readonly finish: (tx: Tx, result?: unknown) => Promise<void>
}

/**
 * One kind of work. `run` may be called again after a kill: either its effect and `finish` share a transaction, or doing it
 * twice changes nothing. What it returns is kept as the result (keys and counts, no personal data).
 */
export type JobKind<Data = never> = {
  readonly kind: string
  /** Errors after which the job is given up; a kill is no error. 3 unless told. */
  readonly mostAttempts?: number
  readonly run: (job: RunningJob<Data>, surroundings: JobSurroundings) => Promise<unknown>
}

export type JobSurroundings = { readonly db: Db; readonly log: Log }

/** Gives a kind its data type once, and hides it from lists of kinds. */
export const jobKind = <Data>(kind: JobKind<Data>): JobKind => kind as unknown as JobKind

/** The job was cancelled or belongs to another process now; a handler lets it pass. */
export class JobStopped extends Error {
  override name = 'JobStopped'
}

/** An end that people can do something about; the sentence is shown in the tray and the job is not tried again. */
export class JobRefused extends Error {
  override name = 'JobRefused'
}
