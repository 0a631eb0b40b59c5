import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DIGEST, FileMissing, type FileStore } from './file-store.ts'

/** Files under a folder, two digits of the digest a subfolder. Written under another name, flushed, then renamed. */
export function diskStore(folder: string): FileStore {
  const pathOf = (digest: string): string => {
    if (!DIGEST.test(digest)) throw new RangeError('not a digest')
    return join(folder, digest.slice(0, 2), digest)
  }
  return {
    put: async (content) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const making = join(folder, `.making-${randomUUID()}`)
      const hash = createHash('sha256')
      const handle = await open(making, 'wx', 0o600)
      try {
        for await (const chunk of content) {
          hash.update(chunk)
          await handle.write(chunk)
        }
        await handle.sync()
      } catch (error) {
        await handle.close()
        await rm(making, { force: true })
        throw error
      }
      await handle.close()
      const digest = hash.digest('hex')
      const path = pathOf(digest)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await rename(making, path)
      await flushFolder(dirname(path))
      return digest
    },
    open: async (digest) => {
      const path = pathOf(digest)
      await stat(path).catch(() => {
        throw new FileMissing(`The file ${digest} is not in ${folder}.`)
      })
      return createReadStream(path)
    },
    remove: async (digest) => rm(pathOf(digest), { force: true }),
    list: () => listFolder(folder),
  }
}

async function* listFolder(folder: string): AsyncGenerator<{ digest: string; storedAt: Date }> {
  const groups = await readdir(folder).catch(() => [] as string[])
  for (const group of groups.filter((name) => name.length === 2).sort()) {
    for (const digest of (await readdir(join(folder, group))).filter((name) => DIGEST.test(name)).sort()) {
      yield { digest, storedAt: (await stat(join(folder, group, digest))).mtime }
    }
  }
}

/** A rename is lasting only when its folder is flushed; some systems cannot flush a folder and need not. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().catch(() => {})
  await handle.close()
}
