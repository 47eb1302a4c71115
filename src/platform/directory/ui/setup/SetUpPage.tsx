import type { Text } from '#core/text.ts'
import { useAsked, useCommand, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Box,
  Button,
  Field,
  Form,
  Link,
  PageHead,
  Row,
  Select,
  Stack,
  type Step,
  Steps,
  TextInput,
  useForm,
} from '#web/kit/index.ts'
import { directory } from '../../browser.ts'

const said = {
  title: { zh: '初始设置', en: 'Set up this node' },
  lead: {
    zh: '两步：注册您的账号，再登记平台的运营单位。区划、日历和各地办法已随平台载入。',
    en: 'Two steps: sign up, then name the operator of the node. Regions, calendars and rulebooks are loaded already.',
  },
  progress: { zh: '设置进度', en: 'Steps of the set-up' },
  account: { zh: '注册账号', en: 'Sign up' },
  operator: { zh: '登记运营单位', en: 'Name the operator' },
  finished: { zh: '完成', en: 'Done' },
  signUp: { zh: '注册账号', en: 'Sign up' },
  signIn: { zh: '已有账号，登录', en: 'Sign in to an account' },
  name: { zh: '运营单位名称', en: 'Name of the operator' },
  nameWhy: { zh: '运营本平台的单位，会显示在平台上', en: 'who runs this node; it is shown on it' },
  region: { zh: '所在省市', en: 'Province' },
  regionWhy: { zh: '运营单位所在地', en: 'where the operator is' },
  send: { zh: '完成设置', en: 'Finish the set-up' },
  done: {
    zh: '平台已由“{name}”运营，您是平台管理员。',
    en: '“{name}” runs this node, and you are its administrator.',
  },
  over: {
    zh: '平台已完成初始设置。需要权限的，请联系平台管理员邀请您。',
    en: 'The node is set up. For a role in it, ask its administrator for an invitation.',
  },
  home: { zh: '回到首页', en: 'Go to the home page' },
  next: {
    zh: '各地主管部门已随平台载入，尚无人员。请邀请其负责人；此后人员由负责人邀请。',
    en: 'The authorities are loaded and have no people yet. Invite their directors, who then invite the others.',
  },
  authorities: { zh: '邀请主管部门人员', en: 'Invite the authorities’ people' },
} as const satisfies Record<string, Text>

export function SetUpPage() {
  const t = useText()
  const me = useMe()
  const { needed } = useAsked(directory.setUpState)
  const setUp = useCommand(directory.setUp)
  // Somebody else was first, while this page stood open.
  const over = !needed || setUp.refusal?.code === 'set_up_done'
  const at = setUp.answer ? 3 : me?.user ? 1 : 0
  return (
    <div className="x-narrow-page">
      <PageHead title={said.title} lead={t(said.lead)} />
      <Stack gap="l">
        <Steps label={said.progress} steps={stepsAt(at)} />
        {setUp.answer && <Finished name={setUp.answer.name} />}
        {!setUp.answer && over && <Over text={t(said.over)} />}
        {!setUp.answer && !over && at === 0 && <SignFirst />}
        {!setUp.answer && !over && at === 1 && <OperatorForm setUp={setUp} />}
      </Stack>
    </div>
  )
}

const stepsAt = (at: number): Step[] =>
  ([said.account, said.operator, said.finished] as const).map((label, index) => ({
    key: label.en,
    label,
    state: index < at ? 'done' : index === at ? 'now' : 'next',
  }))

function Over({ text }: { text: string }) {
  const t = useText()
  return (
    <Box>
      <p>{text}</p>
      <Link to="/">{t(said.home)}</Link>
    </Box>
  )
}

function Finished({ name }: { name: string }) {
  const t = useText()
  return (
    <Stack>
      <Box tone="good">{t(said.done, { name })}</Box>
      <p>{t(said.next)}</p>
      <Row>
        <Link to="/admin/authorities" as="primary">
          {t(said.authorities)}
        </Link>
        <Link to="/">{t(said.home)}</Link>
      </Row>
    </Stack>
  )
}

function SignFirst() {
  const t = useText()
  return (
    <Row>
      <Link to="/sign-up" search={{ back: '/set-up' }} as="primary">
        {t(said.signUp)}
      </Link>
      <Link to="/sign-in" search={{ back: '/set-up' }}>
        {t(said.signIn)}
      </Link>
    </Row>
  )
}

type SetUp = ReturnType<typeof useCommand<typeof directory.setUp>>

function OperatorForm({ setUp }: { setUp: SetUp }) {
  const t = useText()
  const { rows } = useAsked(directory.regions)
  const form = useForm({ name: '', regionCode: '' })
  const provinces = rows.filter((row) => row.level === 'province')
  const submit = async ({ name, regionCode }: { name: string; regionCode: string }) => {
    await setUp.run({ body: { name: name.trim(), regionCode } })
  }
  return (
    <Form form={form} onSubmit={submit} refusal={setUp.refusal}>
      <Field name="name" label={said.name} hint={t(said.nameWhy)} required>
        <TextInput {...form.bind('name')} maxLength={100} autoComplete="organization" />
      </Field>
      <Field name="regionCode" label={said.region} hint={t(said.regionWhy)} required>
        <Select
          {...form.bind('regionCode')}
          options={provinces.map(({ code, name }) => ({ value: code, label: name }))}
        />
      </Field>
      <Button kind="primary" type="submit" busy={setUp.pending}>
        {t(said.send)}
      </Button>
    </Form>
  )
}
