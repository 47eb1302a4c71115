import type { Context } from 'hono'
import { Id } from '#core/contract.ts'
import { type Handlers, type Module, module, type RawRoutes } from '#core/module.ts'
import { tableAddress } from '#core/page.ts'
import { coreRefusals } from '#core/refusal.ts'
import { languageOf } from '#core/text.ts'
import { exports } from './contract.ts'
import { type Exported, fileOf, Gone, MOST_ROWS } from './fill.ts'
import './policy.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const listsOf = (modules: readonly Module[]) =>
  modules.flatMap((mod) =>
    Object.entries(mod.lists ?? {}).map(
      ([key, table]) =>
        ({
          name: `${mod.name}.${key}`,
          endpoint: mod.contract[key],
          handler: mod.handlers[key],
          table,
        }) as unknown as Exported,
    ),
  )

/**
 * Every list of the modules as a file, at the list's own address with `.xlsx` behind it.
 * @param options.mostRows rows of one file, 50,000 unless told
 */
export function exportsModule(modules: readonly Module[], { mostRows = MOST_ROWS } = {}) {
  const lists = listsOf(modules)
  const running = new Map<string, number>()
  const handlers = {
    progress: async (_ctx, { params }) => ({
      rows: running.get(params.id) ?? coreRefusals.refuse('not_found'),
    }),
  } satisfies Handlers<typeof exports>
  return module({
    name: 'exports',
    contract: exports,
    handlers,
    raw: {
      paths: lists.map(({ endpoint }) => ({
        method: 'GET',
        path: `/api${tableAddress(endpoint.path)}`,
        allow: endpoint.allow,
      })),
      mount: (routes) => {
        for (const one of lists) mountList(one, routes, { running, mostRows })
      },
    },
  })
}

type Runs = { running: Map<string, number>; mostRows: number }

function mountList(one: Exported, routes: RawRoutes, { running, mostRows }: Runs): void {
  const { app, database, place, clock, actorOf } = routes
  const path = tableAddress(one.endpoint.path).replace(/\{(\w+)\}/g, ':$1')
  app.get(`/api${path}`, async (c) => {
    const run = Id.safeParse(c.req.header('x-progress')).data
    const actor = await actorOf(c.req.raw.headers)
    try {
      const bytes = await fileOf(one, {
        ...{ database, place, actor, now: clock.now() },
        language: languageOf(c.req.header('accept-language')),
        params: c.req.param(),
        query: c.req.query(),
        told: (rows) => void (run && running.set(run, rows)),
        most: mostRows,
        stopped: () => c.req.raw.signal.aborted,
      })
      return fileAnswer(c, one, bytes)
    } catch (error) {
      // As proxies log it: the client closed the request.
      if (error instanceof Gone) return new Response(null, { status: 499 })
      throw error
    } finally {
      if (run) running.delete(run)
    }
  })
}

function fileAnswer(c: Context, { table }: Exported, bytes: Buffer): Response {
  const name = table.title[languageOf(c.req.header('accept-language'))]
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': XLSX,
      'content-disposition': `attachment; filename="list.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}.xlsx`,
    },
  })
}
