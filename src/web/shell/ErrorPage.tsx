import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps, useLocation, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Text } from '#core/text.ts'
import { asRefusal } from '../command.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { Button, Link } from '../kit/Button.tsx'
import { ErrorBox } from '../kit/ErrorBox.tsx'
import { PageHead, Row } from '../kit/Layout.tsx'
import { Skeleton } from '../kit/Progress.tsx'

const said = {
  refused: { zh: '这一页暂时打不开', en: 'This page cannot be shown' },
  missing: { zh: '没有这一页', en: 'No such page' },
  missingWhy: {
    zh: '网址可能抄错了，或者内容已经移走。请从首页重新进入。',
    en: 'The address may be mistyped, or the content has moved. Start again from the home page.',
  },
  newer: { zh: '页面已更新，请重新载入。', en: 'The site was updated; load it again.' },
} as const satisfies Record<string, Text>

/** What a page shows when its answer was a no. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const t = useText()
  const router = useRouter()
  const { href } = useLocation()
  const boundary = useQueryErrorResetBoundary()
  useEffect(() => boundary.reset(), [boundary])
  if (isStaleChunk(error)) {
    return (
      <>
        <PageHead title={said.newer} />
        <Button kind="primary" onClick={() => location.reload()}>
          {t(words.retry)}
        </Button>
      </>
    )
  }
  const refusal = asRefusal(error)
  if (refusal?.issues.some(({ path }) => path.startsWith('params.'))) return <NotFoundPage />
  const signIn = refusal?.signInRequired
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <>
      <PageHead title={said.refused} />
      <ErrorBox error={error} {...(signIn ? {} : { retry })}>
        {signIn && (
          <Link to="/sign-in" search={{ back: href }} as="primary">
            {t(words.signIn)}
          </Link>
        )}
        <Link to="/" as="plain">
          {t(words.home)}
        </Link>
      </ErrorBox>
    </>
  )
}

/** A piece of the app that a newer release has replaced. */
const isStaleChunk = (error: unknown) =>
  error instanceof TypeError && /dynamically imported module|module script/i.test(error.message)

export function NotFoundPage() {
  const t = useText()
  return (
    <>
      <PageHead title={said.missing} lead={t(said.missingWhy)} />
      <Row>
        <Link to="/" as="primary">
          {t(words.home)}
        </Link>
      </Row>
    </>
  )
}

export function PendingPage() {
  return <Skeleton lines={6} />
}
