import { registerReliance } from '#platform/directory/index.ts'

/** A public notice shows its list as it was frozen. */
registerReliance(async (db, entry) => {
  if (entry.what === 'place') return null
  const found = await db
    .selectFrom('publicNoticeRow')
    .innerJoin('publicNotice', 'publicNotice.id', 'publicNoticeRow.noticeId')
    .select('publicNotice.number')
    .where('publicNoticeRow.organisationId', '=', entry.organisationId)
    .where('publicNoticeRow.organisationName', '=', entry.name)
    .where('publicNotice.openedAt', '>=', entry.since)
    .limit(1)
    .executeTakeFirst()
  return found ? { zh: `公示 ${found.number}`, en: `public notice ${found.number}` } : null
})
