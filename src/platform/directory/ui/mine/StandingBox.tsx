import type { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { Attachment } from '#platform/files/browser.tsx'
import { Box, Folded, Moment, Stack } from '#web/kit/index.ts'
import type { directory } from '../../contract.ts'
import { AskSponsor } from './AskSponsor.tsx'
import { Licence } from './Licence.tsx'

const said = {
  waits: {
    zh: '等待{place}科技局核对证照。核验前可填写信息、邀请同事、保存草稿，不能提交申领、下单和兑付。',
    en: 'The bureau of {place} still has to compare the licence. Until then you can fill in facts, invite people and keep drafts, but not claim, order or redeem.',
  },
  turn: {
    zh: '提交证照后，{place}科技局才能核对。核验前可填写信息、邀请同事、保存草稿，不能提交申领、下单和兑付。',
    en: 'Once you send the licence the bureau of {place} compares it. Until then you can fill in facts, invite people and keep drafts, but not claim, order or redeem.',
  },
  sponsor: {
    zh: '等待孵化载体“{name}”确认推荐。确认后即可申领。',
    en: 'Waiting for {name} to confirm that it sponsors the team; then you can claim.',
  },
  declined: {
    zh: '孵化载体“{name}”没有推荐。请按其意见补充成员和档案后再次请求，或改请其他孵化载体。',
    en: '{name} did not sponsor the team. Complete its people and facts and ask again, or ask another incubator.',
  },
  missing: { zh: '还没有上传证照，无法核验。', en: 'No licence was sent yet, so it can’t be verified.' },
  since: { zh: '提交时间：', en: 'Sent: ' },
  turned: { zh: '上次核对未通过：', en: 'The last look did not accept it: ' },
  remark: { zh: '孵化载体的意见：', en: 'The incubator said: ' },
  disputed: {
    zh: '有人对本单位的统一社会信用代码提出争议，由{place}科技局裁定。',
    en: 'Somebody disputes the credit code; the bureau of {place} decides.',
  },
  mayNot: {
    zh: '裁定前不能：提交申领、用券下单、申请兑付；已批准未拨付的款项暂停。',
    en: 'Until then you can’t submit a claim, order with a voucher or ask for redemption; approved money is not paid.',
  },
  may: {
    zh: '裁定前可以：填写单位信息、邀请同事、保存草稿、继续履行已确认的订单；券和办件保留，期限照常计算。',
    en: 'You may fill in facts, invite people, keep drafts and carry out confirmed orders; vouchers and cases stay, and their deadlines run on.',
  },
  todo: {
    zh: '请现在持证照原件联系{place}科技局，配合核实。',
    en: 'Take your licence to the bureau of {place} now and help it to decide.',
  },
  again: {
    zh: '提交或更换证照扫描件，供裁定时比对',
    en: 'Send a scan of the licence, or another one, to be compared',
  },
  closed: {
    zh: '本单位已注销，不能再办理业务。',
    en: 'The organisation is closed and can do no more business.',
  },
  shown: { zh: '已提交的证照', en: 'The licence you sent' },
} as const satisfies Record<string, Text>

export type One = z.output<typeof directory.get.returns>

/** Whose turn it is, plainly, while the organisation can't do everything yet. Nothing once it is verified. */
export function StandingBox({ one }: { one: One }) {
  const t = useText()
  if (one.status === 'verified') return null
  if (one.status === 'closed') return <Box>{t(said.closed)}</Box>
  if (one.status === 'disputed') return <Disputed one={one} />
  return (
    <Box tone="wait">
      <Stack gap="s">{one.sponsor ? <TeamWaits one={one} /> : <FirmWaits one={one} />}</Stack>
    </Box>
  )
}

function Disputed({ one }: { one: One }) {
  const t = useText()
  const place = t(one.regionName)
  return (
    <Box tone="alarm">
      <p>
        <strong>{t(said.disputed, { place })}</strong> {t(said.todo, { place })}
      </p>
      <p>{t(said.mayNot)}</p>
      <p>{t(said.may)}</p>
      {one.licence?.fileId && (
        <p>
          <Attachment id={one.licence.fileId}>{said.shown}</Attachment>
        </p>
      )}
      {one.abilities.includes('organisation.licence') && (
        <Folded title={t(said.again)}>
          <Licence id={one.id} />
        </Folded>
      )}
    </Box>
  )
}

function FirmWaits({ one }: { one: One }) {
  const t = useText()
  const { fileId = null, remark = null, waitsSince = null } = one.licence ?? {}
  return (
    <>
      <p>{t(waitsSince ? said.waits : said.turn, { place: t(one.regionName) })}</p>
      {waitsSince && (
        <p className="x-quiet">
          {t(said.since)}
          <Moment at={waitsSince} />
        </p>
      )}
      {remark && (
        <p>
          <strong>{t(said.turned)}</strong>
          {remark}
        </p>
      )}
      {fileId ? (
        <p>
          <Attachment id={fileId}>{said.shown}</Attachment>
        </p>
      ) : (
        <p>{t(said.missing)}</p>
      )}
      {!waitsSince && one.abilities.includes('organisation.licence') && <Licence id={one.id} />}
    </>
  )
}

function TeamWaits({ one }: { one: One }) {
  const t = useText()
  const { remark = null, waitsSince = null } = one.licence ?? {}
  return (
    <>
      <p>{t(waitsSince ? said.sponsor : said.declined, { name: one.sponsor?.name ?? '' })}</p>
      {waitsSince && (
        <p className="x-quiet">
          {t(said.since)}
          <Moment at={waitsSince} />
        </p>
      )}
      {remark && (
        <p>
          <strong>{t(said.remark)}</strong>
          {remark}
        </p>
      )}
      {one.abilities.includes('organisation.licence') && <AskSponsor one={one} />}
    </>
  )
}
