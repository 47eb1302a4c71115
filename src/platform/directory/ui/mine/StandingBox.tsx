import type { z } from 'zod'
import type { Text } from '#core/text.ts'
import { Attachment, Uploader, useUploads } from '#platform/files/browser.tsx'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Button, ErrorBox, Field, Stack, toast } from '#web/kit/index.ts'
import { directory } from '../../contract.ts'

const said = {
  waits: {
    zh: '等待{place}科技局核对证照。核验前可填写信息、邀请同事、保存草稿，不能提交申领、下单和兑付。',
    en: 'The bureau of {place} still has to compare the licence. Until then you can fill in facts, invite people and keep drafts, but not claim, order or redeem.',
  },
  sponsor: {
    zh: '等待孵化载体“{name}”确认推荐。确认后即可申领。',
    en: 'Waiting for {name} to confirm that it sponsors the team; then you can claim.',
  },
  missing: { zh: '还没有上传证照，无法核验。', en: 'No licence was sent yet, so it can’t be verified.' },
  turned: { zh: '上次核对未通过：', en: 'The last look did not accept it: ' },
  disputed: {
    zh: '本单位的统一社会信用代码存在争议，裁定前不能办理涉及资金的事项。请配合县（区）科技局核实。',
    en: 'The credit code is in dispute. Nothing that moves money can be done until the county bureau decides; give it the papers it asks for.',
  },
  closed: {
    zh: '本单位已注销，不能再办理业务。',
    en: 'The organisation is closed and can do no more business.',
  },
  licence: { zh: '证照扫描件', en: 'Scan of the licence' },
  good: {
    zh: '原件彩色扫描或拍照，四角完整，代码与名称清晰可读。',
    en: 'A colour scan or photo, all corners in view, code and name legible.',
  },
  send: { zh: '提交证照', en: 'Send the licence' },
  sent: { zh: '证照已提交，等待核验。', en: 'The licence was sent and waits to be verified.' },
  shown: { zh: '已提交的证照', en: 'The licence you sent' },
} as const satisfies Record<string, Text>

type One = z.output<typeof directory.get.returns>

/** Whose turn it is, plainly, while the organisation can't do everything yet. Nothing once it is verified. */
export function StandingBox({ one }: { one: One }) {
  const t = useText()
  if (one.status === 'verified') return null
  if (one.status !== 'unverified')
    return <Box tone={one.status === 'disputed' ? 'alarm' : 'info'}>{t(said[one.status])}</Box>
  return (
    <Box tone="wait">
      <Stack gap="s">
        <p>
          {one.sponsor
            ? t(said.sponsor, { name: one.sponsor.name })
            : t(said.waits, { place: t(one.regionName) })}
        </p>
        {one.licence?.remark && (
          <p>
            <strong>{t(said.turned)}</strong>
            {one.licence.remark}
          </p>
        )}
        {!one.sponsor && one.licence?.fileId && (
          <p>
            <Attachment id={one.licence.fileId}>{said.shown}</Attachment>
          </p>
        )}
        {!one.sponsor && one.abilities.includes('organisation.licence') && <Licence one={one} />}
      </Stack>
    </Box>
  )
}

function Licence({ one }: { one: One }) {
  const t = useText()
  const uploads = useUploads('licence', false)
  const give = useCommand(directory.licence, { done: () => toast(said.sent) })
  const [fileId] = uploads.ids
  if (one.licence?.fileId && !one.licence.remark) return null
  return (
    <Stack gap="s">
      {!one.licence?.fileId && <p>{t(said.missing)}</p>}
      <ErrorBox error={give.refusal} />
      <Field label={said.licence}>
        <Uploader uploads={uploads} multiple={false} good={said.good} />
      </Field>
      {fileId && (
        <div>
          <Button
            kind="primary"
            busy={give.pending}
            onClick={() => give.run({ params: { id: one.id }, body: { fileId } })}
          >
            {t(said.send)}
          </Button>
        </div>
      )}
    </Stack>
  )
}
