import { createHash } from 'node:crypto'
import { roleNames } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { checkProgramme, type Known } from './check.ts'
import { outcomeNames } from './outcomes.ts'
import { fieldsOf, Programme } from './programme.ts'
import { insertVersion, selectVersions } from './programmes.store.ts'

export type ProgrammeFile = { path: string; text: string }
export type LoadOptions = {
  now: Temporal.Instant
  /** Who published them, for the record. */
  by: string
}

/**
 * Publishes the programmes of the community pack. A version that is there already stays as it is.
 * @returns the versions that are new, as `voucher-claim@2`
 * @throws Error with every problem of every file, a changed file under an old version number among them
 */
export async function loadProgrammes(tx: Tx, read: ReadProgrammes, options: LoadOptions): Promise<string[]> {
  const stored = new Map(
    (await selectVersions(tx)).map((row) => [`${row.programmeId}@${row.version}`, row.sha256]),
  )
  const changed = read.programmes.filter(
    ({ name, sha256 }) => stored.has(name) && stored.get(name) !== sha256,
  )
  const problems = [
    ...read.problems,
    ...changed.map(
      ({ path, name }) => `${path}: ${name} is published with another text; give the new text a new version`,
    ),
  ]
  if (problems.length > 0) throw new Error(`programmes can't be loaded:\n${problems.join('\n')}`)
  const fresh = read.programmes.filter(({ name }) => !stored.has(name))
  for (const { programme, sha256 } of fresh)
    await insertVersion(tx, programme, { sha256, at: options.now, by: options.by })
  return fresh.map(({ name }) => name)
}

type Read = { path: string; name: string; programme: Programme; sha256: string }
export type ReadProgrammes = { programmes: Read[]; problems: string[] }

/** Parses and checks the files together, since forms refer to each other. Pure but for the registered outcomes. */
export function readProgrammes(
  files: readonly ProgrammeFile[],
  known: Pick<Known, 'facts'> = {},
): ReadProgrammes {
  const problems: string[] = []
  const programmes: Read[] = []
  for (const { path, text } of files) {
    const parsed = parse(text)
    if ('faults' in parsed) problems.push(...parsed.faults.map((fault) => `${path}: ${fault}`))
    else programmes.push({ path, name: `${parsed.programme.id}@${parsed.programme.version}`, ...parsed })
  }
  const everything: Known = {
    ...known,
    roles: new Set(Object.keys(roleNames)),
    outcomes: outcomeNames(),
    programmes: fieldNames(programmes.map((read) => read.programme)),
  }
  for (const { path, programme } of programmes)
    problems.push(...checkProgramme(programme, everything).map((problem) => `${path}: ${problem}`))
  const twice = programmes.filter(
    ({ name }, index) => programmes.findIndex((other) => other.name === name) !== index,
  )
  problems.push(...twice.map(({ path, name }) => `${path}: ${name} is in another file, too`))
  return { programmes, problems }
}

function parse(text: string): { programme: Programme; sha256: string } | { faults: string[] } {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    return { faults: [`not JSON: ${(error as Error).message}`] }
  }
  const parsed = Programme.safeParse(document)
  if (!parsed.success)
    return { faults: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) }
  const sha256 = createHash('sha256').update(JSON.stringify(document)).digest('hex')
  return { programme: parsed.data, sha256 }
}

function fieldNames(programmes: readonly Programme[]): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>()
  for (const programme of programmes) {
    const known = names.get(programme.id) ?? new Set()
    for (const field of fieldsOf(programme)) known.add(field.id)
    names.set(programme.id, known)
  }
  return names
}
