import type { OpenAPIHono } from '@hono/zod-openapi'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { ReadAudit } from '../audit/index.ts'
import type { Day } from '../clock/day.ts'
import type { Config } from '../config/config.ts'
import type { Keyring } from '../crypto/index.ts'
import type { Db } from '../db/index.ts'
import type { PaperDesk } from '../documents/paper-desk.ts'
import type { Signals } from '../events/signals.ts'
import type { FileStore } from '../files/file-store.ts'
import type { Identify, Identity, Principal } from '../identity/index.ts'
import type { JobKind } from '../jobs/job-kind.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import type { Log } from '../log/log.ts'
import type { MessageGateway } from '../messages/message-gateway.ts'
import type { OutboxHandler } from '../outbox/dispatcher.ts'

/** What every area is built from: its surroundings come in as arguments. */
export type Platform = {
  readonly config: Config
  readonly db: Db
  readonly databaseUrl: string
  readonly keyring: Keyring
  readonly now: () => Date
  readonly today: () => Day
  readonly log: Log
  readonly reads: ReadAudit
  readonly identify: Identify
  readonly identity: Identity
  readonly jobs: JobQueue
  readonly signals: Signals
  readonly files: FileStore
  readonly papers: PaperDesk
  /** Undefined where this installation sends no messages. */
  readonly messages: MessageGateway | undefined
}

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** A page of the web app that can be read without script, with the words that the app shows with it. */
export type PlainPage = {
  /** As the app's router knows it, in Hono's words: `/guide/:scheme`. */
  readonly path: string
  /** What it says; undefined where there is no such thing, and the app says so itself. Text is escaped by `html`. */
  readonly read: (asked: {
    readonly params: Readonly<Record<string, string>>
    readonly query: Readonly<Record<string, string>>
  }) => Promise<{ readonly title: string; readonly body: Html } | undefined>
}

export type AppEnv = { Variables: { requestId: string; principal: Principal | undefined } }
export type AreaApp = OpenAPIHono<AppEnv>

/** An area of the product as the composition root sees it. */
export type Area = {
  readonly name: string
  readonly routes?: (platform: Platform) => AreaApp
  /** Pages of the public side that can be read without script. */
  readonly pages?: (platform: Platform) => readonly PlainPage[]
  /** What it does in the background. */
  readonly jobs?: (platform: Platform) => readonly JobKind[]
  /** What it does after the commit of somebody's change. */
  readonly handlers?: (platform: Platform) => readonly OutboxHandler[]
  /** What it clears away by the clock: at the start of a server and a few times a day, once or more makes no difference. */
  readonly sweeps?: (platform: Platform) => readonly (() => Promise<void>)[]
}
