import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

/**
 * Keeps what Node has made of our modules (types stripped, code compiled) for the next start, which is then about twice as fast. It lies with the
 * packages and not in a folder for everybody, where somebody else could put code. Where it cannot be written nothing is kept.
 */
enableCompileCache(process.env.NODE_COMPILE_CACHE ?? join(import.meta.dirname, '../../node_modules/.cache/yiyang'))
