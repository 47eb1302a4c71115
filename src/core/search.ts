import { type RawBuilder, sql } from 'kysely'

/**
 * Rows that hold every word typed, wherever it stands in the texts of which the table keeps `words` (trigger `keep_words`).
 * Width and case make no difference; what a person typed is never a pattern.
 */
export const holdsWords = (column: string, typed: string): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(column)} @@ search_query(${typed})`
