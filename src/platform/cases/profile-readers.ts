import { visible } from '#core/policy.ts'
import { useOpenCases } from '#platform/directory/index.ts'
import { caseColumns } from './queue.ts'

/** While a case waits to be decided, the officers of its place read the facts of its applicant, wherever that is by then. */
useOpenCases(async (db, actor, organisationId) => {
  const found = await db
    .selectFrom('caseFile')
    .select(['id', 'number', 'regionPath'])
    .where('organisationId', '=', organisationId)
    .where('status', 'in', ['open', 'supplement', 'held', 'appealed'])
    .where(visible(actor, 'profile.ofCase', caseColumns))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found ?? null
})
