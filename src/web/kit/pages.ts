import type { ComponentType } from 'react'
import type { Text } from '#core/text.ts'

/** The doors of the header and the desk's side, in the order they are shown. */
export const intents = {
  find: { area: 'public', label: { zh: '查资源', en: 'Find' } },
  apply: { area: 'public', label: { zh: '办事项', en: 'Apply' } },
  notices: { area: 'public', label: { zh: '看公示', en: 'Notices' } },
  figures: { area: 'public', label: { zh: '看数据', en: 'Figures' } },
  mine: { area: 'desk', label: { zh: '我的', en: 'Mine' } },
  review: { area: 'desk', label: { zh: '审核办理', en: 'Review' } },
  money: { area: 'desk', label: { zh: '资金', en: 'Money' } },
  manage: { area: 'desk', label: { zh: '管理', en: 'Manage' } },
} as const satisfies Record<string, { area: Area; label: Text }>

export type Intent = keyof typeof intents
/** Public pages need no sign-in and never load antd; desk pages need a sign-in. */
export type Area = 'public' | 'desk'

export type PageSpec = {
  /** As TanStack Router writes it: `/vouchers/$id`. */
  path: string
  area: Area
  title: Text
  load: () => Promise<ComponentType>
  /** A door to the page; its path may hold no `$`. */
  nav?: { intent: Intent; label?: Text; hint?: Text; order?: number; needs?: string; starts?: Start }
}

/** The day of whoever holds this permission begins at the door; of several doors, at that of the lowest rank. */
export type Start = { needs: string; rank: number }

/**
 * Declares a page. A module lists its pages in `ui/pages.ts`:
 * `page({ path, area, title, nav, load: () => import('./VoucherPage.tsx').then((m) => m.VoucherPage) })`.
 */
export function page(spec: PageSpec): PageSpec {
  if (spec.nav && spec.path.includes('$'))
    throw new Error(`${spec.path} needs parameters, so no door can lead to it`)
  return spec
}

/**
 * What a module shows on the home page: open windows, figures, notices. With `needs`, it is the own work of whoever holds one
 * of these permissions, and stands before the doors.
 */
export type HomeBlock = { order: number; needs?: readonly string[]; load: () => Promise<ComponentType> }

export type Door = {
  path: string
  label: Text
  hint: Text | null
  intent: Intent
  order: number
  /** Set where the day of this person may begin. */
  rank: number | null
}

/** Where the desk opens: at one's main work, not at the first door of the list. */
export const firstDoor = (doors: readonly Door[]): Door | undefined =>
  doors.toSorted((a, b) => (a.rank ?? 99) - (b.rank ?? 99))[0]

/** The doors that lead somewhere for this person: `abilities` are the permissions the server says they hold. */
export function doorsOf(pages: readonly PageSpec[], area: Area, abilities: readonly string[]): Door[] {
  const order = Object.keys(intents)
  return pages
    .flatMap(({ nav, path, title }) => {
      if (!nav || intents[nav.intent].area !== area) return []
      if (nav.needs && !abilities.includes(nav.needs)) return []
      return [
        {
          path,
          label: nav.label ?? title,
          hint: nav.hint ?? null,
          intent: nav.intent,
          order: nav.order ?? 50,
          rank: nav.starts && abilities.includes(nav.starts.needs) ? nav.starts.rank : null,
        },
      ]
    })
    .sort((a, b) => order.indexOf(a.intent) - order.indexOf(b.intent) || a.order - b.order)
}
