import type { CommandCtx } from '#core/command.ts'
import type { InputOf } from '#core/contract.ts'
import type { Issue } from '#core/problems.ts'
import { coreRefusals, Refusal } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { dayOf } from '#core/time.ts'
import { filePath } from '#platform/files/index.ts'
import { regionNames } from './cards.ts'
import type { directory } from './contract.ts'
import { recordFact } from './facts.ts'
import { requireUscc } from './organisations.ts'
import { attachPaper } from './papers.ts'
import { isSameName, judgeAgainst, type KnownFact, refusalOfDays, type Verdict } from './register-rules.ts'
import { type ListedRow, readRegisterFile } from './register-file.ts'
import { registerOutcomes } from './registers.contract.ts'
import { factsOfKey, findRegisterList, holdersOf, holdRegisterList } from './registers.store.ts'
import { directoryRefusals, isKeeper } from './rules.ts'

type Importing = InputOf<typeof directory.importRegister>['body']
type Outcome = (typeof registerOutcomes)[number]
type Line = { row: number; name: string | null; outcome: Outcome; problems: Issue[]; remarks: Text[] }

/**
 * Takes a published list into the facts of the organisations that it names: each row is judged by itself and told what became of
 * it. A trial says the same and records nothing.
 * @throws Refusal register_of_above, register_list_differs, register_to_come, import_source, table_…
 */
export async function importRegister(ctx: CommandCtx, body: Importing) {
  const authorityId = ctx.actor.organisationId ?? coreRefusals.refuse('not_found')
  ctx.authorise({ authorityId })
  if (!isKeeper(ctx.actor)) directoryRefusals.refuse('register_of_above')
  const publishedOn = Temporal.PlainDate.from(body.publishedOn)
  if (Temporal.PlainDate.compare(publishedOn, dayOf(ctx.now)) > 0)
    directoryRefusals.refuse('register_to_come')
  const { rows, unread } = await rowsOf(ctx, body)
  const listId = await listOf(ctx, { ...body, authorityId, publishedOn })
  const lines: Line[] = unread.map((one) => ({ ...one, outcome: 'refused', remarks: [] }))
  const sound = readCodes(rows, lines)
  lines.push(...(await recordRows(ctx, { body, listId }, sound)))
  lines.sort((a, b) => a.row - b.row)
  if (!body.trial) await attachPaper(ctx, body.fileId, { kind: 'organisation', id: authorityId })
  const counts = Object.fromEntries(
    registerOutcomes.map((outcome) => [outcome, lines.filter((line) => line.outcome === outcome).length]),
  ) as Record<Outcome, number>
  const { key, name, documentNumber, trial } = body
  const imported = { key, name, documentNumber, trial, ...counts }
  ctx.event({ subject: { kind: 'organisation', id: authorityId }, changes: { registerList: imported } })
  return { listId: trial ? null : listId, rows: lines, counts }
}

/** The rows of an uploaded file or pasted cells. @throws Refusal import_source, table_… */
async function rowsOf({ tx, place }: CommandCtx, { fileId, text }: Importing) {
  if ((fileId === undefined) === (text === undefined)) directoryRefusals.refuse('import_source')
  const path = fileId ? await filePath(tx, place.dataDir, fileId) : null
  if (fileId && !path) coreRefusals.refuse('not_found')
  return readRegisterFile(path ?? Buffer.from(text ?? ''))
}

type Listing = Omit<Importing, 'publishedOn'> & { authorityId: string; publishedOn: Temporal.PlainDate }

/** The list under its document number; a trial makes none. @throws Refusal register_list_differs */
async function listOf(ctx: CommandCtx, { trial, fileId: _, text: __, publishedOn, ...rest }: Listing) {
  const { key, name, documentNumber, authorityId } = rest
  const row = {
    ...{ key, name, documentNumber, authorityId, publishedOn },
    ...{ importedBy: ctx.actor.userId ?? coreRefusals.refuse('not_found'), importedAt: ctx.now },
  }
  const list = trial ? await findRegisterList(ctx.tx, row) : await holdRegisterList(ctx.tx, row)
  if (list && (list.name !== name || !list.publishedOn.equals(publishedOn))) {
    const known = { number: documentNumber, name: list.name, day: list.publishedOn.toString() }
    directoryRefusals.refuse('register_list_differs', known)
  }
  return list?.id ?? null
}

type Row = { row: number; listed: ListedRow }

