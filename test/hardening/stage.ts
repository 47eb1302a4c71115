import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { uuidv7 } from '#core/id.ts'
import { authorityAt } from '#platform/directory/index.ts'
import { directory } from '#platform/directory/browser.ts'
import { identity } from '#platform/identity/browser.ts'
import { fitFirm, person, type Who } from '#test/community.ts'
import { redemptionNode, requested } from '#test/redemptions.ts'

/** Who knocks: nobody, people of two firms, a laboratory, officers of three levels, and an office elsewhere. */
export type Caller = { name: string; cookie: string | null; who: Who | null }

/** Made up, with the check digit of a real one. */
export const ID_CARD = '110101199003077571'
const ELSEWHERE = '130100'

/**
 * A whole node with two firms in one county, each with a claim, a voucher, an order, an invoice, a redemption request
 * and a team; the officers who decide on them, and an office that has nothing to do with either.
 */
export async function makeStage() {
  const scene = await redemptionNode()
  const { node, firm, lab, county, city, province } = scene
  const now = node.clock.now()
  const { rival, elsewhere } = await node.database.db.transaction().execute(async (tx) => ({
    rival: await fitFirm(tx, '安次示例精密模具有限公司', now),
    elsewhere: await person(tx, (await authorityAt(tx, ELSEWHERE)).id, '外市审核人', ['reviewer'], now),
  }))
  for (const each of [firm, rival]) await fillFirm(scene, each)
  const ours = await requested(scene, firm)
  const theirs = await requested(scene, rival)
  const people: Record<string, Who | null> = {
    ...{ anonymous: null, owner: firm.owner, clerk: firm.clerk, rival: rival.owner, provider: lab.clerk },
    ...{ county: county.reviewer, city: city.reviewer, director: province.director },
    ...{ finance: province.finance, preparer: province.preparer, elsewhere },
  }
  await storeBytes(scene)
  const callers: Record<string, Caller> = {}
  for (const [name, who] of Object.entries(people))
    callers[name] = { name, who, cookie: who && (await node.auth.cookieFor(who.userId)) }
  return { ...scene, rival, ours, theirs, callers }
}

export type Stage = Awaited<ReturnType<typeof makeStage>>
type Scene = Awaited<ReturnType<typeof redemptionNode>>

/** What a firm keeps besides its claims: a member with an identity card, and an invitation. */
async function fillFirm({ node, as }: Scene, firm: Scene['firm']): Promise<void> {
  const owner = await as(firm.owner)
  const member = {
    name: `${firm.name}骨干`,
    paperKind: 'id_card',
    paperNumber: ID_CARD,
    post: '总工程师',
    core: true,
    from: '2026-01-05',
  } as const
  await node.call(directory.addPerson, { params: { id: firm.id }, body: member }, owner)
  const email = `invited-${firm.id.slice(-6)}@example.test`
  await node.call(identity.invite, { body: { email, role: 'applicant_clerk' } }, owner)
}

/** The scene names files without bytes; a download wants some. */
async function storeBytes({ node }: Scene): Promise<void> {
  for (const { sha256 } of await node.database.db.selectFrom('fileBlob').select('sha256').execute()) {
    const path = join(node.config.dataDir, 'files', sha256.slice(0, 2), sha256)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, '%PDF-1.7\n%')
  }
}

/** Ids that exist, a few of every table, so that made-up input meets real things. */
export async function realIds({ node }: Stage, perTable = 4): Promise<string[]> {
  const db = node.database.db
  const { rows: tables } = await sql<{ relation: string }>`
    select c.relname as relation from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'id'
      and format_type(a.atttypid, a.atttypmod) = 'uuid' order by 1`.execute(db)
  const found: string[] = []
  for (const { relation } of tables) {
    const { rows } = await sql<{ id: string }>`
      select id from ${sql.table(relation)} order by id desc limit ${perTable}`.execute(db)
    found.push(...rows.map(({ id }) => id))
  }
  const { rows: users } = await sql<{ id: string }>`select id from auth."user" limit ${perTable}`.execute(db)
  return [...found, ...users.map(({ id }) => id), uuidv7()]
}

/** Every endpoint of the node's contracts. */
export function everyDoor({ node }: Stage) {
  return node.modules.flatMap((mod) =>
    Object.entries(mod.contract).map(([key, endpoint]) => ({ name: `${mod.name}.${key}`, endpoint })),
  )
}
