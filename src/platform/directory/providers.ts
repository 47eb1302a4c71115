import { sql } from 'kysely'
import { signature } from '#core/actor.ts'
import type { CommandCtx } from '#core/command.ts'
import type { InputOf } from '#core/contract.ts'
import type { Reader, Tx } from '#core/db.ts'
import { pageOf } from '#core/page.ts'
import { InvalidInput, type Issue, parseInput } from '#core/problems.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals, Refusal } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { dayOf } from '#core/time.ts'
import { filePath } from '#platform/files/index.ts'
import { endReviewsOf } from './admission-reviews.store.ts'
import { regionNames } from './cards.ts'
import type { directory } from './contract.ts'
import { attachPaper } from './papers.ts'
import { readProviderFile } from './provider-file.ts'
import { providerWords } from './provider-words.ts'
import { ProviderRow } from './shapes.ts'
import { type Founding, foundOrganisation, requireUscc } from './organisations.ts'
import { type Admission, admissionState, directoryRefusals } from './rules.ts'
import { insertAdmission, lockAdmission, organisationByUscc, unitOf, withdrawAdmission } from './store.ts'

type Outcome = 'added' | 'unchanged' | 'refused'
type Line = { row: number; name: string | null; outcome: Outcome; problems: readonly Issue[] }

/**
 * Takes a list of providers into an authority's library; every row is judged by itself and told what became of it. A row
 * that names an unknown organisation brings it in, verified by the list, with nobody acting for it yet.
 * @throws Refusal list_of_others, import_source, table_…
 */
export async function importProviders(ctx: CommandCtx, body: Importing) {
  const authorityId = ctx.actor.organisationId ?? coreRefusals.refuse('not_found')
  ctx.authorise({ authorityId })
  const { list, batch } = body
  await requireKeeper(ctx, list)
  const { rows, unread } = await rowsOf(ctx, body)
  const lines: Line[] = unread.map((one) => ({ ...one, outcome: 'refused' }))
  for (const { row, raw } of rows)
    lines.push({ row, name: nameIn(raw), ...(await judge(ctx, { authorityId, list, batch }, raw)) })
  lines.sort((a, b) => a.row - b.row)
  await attachPaper(ctx, body.fileId, { kind: 'organisation', id: authorityId })
  const count = (outcome: Outcome) => lines.filter((line) => line.outcome === outcome).length
  const report = {
    rows: lines,
    added: count('added'),
    unchanged: count('unchanged'),
    refused: count('refused'),
  }
  const { added, unchanged, refused } = report
  ctx.event({
    subject: { kind: 'organisation', id: authorityId },
    changes: { providers: { list, batch, added, unchanged, refused } },
  })
  return report
}

/** Who answers for a list admits to it; where no rulebook is known, any list is anybody's. @throws Refusal list_of_others */
async function requireKeeper({ tx, actor }: CommandCtx, list: string): Promise<void> {
  const { lists } = await providerWords(tx)
  const named = lists.find(({ code }) => code === list)
  if (lists.length === 0 || named?.keepers.includes(actor.regionCode ?? '')) return
  const { zh, en } = named?.name ?? { zh: list, en: list }
  directoryRefusals.refuse('list_of_others', { listZh: zh, listEn: en })
}

type Importing = InputOf<typeof directory.importProviders>['body']

/** The rows as they came, or as a file or pasted cells hold them. @throws Refusal import_source, table_… */
async function rowsOf({ tx, place }: CommandCtx, { rows, fileId, text }: Importing) {
  if ([rows, fileId, text].filter((one) => one !== undefined).length !== 1)
    directoryRefusals.refuse('import_source')
  if (rows) return { rows: rows.map((raw, at) => ({ row: at + 1, raw })), unread: [] }
  const path = fileId ? await filePath(tx, place.dataDir, fileId) : null
  if (fileId && !path) coreRefusals.refuse('not_found')
  return readProviderFile(await providerWords(tx), path ?? Buffer.from(text ?? ''))
}

