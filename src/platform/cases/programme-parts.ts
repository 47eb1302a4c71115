import type { ComponentType } from 'react'
import type { Programme } from './programme.ts'

/** Browser-safe. What a business module adds to the public page of the programmes whose outcome it owns. */
export type ProgrammePart = {
  fits: (programme: Programme) => boolean
  /** Where an application starts, once signed in. */
  start: (programme: Programme) => { to: string; search?: Record<string, string> }
  /** What one gets and by which rules, shown on the page. */
  load: () => Promise<ComponentType<{ programme: Programme }>>
}

const parts: ProgrammePart[] = []

export function registerProgrammePart(part: ProgrammePart): void {
  parts.push(part)
}

export const partOf = (programme: Programme): ProgrammePart | undefined =>
  parts.find((part) => part.fits(programme))
