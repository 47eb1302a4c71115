import type { Reader } from '#core/db.ts'
import type { Text } from '#core/text.ts'
import { directoryRefusals } from './rules.ts'

/** An entry of the histories, as those see it who may rely on it. */
export type Entry = {
  organisationId: string
  since: Temporal.Instant
} & ({ what: 'name'; name: string } | { what: 'place'; regionPath: readonly string[] })

type Asks = (db: Reader, entry: Entry) => Promise<Text | null>
const askers: Asks[] = [ofDirectory]

/** A module that does something by an organisation's name or place tells what it did since an entry was made. */
export function registerReliance(ask: Asks): void {
  askers.push(ask)
}

/** @throws Refusal entry_relied_on naming all that relies on it */
export async function requireUnrelied(db: Reader, entry: Entry): Promise<void> {
  const found: Text[] = []
  for (const ask of askers) found.push(...[await ask(db, entry)].filter((text) => text !== null))
  if (found.length === 0) return
  directoryRefusals.refuse('entry_relied_on', {
    whatZh: found.map(({ zh }) => zh).join('、'),
    whatEn: found.map(({ en }) => en).join(', '),
  })
}

/** By a place the officers there decide about the organisation; a name decides nothing here. */
async function ofDirectory(db: Reader, entry: Entry): Promise<Text | null> {
  if (entry.what === 'name') return null
  const { organisationId, since } = entry
  const fact = await db
    .selectFrom('fact')
    .select('id')
    .where('organisationId', '=', organisationId)
    .where('decidedAt', '>=', since)
    .limit(1)
    .executeTakeFirst()
  if (fact) return { zh: '迁入地已核实的档案事项', en: 'a fact that its new place has decided' }
  const verified = await db
    .selectFrom('organisation')
    .select('id')
    .where('id', '=', organisationId)
    .where('verifiedAt', '>=', since)
    .executeTakeFirst()
  if (verified) return { zh: '迁入地已核实的证照', en: 'the licence that its new place has accepted' }
  const dispute = await db
    .selectFrom('organisationDispute')
    .select('id')
    .where('organisationId', '=', organisationId)
    .where('status', 'in', ['kept', 'transferred'])
    .where('decidedAt', '>=', since)
    .limit(1)
    .executeTakeFirst()
  if (dispute) return { zh: '迁入地已裁定的代码争议', en: 'a dispute that its new place has decided' }
  const tie = await db
    .selectFrom('tie')
    .select('id')
    .where((eb) =>
      eb.or([
        eb.and([eb('recordedOf', '=', organisationId), eb('recordedAt', '>=', since)]),
        eb.and([eb('endedOf', '=', organisationId), eb('endedAt', '>=', since)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return tie
    ? { zh: '迁入地已登记或结束的关联关系', en: 'a tie that its new place has recorded or ended' }
    : null
}
