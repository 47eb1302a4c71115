import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link as RouterLink } from '@tanstack/react-router'
import { useId } from 'react'
import type { Text } from '#core/text.ts'
import { holdsAll, piecesOf, wordsOf } from '#core/words.ts'
import { search } from '#platform/search/browser.ts'
import { asked } from '../calls.ts'
import { useText } from '../i18n/text.ts'
import { Link } from '../kit/Button.tsx'
import { ErrorBox } from '../kit/ErrorBox.tsx'
import { Stack } from '../kit/Layout.tsx'
import type { Door } from '../kit/pages.ts'
import { Empty, Skeleton } from '../kit/Progress.tsx'

const said = {
  pages: { zh: '功能页面', en: 'Pages' },
  count: { zh: '列出{count}项。', en: '{count} listed. ' },
  keys: { zh: '用方向键选择，回车打开。', en: 'Choose with the arrow keys, open with Enter.' },
  all: { zh: '在列表中查看全部', en: 'See all in the list' },
  narrower: {
    zh: '还有更多，请把搜索词写得更具体。',
    en: 'There are more: add a word to narrow the search.',
  },
  none: { zh: '没有找到“{q}”', en: 'Nothing found for “{q}”' },
  noneHow: {
    zh: '几个词之间用空格隔开，每个词都要出现。可以少写几个字，或只写名称、编号中的一段；办件、券和订单要登录后才能搜到。',
    en: 'Words are parted by spaces, and each must be found. Try fewer words, or a part of a name or number; cases, vouchers and orders are found once you are signed in.',
  },
} as const satisfies Record<string, Text>

type Hit = { at: string; title: Text; note: Text | null }
type Group = { kind: string; label: Text; hits: readonly Hit[]; more: boolean; all: string | null }

/** What the words find, by kind: what the server answers, then the doors that lead somewhere for this reader. */
export function Found({ q, doors }: { q: string; doors: readonly Door[] }) {
  const t = useText()
  const words = wordsOf(q)
  const found = useQuery({ ...asked(search.find, { query: { q } }), placeholderData: keepPreviousData })
  const pages = pagesFound(doors, words)
  if (found.isPending) return <Skeleton />
  if (found.isError) return <ErrorBox error={found.error} retry={() => void found.refetch()} />
  const groups: Group[] = [...found.data.groups, ...pages]
  const count = groups.reduce((sum, { hits }) => sum + hits.length, 0)
  return (
    <div aria-busy={found.isPlaceholderData}>
      <div role="status">
        {count > 0 ? (
          <p className="x-quiet x-note">
            {t(said.count, { count })}
            <span className="x-keys">{t(said.keys)}</span>
          </p>
        ) : (
          <Empty title={t(said.none, { q })}>
            <p>{t(said.noneHow)}</p>
          </Empty>
        )}
      </div>
      {count > 0 && (
        <Stack gap="l">
          {groups.map((group) => (
            <FoundGroup key={group.kind} group={group} words={words} />
          ))}
        </Stack>
      )}
    </div>
  )
}

/** Doors by what they are called and what they are for. */
function pagesFound(doors: readonly Door[], words: readonly string[]): Group[] {
  const hits = doors
    .map(({ path, label, hint }) => ({ at: path, title: label, note: hint }))
    .filter(({ title, note }) => holdsAll(words, title.zh, title.en, note?.zh ?? null, note?.en ?? null))
  return hits.length > 0 ? [{ kind: 'page', label: said.pages, hits, more: false, all: null }] : []
}

function FoundGroup({
  group: { label, hits, more, all },
  words,
}: {
  group: Group
  words: readonly string[]
}) {
  const t = useText()
  const id = useId()
  return (
    <section className="x-found" aria-labelledby={id}>
      <h2 id={id}>{t(label)}</h2>
      <ul>
        {hits.map(({ at, title, note }) => (
          <li key={at}>
            <RouterLink {...placeOf(at)} data-hit>
              <strong>
                <Marked text={t(title)} words={words} />
              </strong>
              {note && (
                <span className="x-quiet x-block x-note">
                  <Marked text={t(note)} words={words} />
                </span>
              )}
            </RouterLink>
          </li>
        ))}
      </ul>
      {more && all && <Link {...placeOf(all)}>{t(said.all)}</Link>}
      {more && !all && <p className="x-quiet x-note">{t(said.narrower)}</p>}
    </section>
  )
}

function placeOf(at: string): { to: string; search: Record<string, string> } {
  const [to = '/', asked = ''] = at.split('?')
  return { to, search: Object.fromEntries(new URLSearchParams(asked)) }
}

/** The text with what the words found in it. */
function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return piecesOf(text, words).map(({ text: piece, hit }, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name than their place
    hit ? <mark key={at}>{piece}</mark> : <span key={at}>{piece}</span>,
  )
}
