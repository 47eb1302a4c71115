import { type ComponentType, lazy, Suspense, useRef } from 'react'
import { Link as RouterLink, useSearch } from '@tanstack/react-router'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { Grid, PageHead, Stack } from '../kit/Layout.tsx'
import { Skeleton } from '../kit/Progress.tsx'
import { type Door, doorsOf, type HomeBlock, type Intent, intents } from '../kit/pages.ts'
import { useMe } from '../session.ts'
import { groups } from '../shell/Header.tsx'
import { useContents } from '../shell/pages-context.ts'
import { asked, SearchBox } from './SearchBox.tsx'
import { useSearchKeys } from './useSearchKeys.ts'
import './home.css'

const Found = lazy(() => import('./Found.tsx').then((m) => ({ default: m.Found })))

const said = {
  lead: {
    zh: '京津研发、河北转化：找服务、领创新券、按各地办法兑付，每一步都看得见依据和进度。',
    en: 'Invented in Beijing and Tianjin, made in Hebei: find a service, claim a voucher, have it redeemed by the rules of your region, with clause and progress at every step.',
  },
} as const satisfies Record<string, Text>

/** One search over everything; without words the doors by intent, then what the modules have to show today. */
export function Home() {
  const t = useText()
  const root = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLInputElement>(null)
  const { q = '' } = useSearch({ strict: false }) as { q?: string }
  const typed = asked(q)
  const me = useMe()
  const { pages, blocks } = useContents()
  const abilities = me?.abilities ?? []
  const doors = doorsOf(pages, 'public', abilities)
  const ownDoors = me?.user ? doorsOf(pages, 'desk', abilities) : []
  useSearchKeys(root, box)
  return (
    <div ref={root}>
      <div className="x-hero">
        <PageHead title={words.tagline} lead={t(said.lead)} />
        <SearchBox q={typed} box={box} />
      </div>
      {typed ? (
        <Suspense fallback={<Skeleton />}>
          <Found q={typed} doors={[...doors, ...ownDoors]} />
        </Suspense>
      ) : (
        <Stack gap="l">
          <Blocks blocks={blocks.filter(({ needs }) => needs?.some((one) => abilities.includes(one)))} />
          <Doors doors={groups(doors)} />
          <Blocks blocks={blocks.filter(({ needs }) => !needs)} />
        </Stack>
      )}
    </div>
  )
}

function Doors({ doors }: { doors: [Intent, Door[]][] }) {
  const t = useText()
  if (doors.length === 0) return null
  return (
    <Grid min={250}>
      {doors.map(([intent, entries]) => (
        <section key={intent} className="x-doors" aria-labelledby={`doors-${intent}`}>
          <h2 id={`doors-${intent}`}>{t(intents[intent].label)}</h2>
          <ul>
            {entries.map((door) => (
              <li key={door.path}>
                <RouterLink to={door.path}>
                  <strong>{t(door.label)}</strong>
                  {door.hint && <span className="x-quiet x-block x-note">{t(door.hint)}</span>}
                </RouterLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Grid>
  )
}

function Blocks({ blocks }: { blocks: readonly HomeBlock[] }) {
  return blocks
    .toSorted((a, b) => a.order - b.order)
    .map((block) => {
      const Part = partOf(block)
      return (
        <Suspense key={block.order} fallback={<Skeleton />}>
          <Part />
        </Suspense>
      )
    })
}

const parts = new Map<HomeBlock, ComponentType>()

/** Fetched when first shown, and the same from then on. */
function partOf(block: HomeBlock): ComponentType {
  const known = parts.get(block)
  if (known) return known
  const Part = lazy(() => block.load().then((found) => ({ default: found })))
  parts.set(block, Part)
  return Part
}
