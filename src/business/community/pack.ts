import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { RegionCode, TextSchema } from '#core/contract.ts'

const Community = z.object({
  id: z.string(),
  title: TextSchema,
  /** Provinces of the community. */
  regions: z.array(RegionCode).min(1),
  /** What the schemes are called, whichever version of their rules is in force. */
  schemes: z.record(z.string(), TextSchema),
  /** The desks: one for every region, by the region's name and a suffix, or by a name of its own. */
  authorities: z.object({ named: z.record(RegionCode, z.string()), suffix: z.string() }),
})

export type PackFile = { path: string; text: string }
export type Pack = {
  folder: string
  community: z.output<typeof Community>
  regions: unknown
  calendars: unknown[]
  rulebooks: unknown[]
  agreements: unknown[]
  programmes: PackFile[]
  /** Changes whenever a file does. */
  sha256: string
}

const ROOT = path.join(import.meta.dirname, '..', '..', '..', 'communities')

/**
 * Reads a community pack from its folder.
 * @throws Error naming the file that can't be read
 */
export function readPack(name: string, root: string = ROOT): Pack {
  const folder = path.join(root, name)
  if (!existsSync(folder)) throw new Error(`there is no community pack ${name} in ${root}`)
  const hash = createHash('sha256')
  const text = (file: string) => {
    const content = readFileSync(path.join(folder, file), 'utf8')
    hash.update(file).update('\0').update(content).update('\0')
    return content
  }
  const json = (file: string): unknown => {
    try {
      return JSON.parse(text(file))
    } catch (error) {
      throw new Error(`${name}/${file}: ${(error as Error).message}`)
    }
  }
  const filesIn = (sub: string) =>
    readdirSync(path.join(folder, sub))
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => path.join(sub, file))
  const pack = {
    folder,
    community: Community.parse(json('community.json')),
    regions: json('regions.json'),
    calendars: filesIn('calendars').map(json),
    rulebooks: filesIn('rulebooks').map(json),
    agreements: filesIn('agreements').map(json),
    programmes: filesIn('programmes').map((file) => ({ path: file, text: text(file) })),
  }
  return { ...pack, sha256: hash.digest('hex') }
}