const nameIn = (raw: unknown): string | null => {
  const name = (raw as { name?: unknown } | null)?.name
  return typeof name === 'string' ? name.slice(0, 200) : null
}

type Into = { authorityId: string; list: string; batch: string }

/** A row's fault is the row's: input faults and refusals become its problems, anything else is a defect. */
async function judge(
  ctx: CommandCtx,
  into: Into,
  raw: unknown,
): Promise<{ outcome: Outcome; problems: readonly Issue[] }> {
  try {
    const row = parseInput(ProviderRow, raw, 'row')
    return { outcome: await admit(ctx.tx, into, row, ctx), problems: [] }
  } catch (error) {
    if (error instanceof InvalidInput) return { outcome: 'refused', problems: error.issues }
    if (error instanceof Refusal) return { outcome: 'refused', problems: [{ path: 'row', text: error.text }] }
    throw error
  }
}

type By = { now: Temporal.Instant; actor: { userId: string | null } }

/** Nothing is written before every check of the row has passed. @throws Refusal admission_overlaps, uscc_…, region_unknown, organisation_closed */
async function admit(tx: Tx, into: Into, row: ProviderRow, by: By): Promise<'added' | 'unchanged'> {
  const from = Temporal.PlainDate.from(row.from)
  const lastDay = row.lastDay ? Temporal.PlainDate.from(row.lastDay) : null
  if (lastDay && Temporal.PlainDate.compare(lastDay, from) < 0) directoryRefusals.refuse('admission_overlaps')
  const organisationId = await providerOf(tx, row, by)
  const known = await tx
    .selectFrom('providerAdmission')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .where('list', '=', into.list)
    .where('withdrawnAt', 'is', null)
    .execute()
  const clash = known.find(
    (one) =>
      (!lastDay || Temporal.PlainDate.compare(one.admittedFrom, lastDay) <= 0) &&
      (!one.lastDay || Temporal.PlainDate.compare(from, one.lastDay) <= 0),
  )
  if (clash) {
    const same = clash.class === row.providerClass && clash.admittedFrom.equals(from)
    return same ? 'unchanged' : directoryRefusals.refuse('admission_overlaps')
  }
  const { list, batch, authorityId } = into
  const what = { class: row.providerClass, services: row.scope ?? null, admittedFrom: from, lastDay }
  await insertAdmission(tx, { organisationId, authorityId, list, batch, ...what })
  return 'added'
}

/** The organisation of a row: by its own code, or as the unit of a host by name. */
async function providerOf(tx: Tx, row: ProviderRow, by: By): Promise<string> {
  const common = {
    regionCode: row.regionCode,
    kind: 'institute' as const,
    status: 'verified' as const,
    createdBy: by.actor.userId,
  }
  if (row.uscc) return byCode(tx, { ...common, name: row.name, uscc: requireUscc(row.uscc) }, by.now)
  const hostUscc = requireUscc(row.hostUscc ?? '')
  const hostId = await byCode(tx, { ...common, name: row.hostName ?? row.name, uscc: hostUscc }, by.now)
  const unit = await unitOf(tx, hostId, row.name)
  if (unit?.status === 'closed') directoryRefusals.refuse('organisation_closed')
  const made = unit?.id ?? (await foundOrganisation(tx, { ...common, name: row.name, hostId }, by.now))
  return made ?? ((await unitOf(tx, hostId, row.name))?.id as string)
}

/**
 * Somebody may register the same code in this moment: then it is his, and the list's row joins it.
 * @throws Refusal organisation_closed
 */
async function byCode(tx: Tx, founding: Founding & { uscc: string }, now: Temporal.Instant): Promise<string> {
  const known = await organisationByUscc(tx, founding.uscc)
  if (known?.status === 'closed') directoryRefusals.refuse('organisation_closed')
  const id = known?.id ?? (await foundOrganisation(tx, founding, now))
  return id ?? ((await organisationByUscc(tx, founding.uscc))?.id as string)
}

