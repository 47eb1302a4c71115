import { constraintOf, type Reader, type Tx } from '#core/db.ts'
import { forgetRemembered, remembered } from '#core/remembered.ts'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Region } from './regions.ts'

const Code = z.string().regex(/^[1-9]\d{5}$/)
const Day = z.iso.date()
/** The community pack's `regions.json`. */
export const RegionFile = z.strictObject({
  list: z.string().min(1),
  completeFrom: Day,
  note: z.string().optional(),
  regions: z.array(
    z.strictObject({
      code: Code,
      validFrom: Day,
      validTo: Day.optional(),
      zh: z.string().min(1),
      en: z.string().min(1),
      level: z.enum(['province', 'city', 'county']),
      parent: Code.optional(),
      kind: z.enum(['unit', 'province_administered', 'development_zone', 'new_area']),
      reportsTo: Code.optional(),
      succeededBy: z.array(Code).optional(),
      source: z.string().min(1),
    }),
  ),
})
export type RegionFile = z.infer<typeof RegionFile>

/** The regions of a pack file, without a database. @throws ZodError */
export function regionsOfFile(file: unknown): Region[] {
  return RegionFile.parse(file).regions.map(
    ({ zh, en, validTo, parent, reportsTo, succeededBy, ...rest }) => ({
      ...rest,
      name: { zh, en },
      validTo: validTo ?? null,
      parentCode: parent ?? null,
      reportsTo: reportsTo ?? null,
      succeededBy: succeededBy ?? [],
    }),
  )
}

/**
 * Loads the pack's regions; the same file again changes nothing, another one replaces the list.
 * @throws ZodError, Error naming the code when two entries of one code overlap in time
 */
export async function loadRegions(
  tx: Tx,
  file: unknown,
  options: { now: Temporal.Instant },
): Promise<{ changed: boolean }> {
  const { list, completeFrom } = RegionFile.parse(file)
  const regions = regionsOfFile(file)
  const fingerprint = createHash('sha256').update(JSON.stringify(regions)).digest('hex').slice(0, 16)
  const there = await tx
    .selectFrom('regionList')
    .select('fingerprint')
    .where('name', '=', list)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (there?.fingerprint === fingerprint) return { changed: false }
  forgetRemembered()
  const row = { completeFrom: Temporal.PlainDate.from(completeFrom), fingerprint, loadedAt: options.now }
  await tx
    .insertInto('regionList')
    .values({ name: list, ...row })
    .onConflict((conflict) => conflict.constraint('region_list_pkey').doUpdateSet(row))
    .execute()
  await tx.deleteFrom('region').where('listName', '=', list).execute()
  try {
    await tx
      .insertInto('region')
      .values(regions.map((region) => rowOf(region, list)))
      .execute()
  } catch (error) {
    if (constraintOf(error) !== 'region_one_at_a_time') throw error
    throw new Error(
      `regions of ${list}: ${(error as { detail?: string }).detail ?? 'two entries of one code overlap'}`,
      { cause: error },
    )
  }
  return { changed: true }
}

function rowOf(region: Region, listName: string) {
  const { name, validFrom, validTo, succeededBy, ...rest } = region
  return {
    ...rest,
    validFrom: Temporal.PlainDate.from(validFrom),
    validTo: validTo === null ? null : Temporal.PlainDate.from(validTo),
    nameZh: name.zh,
    nameEn: name.en,
    succeededBy: [...succeededBy],
    listName,
  }
}

const kept = new Map<string, readonly Region[]>()
const MOST_KEPT = 8

/** All regions of all lists, by code and time: asked for changes at most once a second. */
export const readRegions = (db: Reader): Promise<readonly Region[]> =>
  remembered(db, 'regions', () => regionsByContent(db))

/** Read once for each content, across databases. */
async function regionsByContent(db: Reader): Promise<readonly Region[]> {
  const lists = await db.selectFrom('regionList').select(['name', 'fingerprint']).orderBy('name').execute()
  const version = lists.map(({ name, fingerprint }) => `${name}:${fingerprint}`).join()
  const known = kept.get(version)
  if (known) return known
  const { regions, version: read } = await selectRegions(db)
  if (kept.size >= MOST_KEPT) kept.clear()
  if (read === version) kept.set(version, regions)
  return regions
}

/** One statement, hence one snapshot: the rows belong to the fingerprints. */
async function selectRegions(db: Reader): Promise<{ regions: Region[]; version: string }> {
  const rows = await db
    .selectFrom('region as r')
    .innerJoin('regionList as l', 'l.name', 'r.listName')
    .select([
      'r.code',
      'r.validFrom',
      'r.validTo',
      'r.nameZh',
      'r.nameEn',
      'r.level',
      'r.parentCode',
      'r.kind',
    ])
    .select(['r.reportsTo', 'r.succeededBy', 'r.source', 'l.name as list', 'l.fingerprint'])
    .orderBy('r.code')
    .orderBy('r.validFrom')
    .execute()
  const prints = new Map<string, string>()
  const regions = rows.map(({ nameZh, nameEn, validFrom, validTo, list, fingerprint, ...rest }) => {
    prints.set(list, fingerprint)
    const name = { zh: nameZh, en: nameEn }
    const times = { validFrom: validFrom.toString(), validTo: validTo?.toString() ?? null }
    return { ...rest, ...times, name }
  })
  const version = [...prints]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => pair.join(':'))
    .join()
  return { regions, version }
}