const refused = ({ row, listed }: Row, path: string, { text }: Refusal): Line => ({
  ...{ row, name: listed.name, outcome: 'refused', remarks: [] },
  problems: [{ path: `row.${path}`, text }],
})

/** Those whose code is one and stands in the list for the first time; the others are told. */
function readCodes(rows: readonly Row[], lines: Line[]): Row[] {
  const first = new Map<string, number>()
  return rows.flatMap((one) => {
    try {
      const uscc = requireUscc(one.listed.uscc)
      const row = first.get(uscc)
      if (row !== undefined) directoryRefusals.refuse('register_twice', { row })
      first.set(uscc, one.row)
      return [{ row: one.row, listed: { ...one.listed, uscc } }]
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      lines.push(refused(one, 'uscc', error))
      return []
    }
  })
}

type Into = { body: Importing; listId: string | null }
type Holder = Awaited<ReturnType<typeof holdersOf>>[number]

async function recordRows(ctx: CommandCtx, into: Into, rows: readonly Row[]): Promise<Line[]> {
  if (rows.length === 0) return []
  const { body, listId } = into
  const codes = rows.map(({ listed }) => listed.uscc)
  const holders = await holdersOf(ctx.tx, codes, !body.trial)
  const byCode = new Map(holders.map((holder) => [holder.uscc, holder]))
  const ids = holders.map(({ id }) => id)
  const known = Map.groupBy(
    ids.length > 0 ? await factsOfKey(ctx.tx, ids, body.key, listId) : [],
    ({ organisationId }) => organisationId,
  )
  const called = await regionNames(ctx.tx, ctx.now)
  const lines: Line[] = []
  for (const one of rows) {
    const holder = byCode.get(one.listed.uscc)
    try {
      const { outcome, replacesId } = judge(ctx, one.listed, { holder, known, listId, called })
      if (holder && outcome !== 'unchanged' && !body.trial)
        await record(ctx, into, one.listed, holder, { outcome, replacesId })
      const remarks = holder && !isSameName(holder.name, one.listed.name) ? [differs(one.listed, holder)] : []
      lines.push({ row: one.row, name: one.listed.name, outcome, problems: [], remarks })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const line = refused(one, 'row', error)
      lines.push({ ...line, outcome: error.code === 'register_unknown' ? 'unknown' : 'refused' })
    }
  }
  return lines
}

type Judging = {
  holder: Holder | undefined
  known: ReadonlyMap<string, readonly KnownFact[]>
  listId: string | null
  called: (code: string) => Text
}

/** @throws Refusal register_… when the row is not to be recorded */
function judge(
  { actor, now }: CommandCtx,
  listed: ListedRow,
  { holder, known, listId, called }: Judging,
): Verdict {
  const days = refusalOfDays(listed, dayOf(now))
  if (days) throw days
  if (!holder) return directoryRefusals.refuse('register_unknown')
  const { zh, en } = called(holder.regionCode)
  if (!holder.regionPath.includes(actor.regionCode ?? ''))
    directoryRefusals.refuse('register_elsewhere', { name: holder.name, placeZh: zh, placeEn: en })
  if (holder.status === 'closed') directoryRefusals.refuse('organisation_closed')
  return judgeAgainst(known.get(holder.id) ?? [], listed, listId)
}

const differs = (listed: ListedRow, { name }: Holder): Text => ({
  zh: `名单上为“${listed.name}”，平台登记为“${name}”；按代码记录，请核对。`,
  en: `Listed as “${listed.name}”, registered here as “${name}”; it goes by the code. Please compare.`,
})

/** Source as the profile shows it; the event tells the firm. */
async function record(
  ctx: CommandCtx,
  { body, listId }: Into,
  listed: ListedRow,
  holder: Holder,
  said: Verdict,
) {
  const { key, name, documentNumber, publishedOn } = body
  const { number } = listed
  const validTo = listed.validTo.toString()
  const source = `《${name}》（${documentNumber}，${publishedOn}）`
  await recordFact(
    ctx.tx,
    {
      ...{ organisationId: holder.id, key, source, value: { number, validTo } },
      validFrom: listed.validFrom.toString(),
      origin: { registerListId: listId as string, replacesId: said.replacesId },
    },
    ctx.now,
  )
  const changes = { factListed: { key, number, validTo, source, replaced: said.outcome === 'replaced' } }
  ctx.event({
    subject: { kind: 'organisation', id: holder.id },
    regionPath: holder.regionPath,
    changes,
  })
}
