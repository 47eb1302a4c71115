import type { CommandCtx } from '#core/command.ts'
import type { Reader, Tx } from '#core/db.ts'
import { dayOf } from '#core/time.ts'
import { loadCalendar } from '#platform/calendar/index.ts'
import { loadProgrammes, type ReadProgrammes, readProgrammes } from '#platform/cases/index.ts'
import {
  fullNameOf,
  foundOrganisation,
  loadRegions,
  type Region,
  readRegions,
  regionsAt,
} from '#platform/directory/index.ts'
import { nameScheme, publishAgreement, publishRulebook } from '#business/vouchers/index.ts'
import { parseRulebooks, type Rulebook, type RulebookJson } from '#business/vouchers/browser.ts'
import { contradictions } from './agreement.ts'
import type { Pack } from './pack.ts'
import { loadedPack, recordPack } from './store.ts'

/** True when the database holds this very pack. */
export async function isLoaded(db: Reader, pack: Pack): Promise<boolean> {
  return (await loadedPack(db, pack.community.id)) === pack.sha256
}

/**
 * Loads the community pack: regions, calendars, rulebooks, agreements, programmes, and a desk for every region. What is
 * there already stays; a published text that changed under its old version stops the start, and so does a programme that
 * contradicts a rulebook of its scheme.
 * @throws Error or Refusal naming what does not fit
 */
export async function loadPack(ctx: CommandCtx, pack: Pack): Promise<void> {
  const { tx, now } = ctx
  const by = `pack ${pack.community.id}`
  const { changed } = await loadRegions(tx, pack.regions, { now })
  for (const calendar of pack.calendars) await loadCalendar(tx, calendar, { now, by: 'pack' })
  const books = parseRulebooks(pack.rulebooks)
  const documents = new Map((pack.rulebooks as RulebookJson[]).map((document) => [document.id, document]))
  for (const book of books) await publishRulebook(tx, { book, document: documents.get(book.id), at: now, by })
  for (const [id, title] of Object.entries(pack.community.schemes)) await nameScheme(tx, id, title)
  for (const document of pack.agreements) await publishAgreement(tx, document)
  const read = readProgrammes(pack.programmes)
  const programmes = await loadProgrammes(tx, read, { now, by })
  requireAgreement(read, books)
  const authorities = await foundAuthorities(tx, pack, now)
  const id = await recordPack(tx, pack.community.id, pack.sha256, now)
  ctx.event({
    subject: { kind: 'community', id },
    changes: { regions: changed, programmes, authorities, sha256: pack.sha256 },
  })
}

/** @throws Error with every figure that a programme and a rulebook of its scheme state differently */
function requireAgreement({ programmes }: ReadProgrammes, books: readonly Rulebook[]): void {
  const read = programmes.map(({ programme }) => programme)
  const problems = contradictions(read, books)
  if (problems.length > 0)
    throw new Error(`programmes and rulebooks contradict each other:\n${problems.join('\n')}`)
}

/** One desk for each province, city and county that has none yet. */
async function foundAuthorities(tx: Tx, { community }: Pack, now: Temporal.Instant): Promise<number> {
  const regions: readonly Region[] = await readRegions(tx)
  const day = dayOf(now).toString()
  const there = new Set(
    (
      await tx.selectFrom('organisationCard').select('regionCode').where('kind', '=', 'authority').execute()
    ).map((row) => row.regionCode),
  )
  let founded = 0
  for (const region of regionsAt(regions, day)) {
    if (region.kind === 'development_zone' || there.has(region.code)) continue
    const name =
      community.authorities.named[region.code] ??
      `${placeName(regions, region, day)}${community.authorities.suffix}`
    const founding = {
      kind: 'authority',
      name,
      regionCode: region.code,
      level: region.level,
      status: 'verified',
    } as const
    if (await foundOrganisation(tx, founding, now)) founded++
  }
  return founded
}

/** The name without its province: 廊坊市广阳区. */
function placeName(regions: readonly Region[], region: Region, day: string): string {
  const full = fullNameOf(regions, region.code, day).zh
  const province = fullNameOf(regions, `${region.code.slice(0, 2)}0000`, day).zh
  return region.level === 'city' || region.code.startsWith('13') ? full.replace(province, '') : full
}
