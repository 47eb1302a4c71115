import type { CommandCtx } from '#core/command.ts'
import type { Reader } from '#core/db.ts'
import { type Handlers, module } from '#core/module.ts'
import { may } from '#core/policy.ts'
import { coreRefusals } from '#core/refusal.ts'
import { rowByItself } from '#core/row.ts'
import { dayOf } from '#core/time.ts'
import { nearestFirst } from '#platform/directory/index.ts'
import { registerFileSubject } from '#platform/files/index.ts'
import { act, type Act, type Acted } from './actions.ts'
import { cases } from './contract.ts'
import { caseDetail } from './detail.ts'
import { saveDraft } from './drafts.ts'
import { selectDraft } from './drafts.store.ts'
import { extendAll } from './extension.ts'
import './finding.ts'
import './jobs.ts'
import { caseLists } from './lists.ts'
import './policy.ts'
import './profile-readers.ts'
import './reliance.ts'
import type { Programme } from './programme.ts'
import { selectProgrammeOn, selectProgrammesOn } from './programmes.store.ts'
import { caseColumns, selectQueue } from './queue.ts'
import { selectCase } from './store.ts'
import { desksFor, listVacancies, tellServed } from './vacancies.ts'

const dayAsked = (day: string | undefined, now: Temporal.Instant) =>
  day ? Temporal.PlainDate.from(day) : dayOf(now)
/** One’s own authorities first; of one authority in the order of their names: the claim before its redemption. */
function nearFirst(programmes: readonly Programme[], own: string | null): Programme[] {
  const nearest = nearestFirst(own)
  return programmes.toSorted((one, other) => nearest(one.authority, other.authority))
}
/** @throws Refusal not_found */
const programmeOn = async (db: Reader, id: string, day: Temporal.PlainDate) =>
  (await selectProgrammeOn(db, id, day)) ?? coreRefusals.refuse('not_found')
const standing = ({ caseFile: { id, number, stage, status, dueAt, seq } }: Acted) => ({
  id,
  number,
  stage,
  status,
  dueAt,
  seq,
})

/** Refuses what the actor may not see, then acts. */
async function actInScope(ctx: CommandCtx, input: Act) {
  const caseFile = (await selectCase(ctx.tx, input.caseId)) ?? coreRefusals.refuse('not_found')
  ctx.authorise(caseFile)
  return standing(await act(ctx.tx, ctx, input))
}

type Row = {
  id: string
  done: ReturnType<typeof standing> | null
  refused: { code: string; text: { zh: string; en: string } } | null
}

async function actOnRow(ctx: CommandCtx, input: Act): Promise<Row> {
  const { done, refusal } = await rowByItself(ctx, (one) => actInScope(one, input))
  return { id: input.caseId, done, refused: refusal && { code: refusal.code, text: refusal.text } }
}

const handlers = {
  list: async (ctx, { query }) => selectQueue(ctx.db, { ...ctx, visible: ctx.visible(caseColumns) }, query),
  get: async ({ db, actor, now, authorise, looked }, { params }) => {
    const caseFile = (await selectCase(db, params.id)) ?? coreRefusals.refuse('not_found')
    authorise(caseFile)
    looked({ kind: 'case', id: caseFile.id })
    return caseDetail(db, actor, now, caseFile)
  },
  act: async (ctx, { params, body: { reason, seen, ...data } }) =>
    actInScope(ctx, { caseId: params.id, action: params.action, reason, seen, data }),
  bulk: async (ctx, { body: { action, reason, cases: asked } }) => {
    const inOrder = [...asked].sort((a, b) => (a.id < b.id ? -1 : 1))
    const results = new Map<string, Row>()
    for (const { id, seen } of inOrder)
      results.set(id, await actOnRow(ctx, { caseId: id, action, reason, seen }))
    if ([...results.values()].every((row) => row.refused?.code === 'not_found'))
      coreRefusals.refuse('not_found')
    const tried = {
      action,
      cases: asked.length,
      done: [...results.values()].filter((row) => row.done).length,
    }
    ctx.event({ subject: { kind: 'case_bulk', id: crypto.randomUUID() }, changes: tried })
    return { results: asked.map(({ id }) => results.get(id) as Row) }
  },
  extend: async (ctx, { body }) => {
    ctx.authorise({ regionPath: ctx.actor.regionCode ? [ctx.actor.regionCode] : [] })
    return extendAll(ctx.tx, ctx, body)
  },
  draft: async ({ db, actor, authorise }, { params }) => {
    const { organisationId } = actor
    authorise({ organisationId })
    const key = { organisationId: organisationId as string, programmeId: params.programme }
    return { draft: (await selectDraft(db, key)) ?? null }
  },
  saveDraft: async (ctx, { params, body }) => {
    const { organisationId } = ctx.actor
    ctx.authorise({ organisationId })
    if (!(await selectProgrammeOn(ctx.tx, params.programme, dayOf(ctx.now)))) coreRefusals.refuse('not_found')
    const id = organisationId as string
    ctx.event({ subject: { kind: 'organisation', id }, changes: { draft: params.programme } })
    return saveDraft(ctx.tx, ctx, { programmeId: params.programme, organisationId: id, ...body })
  },
  programmes: async ({ db, now, actor }, { query: { day } }) => ({
    programmes: await tellServed(
      db,
      nearFirst(await selectProgrammesOn(db, dayAsked(day, now)), actor.regionCode),
      now,
    ),
  }),
  programme: async ({ db, now }, { params, query: { day } }) => {
    const [found] = await tellServed(db, [await programmeOn(db, params.programme, dayAsked(day, now))], now)
    return found as NonNullable<typeof found>
  },
  desks: async (ctx, { params, query: { region } }) => ({
    desks: await desksFor(ctx, await programmeOn(ctx.db, params.programme, dayOf(ctx.now)), region),
  }),
  vacancies: async (ctx) => ({ rows: await listVacancies(ctx) }),
} satisfies Handlers<typeof cases>

// What the applicant supplied is read by whoever may read the case.
registerFileSubject('case', async (db, actor, id) => {
  const caseFile = await selectCase(db, id)
  return caseFile !== undefined && may(actor, 'case.read', caseFile)
})

export const casesModule = module({ name: 'cases', contract: cases, handlers, lists: caseLists })
