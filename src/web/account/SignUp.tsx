import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { Button, Link } from '../kit/Button.tsx'
import { Field } from '../kit/Field.tsx'
import { Form } from '../kit/Form.tsx'
import { useForm } from '../kit/form.ts'
import { TextInput } from '../kit/inputs.tsx'
import { PageHead, Stack } from '../kit/Layout.tsx'
import { accountWords } from './SignIn.tsx'
import { useAuth, useReturn } from './useAuth.ts'

const said = {
  lead: {
    zh: '先建个人账号，再登记或加入单位。',
    en: 'First an account for yourself; then you register or join an organisation.',
  },
  name: { zh: '姓名', en: 'Your name' },
  nameWhy: {
    zh: '办理记录中会显示，请填真实姓名。',
    en: 'Shown in the records of what you do; give your real name.',
  },
  passwordWhy: { zh: '8 至 128 位。', en: '8 to 128 characters.' },
  have: { zh: '已有账号？登录', en: 'Have an account? Sign in' },
} as const satisfies Record<string, Text>

export function SignUp() {
  const t = useText()
  const { back, goOn } = useReturn()
  const form = useForm({ name: '', email: '', password: '' })
  const { run, pending, refusal } = useAuth('sign-up/email')
  const submit = async (values: { name: string; email: string; password: string }) => {
    if (await run(values)) goOn()
  }
  return (
    <div className="x-narrow-page">
      <PageHead title={words.signUp} lead={t(said.lead)} />
      <Stack gap="l">
        <Form form={form} onSubmit={submit} refusal={refusal}>
          <Field name="name" label={said.name} hint={t(said.nameWhy)} required>
            <TextInput {...form.bind('name')} autoComplete="name" maxLength={60} />
          </Field>
          <Field name="email" label={accountWords.email} required>
            <TextInput {...form.bind('email')} type="email" autoComplete="username" />
          </Field>
          <Field name="password" label={accountWords.password} hint={t(said.passwordWhy)} required>
            <TextInput
              {...form.bind('password')}
              type="password"
              autoComplete="new-password"
              maxLength={128}
            />
          </Field>
          <Button kind="primary" type="submit" busy={pending}>
            {t(words.signUp)}
          </Button>
        </Form>
        <Link to="/sign-in" {...(back ? { search: { back } } : {})}>
          {t(said.have)}
        </Link>
      </Stack>
    </div>
  )
}
