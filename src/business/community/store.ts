import type { Reader, Tx } from '#core/db.ts'

export async function loadedPack(db: Reader, name: string): Promise<string | null> {
  const row = await db
    .selectFrom('communityPack')
    .select('sha256')
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.sha256 ?? null
}

export async function recordPack(
  tx: Tx,
  name: string,
  sha256: string,
  at: Temporal.Instant,
): Promise<string> {
  const row = await tx
    .insertInto('communityPack')
    .values({ name, sha256, loadedAt: at })
    .onConflict((conflict) =>
      conflict.constraint('community_pack_name').doUpdateSet({ sha256, loadedAt: at }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}
