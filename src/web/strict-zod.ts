/**
 * The pages forbid building code from text, which zod's fast path does, and its probe alone is reported as a violation. Zod reads
 * this place before its first schema; the portal thus need not load zod to say so.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
