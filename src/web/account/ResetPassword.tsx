import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { Button, Link } from '../kit/Button.tsx'
import { Field } from '../kit/Field.tsx'
import { Form } from '../kit/Form.tsx'
import { useForm } from '../kit/form.ts'
import { TextInput } from '../kit/inputs.tsx'
import { Box, PageHead } from '../kit/Layout.tsx'
import { accountWords } from './SignIn.tsx'
import { useAuth } from './useAuth.ts'

const said = {
  title: { zh: '重设密码', en: 'Set a new password' },
  sent: {
    zh: '如果该邮箱已注册，重设密码的邮件已经发出，请在一小时内点击其中的链接。',
    en: 'If this email is registered, a mail is on its way. Follow its link within an hour.',
  },
  send: { zh: '发送邮件', en: 'Send the mail' },
  done: { zh: '新密码已生效，请登录。', en: 'The new password holds; sign in.' },
  fresh: { zh: '新密码', en: 'New password' },
  passwordWhy: { zh: '8 至 128 位。', en: '8 to 128 characters.' },
} as const satisfies Record<string, Text>

/** Asks for the mail; opened from the mail's link (`?token=`) it takes the new password. */
export function ResetPassword() {
  const { token } = useSearch({ strict: false }) as { token?: string }
  return (
    <div className="x-narrow-page">
      <PageHead title={said.title} />
      {token ? <NewPassword token={token} /> : <AskMail />}
    </div>
  )
}

function AskMail() {
  const t = useText()
  const form = useForm({ email: '' })
  const [sent, setSent] = useState(false)
  const { run, pending, refusal } = useAuth('request-password-reset')
  const submit = async ({ email }: { email: string }) => {
    setSent(await run({ email, redirectTo: `${location.origin}/reset-password` }))
  }
  if (sent) return <Box tone="good">{t(said.sent)}</Box>
  return (
    <Form form={form} onSubmit={submit} refusal={refusal}>
      <Field name="email" label={accountWords.email} required>
        <TextInput {...form.bind('email')} type="email" autoComplete="username" />
      </Field>
      <Button kind="primary" type="submit" busy={pending}>
        {t(said.send)}
      </Button>
    </Form>
  )
}

function NewPassword({ token }: { token: string }) {
  const t = useText()
  const form = useForm({ newPassword: '' })
  const [done, setDone] = useState(false)
  const { run, pending, refusal } = useAuth('reset-password')
  const submit = async ({ newPassword }: { newPassword: string }) =>
    setDone(await run({ newPassword, token }))
  if (done) {
    return (
      <Box tone="good">
        {t(said.done)}{' '}
        <Link to="/sign-in" as="primary">
          {t(words.signIn)}
        </Link>
      </Box>
    )
  }
  return (
    <Form form={form} onSubmit={submit} refusal={refusal}>
      <Field name="newPassword" label={said.fresh} hint={t(said.passwordWhy)} required>
        <TextInput
          {...form.bind('newPassword')}
          type="password"
          autoComplete="new-password"
          maxLength={128}
        />
      </Field>
      <Button kind="primary" type="submit" busy={pending}>
        {t(words.save)}
      </Button>
    </Form>
  )
}
