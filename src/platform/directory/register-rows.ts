import type { CommandCtx } from '#core/command.ts'
import { pageOf } from '#core/page.ts'
import { abilities } from '#core/policy.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import { userNames } from '#platform/identity/index.ts'
import { type FactKey, factNames, type RegisterKey } from './profile.ts'
import { listRegisters, registerListOf, rowsOfRegister, withdrawFact } from './registers.store.ts'
import { directoryRefusals, isKeeper } from './rules.ts'
import { lockFact, lockOrganisation } from './store.ts'

type Asked = { cursor?: string | undefined; limit: number }

/** The lists that the reader's authority has brought in. */
export async function readRegisters({ db, actor, visible }: QueryCtx, asked: Asked) {
  const page = pageOf(await listRegisters(db, visible({ authorityId: 'l.authorityId' }), asked), asked.limit)
  const names = await userNames(
    db,
    page.rows.map((row) => row.importedBy),
  )
  const rows = page.rows.map(({ importedBy, key, ...row }) => ({
    ...row,
    key: key as RegisterKey,
    label: factNames[key as FactKey],
    importedBy: names.get(importedBy) ?? '',
    rows: row.rows ?? 0,
    inForce: row.inForce ?? 0,
    withdrawn: row.withdrawn ?? 0,
  }))
  return {
    ...page,
    rows,
    imports:
      isKeeper(actor) &&
      abilities(actor, ['register.import'], { authorityId: actor.organisationId }).length > 0,
  }
}

/** @throws Refusal not_found for a list of others */
export async function readRegisterRows({ db, actor, authorise }: QueryCtx, id: string, asked: Asked) {
  const list = (await registerListOf(db, id)) ?? coreRefusals.refuse('not_found')
  authorise({ authorityId: list.authorityId })
  const rows = await rowsOfRegister(db)
    .where('f.registerListId', '=', id)
    .$if(asked.cursor !== undefined, (qb) => qb.where('f.id', '>', asked.cursor as string))
    .orderBy('f.id')
    .limit(asked.limit + 1)
    .execute()
  const page = pageOf(rows, asked.limit)
  const held = (row: Row) => (row.supersededAt === null ? abilities(actor, ['register.import'], list) : [])
  return { ...page, rows: page.rows.map((row) => shown(row, held(row))) }
}

type Row = Awaited<ReturnType<ReturnType<typeof rowsOfRegister>['execute']>>[number]

function shown(row: Row, held: string[]) {
  const { id, withdrawnAt, withdrawnReason } = row
  const { number, validTo } = row.value as { number: string; validTo: string }
  const replaced = row.supersededAt ? ('superseded' as const) : ('in_force' as const)
  return {
    ...{ id, number, validTo },
    validFrom: row.validFrom as Temporal.PlainDate,
    organisation: { id: row.organisationId, name: row.organisationName, uscc: row.uscc },
    state: withdrawnAt ? ('withdrawn' as const) : replaced,
    withdrawal: withdrawnAt ? { at: withdrawnAt, reason: withdrawnReason ?? '' } : null,
    abilities: held,
  }
}

/**
 * A row that should not have been on the list, or not so: it counts no more, and what it replaced counts again. Only the authority
 * whose list it is, and only while no later fact has taken its place. The row stays in the history with the reason.
 * @throws Refusal register_row_taken_back, register_row_replaced
 */
export async function takeRegisterRowBack(ctx: CommandCtx, id: string, reason: string) {
  const seen = await rowsOfRegister(ctx.tx).where('f.id', '=', id).executeTakeFirst()
  const { authorityId, organisationId } = seen ?? coreRefusals.refuse('not_found')
  ctx.authorise({ authorityId })
  const organisation = await lockOrganisation(ctx.tx, organisationId)
  const fact = await lockFact(ctx.tx, id)
  if (!fact || !organisation) return coreRefusals.refuse('not_found')
  if (fact.withdrawnAt)
    directoryRefusals.refuse('register_row_taken_back', { reason: fact.withdrawnReason ?? '' })
  if (fact.supersededAt) directoryRefusals.refuse('register_row_replaced')
  await withdrawFact(ctx.tx, fact, { at: ctx.now, by: ctx.actor.userId, reason })
  const { key, source } = fact
  const { number } = fact.value as { number: string }
  const again = fact.replacesId !== null
  ctx.event({
    subject: { kind: 'organisation', id: organisationId },
    regionPath: organisation.regionPath,
    changes: { factTakenBack: { key, number, source, again, reason } },
  })
  return shown(await rowsOfRegister(ctx.tx).where('f.id', '=', id).executeTakeFirstOrThrow(), [])
}
