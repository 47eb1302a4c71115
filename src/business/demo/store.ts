import type { Database, Reader } from '#core/db.ts'

export type PlayRow = {
  beganAt: Temporal.Instant
  storyAt: Temporal.Instant
  done: number
  total: number
  finishedAt: Temporal.Instant | null
}

export function findPlay(db: Reader, name: string): Promise<PlayRow | undefined> {
  return db
    .selectFrom('demoPlay')
    .select(['beganAt', 'storyAt', 'done', 'total', 'finishedAt'])
    .where('name', '=', name)
    .executeTakeFirst()
}

/** How far the play is, is no business of anybody's: written beside the door, like a cursor. */
export async function savePlay(database: Database, name: string, row: PlayRow): Promise<void> {
  await database.db
    .insertInto('demoPlay')
    .values({ name, ...row })
    .onConflict((on) => on.constraint('demo_play_name').doUpdateSet(row))
    .execute()
}

/** Answers of the steps that were acknowledged, by key. */
export async function answersOf(db: Reader, prefix: string): Promise<Map<string, unknown>> {
  const rows = await db
    .selectFrom('idempotencyKey')
    .select(['key', 'answer'])
    .where('key', 'like', `${prefix}%`)
    .execute()
  return new Map(rows.map(({ key, answer }) => [key, (answer as { body: unknown }).body]))
}
