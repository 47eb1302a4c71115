import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { Button, Link } from '../kit/Button.tsx'
import { Field } from '../kit/Field.tsx'
import { Form } from '../kit/Form.tsx'
import { useForm } from '../kit/form.ts'
import { TextInput } from '../kit/inputs.tsx'
import { Card, PageHead, Stack } from '../kit/Layout.tsx'
import { useMe } from '../session.ts'
import { DemoAccounts } from '../shell/DemoBar.tsx'
import { useAuth, useReturn } from './useAuth.ts'

export const accountWords = {
  email: { zh: '邮箱', en: 'Email' },
  password: { zh: '密码', en: 'Password' },
  forgot: { zh: '忘记密码', en: 'Forgotten the password?' },
  noAccount: { zh: '还没有账号？注册', en: 'No account yet? Sign up' },
  demo: { zh: '演示账号', en: 'Demo accounts' },
  demoWhy: {
    zh: '点一下即以该身份登录，不需要密码。',
    en: 'One click signs you in as this person; no password is needed.',
  },
} as const satisfies Record<string, Text>

export function SignIn() {
  const t = useText()
  const me = useMe()
  const { back, goOn } = useReturn()
  const form = useForm({ email: '', password: '' })
  const { run, pending, refusal } = useAuth('sign-in/email')
  const submit = async (values: { email: string; password: string }) => {
    if (await run(values)) goOn()
  }
  return (
    <div className="x-narrow-page">
      <PageHead title={words.signIn} />
      <Stack gap="l">
        <Form form={form} onSubmit={submit} refusal={refusal}>
          <Field name="email" label={accountWords.email} required>
            <TextInput {...form.bind('email')} type="email" autoComplete="username" />
          </Field>
          <Field name="password" label={accountWords.password} required>
            <TextInput {...form.bind('password')} type="password" autoComplete="current-password" />
          </Field>
          <Button kind="primary" type="submit" busy={pending}>
            {t(words.signIn)}
          </Button>
        </Form>
        <Stack gap="s">
          <Link to="/sign-up" {...(back ? { search: { back } } : {})}>
            {t(accountWords.noAccount)}
          </Link>
          <Link to="/reset-password">{t(accountWords.forgot)}</Link>
        </Stack>
        {me?.demo && (
          <Card title={t(accountWords.demo)}>
            <p className="x-quiet">{t(accountWords.demoWhy)}</p>
            <ul className="x-plain-list">
              <DemoAccounts />
            </ul>
          </Card>
        )}
      </Stack>
    </div>
  )
}
