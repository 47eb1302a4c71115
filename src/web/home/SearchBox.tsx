import { useNavigate } from '@tanstack/react-router'
import { type RefObject, useEffect, useId, useRef, useState } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { Button } from '../kit/Button.tsx'
import { useMe } from '../session.ts'

const said = {
  label: { zh: '搜索全站', en: 'Search everything' },
  open: {
    zh: '可搜服务机构、办法、事项、公示和地区；登录后还可搜自己的办件、券和订单。',
    en: 'Providers, rulebooks, programmes, public notices and regions; signed in, your own cases, vouchers and orders, too.',
  },
  own: {
    zh: '可搜服务机构、办法、事项、公示和地区，以及您有权查看的办件、券和订单的编号或名称。',
    en: 'Providers, rulebooks, programmes, public notices and regions, and the cases, vouchers and orders that you may see, by number or name.',
  },
} as const satisfies Record<string, Text>

const MOST = 100
/** Long enough for the next key, short enough to be felt as at once. */
const PAUSE_MS = 250

/** What a search can be asked: one line without control characters. */
export const asked = (typed: string): string =>
  typed
    .slice(0, MOST)
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .trim()

/** The box over everything; what is typed goes into the address, and what it finds stands below. */
export function SearchBox({ q, box }: { q: string; box: RefObject<HTMLInputElement | null> }) {
  const t = useText()
  const hint = useId()
  const signedIn = Boolean(useMe()?.user)
  const [typed, setTyped] = useState(q)
  const sent = useRef(q)
  const composing = useRef(false)
  const navigate = useNavigate()
  const send = (next: string) => {
    if (next === sent.current) return
    sent.current = next
    void navigate({ to: '/', search: next ? { q: next } : {}, replace: true, resetScroll: false })
  }
  const newest = useRef(send)
  newest.current = send
  useEffect(() => {
    if (q === sent.current) return
    sent.current = q
    setTyped(q)
  }, [q])
  useEffect(() => {
    // A word that is still being composed from its sounds is none yet.
    const timer = setTimeout(() => composing.current || newest.current(asked(typed)), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <search>
      <form
        className="x-search"
        onSubmit={(event) => {
          event.preventDefault()
          send(asked(typed))
        }}
      >
        <input
          ref={box}
          type="search"
          className="x-input x-input-full"
          aria-label={t(said.label)}
          aria-describedby={hint}
          placeholder={t(said.label)}
          aria-keyshortcuts="/"
          autoComplete="off"
          enterKeyHint="search"
          maxLength={MOST}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onCompositionStart={() => {
            composing.current = true
          }}
          onCompositionEnd={(event) => {
            composing.current = false
            send(asked(event.currentTarget.value))
          }}
        />
        <span className="x-key" aria-hidden="true">
          /
        </span>
        <Button type="submit" kind="primary" icon="search">
          {t(words.search)}
        </Button>
      </form>
      <p id={hint} className="x-quiet x-note">
        {t(signedIn ? said.own : said.open)}
      </p>
    </search>
  )
}
