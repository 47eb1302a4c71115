import { createServer } from 'node:net'
import { serveWeb } from '#core/assets.ts'
import { insertUser, offerDemoAccount } from '#platform/identity/index.ts'
import { type TestNode, testNode } from '#test/node.ts'
import { buildWeb } from '../../bin/build.ts'

export type Served = { url: string; node: TestNode; dispose: () => Promise<void> }

/**
 * A whole node that nobody has used yet, with its pages, at an address of its own; as a demo node it offers one account.
 * With `background` its jobs run, as letters need.
 */
export async function servedNode({ demo = false, background = false } = {}): Promise<Served> {
  const port = await freePort()
  // Sessions and reset links live by the machine's clock.
  const node = await testNode({
    demo,
    background,
    url: `http://localhost:${port}`,
    at: Temporal.Now.instant().toString(),
  })
  if (demo) {
    await node.database.db.transaction().execute(async (tx) => {
      const userId = await insertUser(tx, { name: '王示例', email: 'firm@demo.example' })
      const label = { zh: '企业负责人', en: 'Owner of a firm' }
      await offerDemoAccount(tx, { account: 'firm', userId, label, place: 1 })
    })
  }
  node.app.use(serveWeb(await buildWeb()))
  const url = await node.listen(port)
  return { url, node, dispose: node.dispose }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, 'localhost', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
