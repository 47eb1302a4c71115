import type { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Link, PageHead, Row, Stack, type Step, Steps } from '#web/kit/index.ts'
import type { directory } from '../../contract.ts'

const said = {
  done: { zh: '已登记，等待核验', en: 'Registered, waiting to be verified' },
  steps: { zh: '接下来', en: 'What comes next' },
  sent: { zh: '提交登记', en: 'Registration sent' },
  waits: { zh: '{place}科技局核对证照', en: 'The bureau of {place} compares the licence' },
  licence: { zh: '您补传证照', en: 'You send the licence' },
  missing: {
    zh: '还没有上传证照，科技局尚不能核对。请在“单位信息”补传。',
    en: 'No licence was sent yet, so the bureau can’t begin. Send it on the page of your organisation.',
  },
  send: { zh: '去补传证照', en: 'Send the licence' },
  sponsor: { zh: '{name}确认推荐', en: '{name} confirms that it sponsors you' },
  afterwards: { zh: '可申领创新券、下单、兑付', en: 'Claim vouchers, order, redeem' },
  meanwhile: {
    zh: '等待期间可以先填写单位信息、邀请同事、保存申领草稿。',
    en: 'Meanwhile fill in your facts, invite colleagues and keep drafts of claims.',
  },
  serves: { zh: '可接受订单、交付成果、申请兑付', en: 'Take orders, deliver, redeem' },
  sponsors: { zh: '可推荐创业团队', en: 'Sponsor founders’ teams' },
  meanwhileOthers: {
    zh: '等待期间可以先填写单位信息、邀请同事。',
    en: 'Meanwhile fill in your facts and invite colleagues.',
  },
  go: { zh: '填写单位信息', en: 'Fill in the facts' },
  invite: { zh: '邀请同事', en: 'Invite colleagues' },
  dispute: { zh: '该代码已有人登记，已开启争议', en: 'The code is registered already: a dispute is open' },
  disputeWhy: {
    zh: '您以“{name}”名义提交的证照和说明已送县（区）科技局。裁定之前，已登记的一方也不能办理涉及资金的事项；裁定归您的，该单位由您接管，原有成员的岗位随即终止。结果会发到您的消息和邮箱。',
    en: 'What you sent in the name of {name} is with the county bureau. Until it decides, the side that registered first can’t do what moves money either. If it decides for you, you take the organisation over and the former members’ roles end. You will get a message and an email.',
  },
  disputeDo: {
    zh: '登记有误的，可撤回争议；有补充材料的，请联系县（区）科技局。',
    en: 'If it was a mistake, withdraw the dispute; with further papers, turn to the county bureau.',
  },
  mine: { zh: '查看争议', en: 'See the dispute' },
} as const satisfies Record<string, Text>

/** What others than applicants may do once they are verified. */
const afterwards: Partial<Record<string, Text>> = { institute: said.serves, incubator: said.sponsors }

type Answer = z.output<typeof directory.register.returns>

/** `licence`: whether a scan went along. */
type JoinedProps = { answer: Answer; name: string; licence: boolean }

/** What became of a registration: a new organisation that waits, or a dispute. */
export function Joined({ answer: { organisation }, name, licence }: JoinedProps) {
  const t = useText()
  if (!organisation)
    return (
      <Stack>
        <PageHead title={said.dispute} />
        <Box tone="wait">
          <p>{t(said.disputeWhy, { name })}</p>
          <p>{t(said.disputeDo)}</p>
        </Box>
        <Row>
          <Link to="/organisation" as="primary">
            {t(said.mine)}
          </Link>
        </Row>
      </Stack>
    )
  const waits = organisation.sponsor
    ? t(said.sponsor, { name: organisation.sponsor.name })
    : t(said.waits, { place: t(organisation.regionName) })
  const missing = !organisation.sponsor && !licence
  const steps: Step[] = [
    { key: 'sent', label: said.sent, state: 'done' },
    ...(missing ? [{ key: 'licence', label: said.licence, state: 'now' } as const] : []),
    { key: 'waits', label: waits, state: missing ? 'next' : 'now' },
    { key: 'then', label: afterwards[organisation.kind] ?? said.afterwards, state: 'next' },
  ]
  return (
    <Stack>
      <PageHead title={said.done} lead={organisation.name} />
      <Steps label={said.steps} steps={steps} />
      {missing && <Box tone="wait">{t(said.missing)}</Box>}
      <p>{t(afterwards[organisation.kind] ? said.meanwhileOthers : said.meanwhile)}</p>
      <Row>
        <Link to="/organisation" as="primary">
          {t(missing ? said.send : said.go)}
        </Link>
        <Link to="/organisation/people" as="plain">
          {t(said.invite)}
        </Link>
      </Row>
    </Stack>
  )
}
