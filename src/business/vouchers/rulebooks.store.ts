import { createHash } from 'node:crypto'
import { constraintOf, json, type Reader, type Tx } from '#core/db.ts'
import { forgetRemembered, remembered } from '#core/remembered.ts'
import type { Text } from '#core/text.ts'
import { voucherRefusals } from './contract.ts'
import { Rulebook } from './rulebook.ts'

/** Published texts never change under an id, so each is fetched and parsed once in a process. */
const parsed = new Map<string, Rulebook>()

async function readBook(db: Reader, { id, sha256 }: { id: string; sha256: string }): Promise<Rulebook> {
  const key = `${id}/${sha256}`
  const known = parsed.get(key)
  if (known) return known
  const row = await db
    .selectFrom('rulebookVersion')
    .select('document')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const book = Rulebook.parse(row.document)
  parsed.set(key, book)
  return book
}

/** A version by its id, whenever it was in force: cases keep theirs. */
export async function rulebookById(db: Reader, id: string): Promise<Rulebook> {
  const row = await remembered(db, `rulebook ${id}`, () =>
    db.selectFrom('rulebookVersion').select(['id', 'sha256']).where('id', '=', id).executeTakeFirst(),
  )
  return row ? readBook(db, row) : voucherRefusals.refuse('rulebook_not_found', { day: '' })
}

/** The version of a scheme in force on a day. */
export async function rulebookInForce(
  db: Reader,
  scheme: string,
  day: Temporal.PlainDate,
): Promise<Rulebook> {
  const row = await remembered(db, `rulebook of ${scheme} on ${day}`, () =>
    db
      .selectFrom('rulebookVersion')
      .select(['id', 'sha256'])
      .where('scheme', '=', scheme)
      .where('effectiveFrom', '<=', day)
      .where((eb) => eb.or([eb('effectiveTo', 'is', null), eb('effectiveTo', '>=', day)]))
      .executeTakeFirst(),
  )
  return row ? readBook(db, row) : voucherRefusals.refuse('rulebook_not_found', { day: day.toString() })
}

export function listRulebooks(db: Reader) {
  return db
    .selectFrom('rulebookVersion')
    .innerJoin('scheme', 'scheme.id', 'rulebookVersion.scheme')
    .select(['rulebookVersion.id', 'scheme', 'scheme.title as schemeTitle', 'authorityRegion', 'document'])
    .select(['effectiveFrom', 'effectiveTo'])
    .orderBy('authorityRegion')
    .orderBy('effectiveFrom', 'desc')
    .execute()
}

/** Every version on record, read by the schema it was published under. */
export async function everyRulebook(db: Reader): Promise<Rulebook[]> {
  const rows = await db.selectFrom('rulebookVersion').select(['id', 'sha256']).execute()
  return Promise.all(rows.map((row) => readBook(db, row)))
}

/** What a scheme is called, whichever version of its rules is in force; until somebody names it, as its first rulebook. */
export async function nameScheme(tx: Tx, id: string, title: Text): Promise<void> {
  forgetRemembered()
  await tx
    .insertInto('scheme')
    .values({ id, title: json(title) })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ title: json(title) }))
    .execute()
}

export const schemeTitles = (db: Reader): Promise<Map<string, Text>> =>
  remembered(db, 'scheme titles', async () => {
    const rows = await db.selectFrom('scheme').select(['id', 'title']).execute()
    return new Map(rows.map(({ id, title }) => [id, title as Text]))
  })

/** `document` is the text that was read as `book`. */
export type Publication = { book: Rulebook; document: unknown; at: Temporal.Instant; by: string }

/**
 * Publishes a version. The same document again changes nothing.
 * @throws Error when another document stands under the id: a published text never changes
 */
export async function publishRulebook(tx: Tx, { book, document, at, by }: Publication): Promise<boolean> {
  const text = json(document)
  const sha256 = createHash('sha256').update(text).digest('hex')
  const known = await tx
    .selectFrom('rulebookVersion')
    .select('sha256')
    .where('id', '=', book.id)
    .executeTakeFirst()
  if (known?.sha256 === sha256) return false
  if (known)
    throw new Error(`rulebook ${book.id} is published with another text; give the new text a new version`)
  forgetRemembered()
  try {
    await tx
      .insertInto('scheme')
      .values({ id: book.scheme, title: json(book.title) })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    await tx
      .insertInto('rulebookVersion')
      .values({
        id: book.id,
        scheme: book.scheme,
        authorityRegion: book.authority,
        document: text,
        sha256,
        effectiveFrom: Temporal.PlainDate.from(book.effectiveFrom),
        effectiveTo: book.effectiveTo ? Temporal.PlainDate.from(book.effectiveTo) : null,
        publishedAt: at,
        publishedBy: by,
      })
      .execute()
    return true
  } catch (error) {
    if (constraintOf(error) === 'rulebook_version_overlap') voucherRefusals.refuse('rulebook_overlaps')
    throw error
  }
}
