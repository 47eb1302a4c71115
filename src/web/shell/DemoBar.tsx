import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { identity } from '#platform/identity/browser.ts'
import type { Text } from '#core/text.ts'
import { useAskedLater } from '../asked.ts'
import { useText } from '../i18n/text.ts'
import { ErrorBox } from '../kit/ErrorBox.tsx'
import { auth, useMe, useSession } from '../session.ts'
import { Menu } from './Menu.tsx'

const said = {
  label: { zh: '演示平台', en: 'Demonstration' },
  demo: { zh: '演示平台，内容均为虚构', en: 'Demonstration; all made up' },
  as: { zh: '一键登录', en: 'Sign in as' },
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
    </aside>
  )
}

/** One button for each kind of user; each opens a real session. */
export function DemoAccounts() {
  const t = useText()
  const navigate = useNavigate()
  const { refresh } = useSession()
  const [error, setError] = useState<unknown>(null)
  const accounts = useAskedLater(identity.demoAccounts)
  const enter = async (account: string) => {
    try {
      await auth('demo/sign-in', { account })
      await refresh()
      setError(null)
      void navigate({ to: '/' })
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
