import { idempotencyKeyOf } from '#core/guard.ts'
import type { Handlers, RawRoutes } from '#core/module.ts'
import { module } from '#core/module.ts'
import { registerJob } from '#core/jobs.ts'
import { download, listFiles, readableFile, sweepFiles } from './actions.ts'
import { FILE_LIMIT_BYTES, files } from './contract.ts'
import { folderOf } from './disk.ts'
import './policy.ts'
import { receive } from './receive.ts'
import { keepReceived } from './upload.ts'
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
    const key = idempotencyKeyOf(c)
    const received = await receive(c.req.raw, { folder: folderOf(dataDir), limitBytes })
    const call = { actor, now: clock.now(), key, visitor: visitorOf(c) }
    const answered = await keepReceived({ door, place }, call, received)
    if (answered.hit) c.header('idempotency-hit', 'true')
    return c.json(answered.body as never)
  })
}

registerJob('files.sweep', async (ctx) => void (await sweepFiles(ctx)), { cron: '20 3 * * *' })
