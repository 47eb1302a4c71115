import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { demo } from '#business/demo/browser.ts'
import { identity } from '#platform/identity/browser.ts'
import type { Text } from '#core/text.ts'
import { useAskedLater } from '../asked.ts'
import { asked } from '../calls.ts'
import { useReturn } from '../account/useAuth.ts'
import { useText } from '../i18n/text.ts'
import { ErrorBox } from '../kit/ErrorBox.tsx'
import { auth, useMe, useSession } from '../session.ts'
import { Menu } from './Menu.tsx'

const said = {
  label: { zh: '演示平台', en: 'Demonstration' },
  demo: { zh: '演示平台，内容均为虚构', en: 'Demonstration; all made up' },
  as: { zh: '一键登录', en: 'Sign in as' },
  playing: { zh: '正在播放三年的故事：{day}，{share}%', en: 'playing three years: {day}, {share}%' },
} as const satisfies Record<string, Text>

/** Says that nothing here is real, and lets one in as any kind of user. */
export function DemoBar() {
  const t = useText()
  const me = useMe()
  const accounts = useAskedLater(identity.demoAccounts, {}, me?.demo === true)
  if (!me?.demo) return null
  return (
    <aside className="x-demo" aria-label={t(said.label)}>
      <span>{t(said.demo)}</span>
      {accounts.data && accounts.data.rows.length > 0 && (
        <Menu label={t(said.as)} end>
          <DemoAccounts />
        </Menu>
      )}
      <Playing />
    </aside>
  )
}

const LOOK_AGAIN_MS = 3_000

/** How far the story is, while it is played. */
function Playing() {
  const t = useText()
  const { data } = useQuery({
    ...asked(demo.state),
    refetchInterval: ({ state }) => (state.data?.progress?.finishedAt ? false : LOOK_AGAIN_MS),
  })
  const progress = data?.progress
  if (!progress || progress.finishedAt) return null
  const { done, total, storyDay } = progress
  const share = Math.floor((100 * done) / Math.max(1, total))
  const text = t(said.playing, { day: storyDay, share: String(share) })
  return (
    <span className="x-row">
      <span>{text}</span>
      <progress aria-label={text} value={done} max={Math.max(1, total)} />
    </span>
  )
}

/** One button for each kind of user; each opens a real session. */
export function DemoAccounts() {
  const t = useText()
  const { goOn } = useReturn()
  const { refresh } = useSession()
  const [error, setError] = useState<unknown>(null)
  const accounts = useAskedLater(identity.demoAccounts)
  const enter = async (account: string) => {
    try {
      await auth('demo/sign-in', { account })
      await refresh()
      setError(null)
      goOn()
    } catch (refused) {
      setError(refused)
    }
  }
  return (
    <>
      {(accounts.data?.rows ?? []).map(({ account, label }) => (
        <li key={account}>
          <button type="button" onClick={() => enter(account)}>
            {t(label)}
          </button>
        </li>
      ))}
      {error ? (
        <li>
          <ErrorBox error={error} />
        </li>
      ) : null}
    </>
  )
}
