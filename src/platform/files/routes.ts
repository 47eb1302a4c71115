import type { Handlers, RawRoutes } from '#core/module.ts'
import { module } from '#core/module.ts'
import { registerJob } from '#core/jobs.ts'
import { download, dropReceived, keepFile, listFiles, readableFile, sweepFiles } from './actions.ts'
import { FILE_LIMIT_BYTES, files, upload } from './contract.ts'
import { folderOf } from './disk.ts'
import { inspect } from './inspect.ts'
import './policy.ts'
import { receive } from './receive.ts'
import { visitorOf } from './visitor.ts'

const handlers = {
  get: async ({ db, actor, now, place, looked }, { params }) => {
    const file = await readableFile(db, actor, params.id, now)
    looked({ kind: 'file', id: file.id })
    return download(place.dataDir, file)
  },
  of: async ({ db, actor, now }, { params }) => ({ files: await listFiles(db, actor, params, now) }),
} satisfies Handlers<typeof files>

/** @param options.limitBytes largest upload, 30 MiB unless told */
export function createFilesModule({ limitBytes = FILE_LIMIT_BYTES } = {}) {
  return module({
    name: 'files',
    contract: files,
    handlers,
    raw: {
      paths: [{ method: 'POST', path: '/api/files', allow: 'file.upload' }],
      mount: (routes) => mountUpload(routes, limitBytes),
    },
  })
}

export const filesModule = createFilesModule()

function mountUpload({ app, door, place, clock, actorOf }: RawRoutes, limitBytes: number): void {
  const { dataDir } = place
  app.post('/api/files', async (c) => {
    const actor = await actorOf(c.req.raw.headers)
    const received = await receive(c.req.raw, { folder: folderOf(dataDir), limitBytes })
    try {
      const { name, mediaType } = await inspect(received.path, received.rawName)
      const { path: _, ...input } = { ...received, name, mediaType }
      const now = clock.now()
      const key = c.req.header('idempotency-key')?.trim().slice(0, 200)
      const keeping = { actor, now, dataDir, visitor: visitorOf(c) }
      const answered = await door.run({
        name: 'files.upload',
        endpoint: upload,
        actor,
        now,
        key: key || undefined,
        input,
        handle: async ({ tx, event }) => {
          const file = await keepFile(tx, keeping, { ...received, name, mediaType })
          event({
            subject: { kind: 'file', id: file.id },
            changes: { name, sha256: file.sha256, size: file.size },
          })
          return file
        },
      })
      if (answered.hit) c.header('idempotency-hit', 'true')
      return c.json(answered.body as never)
    } finally {
      await dropReceived(received)
    }
  })
}

registerJob('files.sweep', async (ctx) => void (await sweepFiles(ctx)), { cron: '20 3 * * *' })
