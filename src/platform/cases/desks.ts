import type { Staffed } from '#platform/directory/index.ts'
import { appealOf, type Programme, type Stage } from './programme.ts'
import { seatLevel } from './seat.ts'

/** Where work lies: a level of administration and the role that takes it there. */
export type Place = { level: string | undefined; role: string | undefined }
export type DeskOfStage = { stage: Stage; level: 'province' | 'city' | 'county'; role: string }

/** The desks that every case of the programme passes, in their order. */
export const desksOf = ({ stages }: Programme): DeskOfStage[] =>
  stages.flatMap((stage) =>
    'role' in stage && stage.role && stage.level ? [{ stage, level: stage.level, role: stage.role }] : [],
  )

/** Whether anybody holds the role at the authority of that level on the path of a case. */
export const isHeld = ({ level, role }: Place, path: readonly string[], staffed: readonly Staffed[]) =>
  staffed.some(
    (one) =>
      one.level === seatLevel(level, path) &&
      path.includes(one.regionCode) &&
      role !== undefined &&
      one.roles.has(role),
  )

const concerns = ({ regions }: Programme, path: readonly string[]) =>
  regions.some((region) => path.includes(region))

/** Whether there is a place in which every desk of the programme has somebody. */
export const isServed = (programme: Programme, staffed: readonly Staffed[]): boolean =>
  staffed.some(
    ({ path }) =>
      concerns(programme, path) && desksOf(programme).every((desk) => isHeld(desk, path, staffed)),
  )

type Office = Pick<Staffed, 'level' | 'path' | 'regionCode'>

/** Roles that an office needs for the steps and appeals of the programmes, and for what it answers for: `answering`. */
export function rolesNeeded(
  programmes: readonly Programme[],
  { level, path, regionCode }: Office,
  { answering, pathsOf }: { answering: readonly string[]; pathsOf: (code: string) => readonly string[] },
): Set<string> {
  const here = programmes.filter(
    (one) => concerns(one, path) || one.regions.some((region) => pathsOf(region).includes(regionCode)),
  )
  const places: Place[] = here.flatMap((one) => [
    ...desksOf(one),
    ...one.stages.flatMap((stage) => appealOf(stage) ?? []),
  ])
  const roles = places.flatMap((place) =>
    seatLevel(place.level, path) === level && place.role ? [place.role] : [],
  )
  return new Set([...roles, ...(here.some(({ authority }) => authority === regionCode) ? answering : [])])
}
