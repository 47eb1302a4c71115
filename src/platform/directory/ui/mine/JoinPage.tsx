import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useUploads } from '#platform/files/browser.tsx'
import { useCommand, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Button, Form, PageHead, Row, Stack, type Step, Steps, useForm } from '#web/kit/index.ts'
import { directory } from '../../contract.ts'
import { normaliseUscc } from '../../uscc.ts'
import { CheckPart, type Joining, LicencePart, PlacePart, startValues, WhoPart } from './JoinParts.tsx'
import { Joined } from './Joined.tsx'

const said = {
  title: { zh: '登记单位', en: 'Register an organisation' },
  lead: {
    zh: '先登记，后核验：县（区）科技局核对证照后，单位才能办理涉及资金的事项。',
    en: 'You register first; once the county bureau has compared the licence, the organisation can do what moves money.',
  },
  progress: { zh: '登记进度', en: 'Registration steps' },
  invited: {
    zh: '同事已登记单位的，请让其发邀请给您，不必再次登记。',
    en: 'If a colleague has registered it already, ask for an invitation instead.',
  },
  member: {
    zh: '您已是“{name}”的成员。需要再登记另一家单位时继续填写。',
    en: 'You belong to {name} already. Go on only to register another organisation.',
  },
  back: { zh: '上一步', en: 'Back' },
  next: { zh: '下一步', en: 'Next' },
  send: { zh: '提交登记', en: 'Register' },
} as const satisfies Record<string, Text>

const parts = [
  { key: 'who', label: { zh: '单位是谁', en: 'Who it is' }, Part: WhoPart },
  { key: 'place', label: { zh: '名称与所在地', en: 'Name and place' }, Part: PlacePart },
  { key: 'licence', label: { zh: '证照', en: 'Licence' }, Part: LicencePart },
  { key: 'check', label: { zh: '核对提交', en: 'Check and send' }, Part: CheckPart },
] as const

/** After signing up: the organisation, in four short steps. */
export function JoinPage() {
  const t = useText()
  const me = useMe()
  const [at, setAt] = useState(0)
  const form = useForm<Joining>(startValues)
  const licence = useUploads('licence', false)
  const register = useCommand(directory.register)
  const seat = me?.seats.find((one) => one.membershipId === me.actingAs)
  if (register.answer)
    return <Joined answer={register.answer} name={form.values.name} licence={licence.ids.length > 0} />
  const { Part } = parts[at] ?? parts[0]
  const last = at === parts.length - 1
  const go = (step: number) => {
    register.reset()
    setAt(at + step)
  }
  const submit = async (values: Joining) => {
    if (last) await register.run({ body: bodyOf(values, licence.ids[0]) })
    else go(1)
  }
  return (
    <>
      <PageHead title={said.title} lead={t(said.lead)} />
      <Stack gap="l">
        {seat && <Box>{t(said.member, { name: seat.organisation.name })}</Box>}
        {!seat && at === 0 && <p className="x-quiet">{t(said.invited)}</p>}
        <Steps label={said.progress} steps={stepsAt(at)} />
        <Form form={form} onSubmit={submit} refusal={register.refusal}>
          <Part form={form} licence={licence} />
          <Row>
            {at > 0 && <Button onClick={() => go(-1)}>{t(said.back)}</Button>}
            <Button kind="primary" type="submit" busy={register.pending || licence.busy}>
              {t(last ? said.send : said.next)}
            </Button>
          </Row>
        </Form>
      </Stack>
    </>
  )
}

const stepsAt = (at: number): Step[] =>
  parts.map(({ key, label }, index) => ({
    key,
    label,
    state: index < at ? 'done' : index === at ? 'now' : 'next',
  }))

function bodyOf({ kind, name, uscc, regionCode, sponsor, statement }: Joining, fileId: string | undefined) {
  const team = kind === 'team'
  return {
    kind: kind || 'enterprise',
    name: name.trim(),
    regionCode,
    ...(team ? { ...(sponsor && { sponsorId: sponsor.id }) } : { uscc: normaliseUscc(uscc) }),
    ...(fileId ? { licenceFileId: fileId } : {}),
    ...(statement.trim() ? { statement } : {}),
  } as const
}