type Withdrawing = { from: string; reason: string; effect: 'finish_running' | 'stop_running' }

/** Never back-dated: whoever signed a contract meanwhile did so in good faith. @throws Refusal admission_withdrawn, withdrawal_day */
export async function withdrawProvider(ctx: CommandCtx, id: string, { from, reason, effect }: Withdrawing) {
  const admission = (await lockAdmission(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ authorityId: admission.authorityId })
  if (admission.withdrawnAt) directoryRefusals.refuse('admission_withdrawn')
  const today = dayOf(ctx.now).toString()
  if (from < today) directoryRefusals.refuse('withdrawal_day', { today })
  await withdrawAdmission(ctx.tx, id, {
    withdrawnAt: ctx.now,
    withdrawnBy: ctx.actor.userId,
    withdrawnFrom: Temporal.PlainDate.from(from),
    withdrawnReason: reason,
    withdrawalEffect: effect,
  })
  await endReviewsOf(ctx.tx, id, { endedAt: ctx.now, endedBy: signature(ctx.actor), reason })
  const changes = { admission: { id, list: admission.list, withdrawnFrom: from, reason, effect } }
  ctx.event({ subject: { kind: 'provider_admission', id }, changes })
  ctx.event({ subject: { kind: 'organisation', id: admission.organisationId }, changes })
  const [row] = await admissionRows(ctx.tx).where('a.id', '=', id).execute()
  return shown(row as Row, await namingOf(ctx.tx, ctx.now))
}

const admissionRows = (db: Reader) =>
  db
    .selectFrom('providerAdmission as a')
    .innerJoin('organisation as o', 'o.id', 'a.organisationId')
    .innerJoin('organisation as b', 'b.id', 'a.authorityId')
    .leftJoin('organisation as h', 'h.id', 'o.hostId')
    .selectAll('a')
    .select([
      'o.name',
      'o.status',
      'h.status as hostStatus',
      'o.regionCode',
      'b.name as authorityName',
      'h.id as hostId',
      'h.name as hostName',
    ])

type Row = Awaited<ReturnType<ReturnType<typeof admissionRows>['executeTakeFirstOrThrow']>>

function admissionOf(
  row: Omit<Row, 'name' | 'status' | 'hostStatus' | 'regionCode' | 'authorityName' | 'hostId' | 'hostName'>,
): Admission {
  const { withdrawnFrom, withdrawnReason, withdrawalEffect } = row
  const withdrawal =
    withdrawnFrom && withdrawnReason !== null && withdrawalEffect
      ? { from: withdrawnFrom.toString(), reason: withdrawnReason, effect: withdrawalEffect }
      : null
  const lastDay = row.lastDay?.toString() ?? null
  return {
    list: row.list,
    providerClass: row.class,
    scope: row.services,
    from: row.admittedFrom.toString(),
    lastDay,
    withdrawal,
  }
}

/** How the rulebooks call what the library keeps as codes. */
export type AdmissionNames = (admission: Pick<Admission, 'list' | 'providerClass' | 'scope'>) => {
  list: Text
  providerClass: Text
  scope: Text
}
let namesFrom: ((db: Reader) => Promise<AdmissionNames>) | undefined

/** Told by the module whose rules give the names; without it a code stands for itself. */
export function nameAdmissions(from: (db: Reader) => Promise<AdmissionNames>): void {
  namesFrom = from
}

const codes: AdmissionNames = ({ list, providerClass, scope }) => {
  const itself = (code: string) => ({ zh: code, en: code })
  return { list: itself(list), providerClass: itself(providerClass), scope: itself(scope?.join('、') ?? '') }
}

