import { globSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { PageSpec } from '#web/kit/pages.ts'
import { root } from '../tidy/sources.ts'

/** A screen's pages.ts; servers have files of that name too. */
export const PAGES = /^src\/(web\/\w+|.*\/ui(\/.*)?)\/pages\.ts$/

/** Every page that any module declares. */
export async function allPages(): Promise<PageSpec[]> {
  const all: PageSpec[] = []
  for (const file of globSync('src/**/pages.ts', { cwd: root })) {
    if (!PAGES.test(file) || file.endsWith('kit/pages.ts')) continue
    const found = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>
    const declared = Object.values(found).filter(Array.isArray).flat()
    all.push(...declared.filter((one) => 'path' in one && 'area' in one))
  }
  return all
}
