import { z } from 'zod'
import { idempotencyKeyOf } from '#core/guard.ts'
import type { Handlers, RawRoutes, ToldRoute } from '#core/module.ts'
import { module } from '#core/module.ts'
import { registerJob } from '#core/jobs.ts'
import { download, listFiles, readableFile, sweepFiles } from './actions.ts'
import { FILE_LIMIT_BYTES, files, upload } from './contract.ts'
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

const Bytes = z.string().meta({ format: 'binary' })
const TOLD = {
  ...{ method: 'POST', path: '/api/files', allow: upload.allow, name: 'upload' },
  ...{ summary: upload.summary, returns: upload.returns, refuses: upload.refuses },
  // Of bare bytes; a form says both itself.
  query: z.object({ name: z.string().optional(), purpose: z.string().optional() }),
  bodies: {
    'multipart/form-data': z.object({ file: Bytes, purpose: z.string().optional() }),
    'application/octet-stream': Bytes,
  },
} as const satisfies ToldRoute

/** @param options.limitBytes largest upload, 30 MiB unless told */
export function createFilesModule({ limitBytes = FILE_LIMIT_BYTES } = {}) {
  return module({
    name: 'files',
    contract: files,
    handlers,
    raw: {
      paths: [{ method: 'POST', path: '/api/files', allow: upload.allow }],
      told: [TOLD],
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
