import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { serveWeb } from '#core/assets.ts'

export type Served = { url: string; app: Hono; dispose: () => Promise<void> }

/** Any built folder, as the node would serve it. */
export function serveFolder(folder: string): Promise<Served> {
  const app = new Hono()
  app.use(serveWeb(folder))
  return listen(app)
}

function listen(app: Hono): Promise<Served> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({
        url: `http://127.0.0.1:${port}`,
        app,
        dispose: () =>
          new Promise((done) => {
            server.close(() => done())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      }),
    )
  })
}
