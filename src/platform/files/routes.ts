import { Readable } from 'node:stream'
import { inScope } from '../db/index.ts'
import { type Area, areaApp, commonRefusals, type Platform, principalOf, Refused } from '../http/index.ts'
import { openFile } from './files.ts'

const UUID = /^[0-9a-f-]{36}$/i

/** `/api/files/ID`: a file in the reader's scope, always as a download and never rendered, with an entry in the audit. */
export const filesArea: Area = {
  name: 'files',
  routes: (platform: Platform) => {
    const app = areaApp()
    app.get('/:id', async (c) => {
      const { account, scope } = principalOf(c)
      const id = c.req.param('id')
      const found = UUID.test(id)
        ? await inScope(platform.db, scope, (tx) =>
            openFile(tx, { store: platform.files, keyring: platform.keyring }, id),
          )
        : undefined
      if (found === undefined) throw new Refused(commonRefusals.notFound())
      const { file, content } = found
      platform.reads.note({
        account,
        district: file.district,
        action: 'file.read',
        object: 'file',
        objectId: id,
        requestId: c.get('requestId'),
      })
      return new Response(Readable.toWeb(content) as ReadableStream, {
        headers: {
          'content-type': file.mediaType,
          'content-length': String(file.size),
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        },
      })
    })
    return app
  },
}