/** How the rulebooks call a list. */
export async function namesOfAdmissions(db: Reader): Promise<(list: string) => Text> {
  const called = (await namesFrom?.(db)) ?? codes
  return (list) => called({ list, providerClass: '', scope: null }).list
}

type Naming = Awaited<ReturnType<typeof namingOf>>

const namingOf = async (db: Reader, now: Temporal.Instant) => ({
  named: await regionNames(db, now),
  called: (await namesFrom?.(db)) ?? codes,
  today: dayOf(now).toString(),
})

/** Itself, or the house whose laboratory it is. */
const isClosed = ({ status, hostStatus }: Row) => status === 'closed' || hostStatus === 'closed'

function shown(row: Row, { named, called, today }: Naming) {
  const admission = admissionOf(row)
  return {
    id: row.id,
    organisation: { id: row.organisationId, name: row.name },
    host: row.hostId && row.hostName ? { id: row.hostId, name: row.hostName } : null,
    authority: { id: row.authorityId, name: row.authorityName },
    regionCode: row.regionCode,
    regionName: named(row.regionCode),
    ...admission,
    names: called(admission),
    state: isClosed(row) ? ('closed' as const) : admissionState(admission, today),
  }
}

/** Every admission of an organisation, and of the host whose unit it is, in all lists: what the order rules judge by. */
export async function admissionsOf(db: Reader, organisationId: string): Promise<Admission[]> {
  const rows = await db
    .selectFrom('providerAdmission as a')
    .innerJoin('organisation as o', (join) =>
      join.on((eb) =>
        eb.or([eb('o.id', '=', eb.ref('a.organisationId')), eb('o.hostId', '=', eb.ref('a.organisationId'))]),
      ),
    )
    .selectAll('a')
    .where('o.id', '=', organisationId)
    .orderBy('a.admittedFrom')
    .execute()
  return rows.map(admissionOf)
}

type Asked = {
  cursor?: string | undefined
  limit: number
  q?: string | undefined
  region?: string | undefined
  service?: string | undefined
  providerClass?: string | undefined
  list?: string | undefined
  all: boolean
}

/** The library as the public sees it; a search term may name the laboratory or its host. */
export async function searchProviders({ db, now }: Pick<QueryCtx, 'db' | 'now'>, asked: Asked) {
  const today = dayOf(now)
  const rows = await admissionRows(db)
    .$if(!asked.all, (qb) =>
      qb
        .where('o.status', '<>', 'closed')
        .where((eb) => eb.or([eb('h.status', 'is', null), eb('h.status', '<>', 'closed')]))
        .where('a.admittedFrom', '<=', today)
        .where((eb) => eb.or([eb('a.lastDay', 'is', null), eb('a.lastDay', '>=', today)]))
        .where((eb) => eb.or([eb('a.withdrawnFrom', 'is', null), eb('a.withdrawnFrom', '>', today)])),
    )
    .$if(!!asked.q, (qb) =>
      qb.where(sql<boolean>`(o.words || coalesce(h.words, '')) @@ search_query(${asked.q})`),
    )
    .$if(!!asked.region, (qb) => qb.where(sql<boolean>`o.region_path @> ${[asked.region]}::text[]`))
    .$if(!!asked.service, (qb) =>
      qb.where((eb) =>
        eb.or([eb('a.services', 'is', null), sql<boolean>`a.services @> ${[asked.service]}::text[]`]),
      ),
    )
    .$if(!!asked.providerClass, (qb) => qb.where('a.class', '=', asked.providerClass as string))
    .$if(!!asked.list, (qb) => qb.where('a.list', '=', asked.list as string))
    .$if(asked.cursor !== undefined, (qb) => qb.where('a.id', '>', asked.cursor as string))
    .orderBy('a.id')
    .limit(asked.limit + 1)
    .execute()
  const page = pageOf(rows, asked.limit)
  const naming = await namingOf(db, now)
  return { ...page, rows: page.rows.map((row) => shown(row, naming)) }
}
