import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Button, Card, Facts, Row, toast } from '#web/kit/index.ts'
import { directory, readUscc } from '../../browser.ts'
import type { Full } from './desk-words.ts'
import { Evidence } from './Evidence.tsx'
import { ReasonDialog } from './ReasonDialog.tsx'

const said = {
  title: { zh: '证照', en: 'Licence' },
  file: { zh: '上传的证照', en: 'Licence given' },
  none: { zh: '尚未上传', en: 'not given yet' },
  remark: { zh: '上次核实意见', en: 'Last remark' },
  code: { zh: '代码校验', en: 'Check of the code' },
  good: { zh: '两位校验码均正确', en: 'both check digits are right' },
  accept: { zh: '核实通过', en: 'Accept' },
  refuse: { zh: '核实不通过', en: 'Turn down' },
  acceptWhat: {
    zh: '请逐项对照证照：名称、统一社会信用代码、住所、法定代表人。通过后该单位方可办理涉及资金的事项。',
    en: 'Compare name, code, seat and representative with the licence. Once accepted the organisation may move money.',
  },
  basis: { zh: '核实意见', en: 'Remark' },
  reason: { zh: '不通过的原因（单位会看到）', en: 'Why not; the organisation reads it' },
  accepted: { zh: '证照已核实', en: 'The licence is accepted' },
  refused: { zh: '已告知不通过', en: 'Turned down' },
} as const satisfies Record<string, Text>

/** The licence beside the decision on it. */
export function LicenceCard({ found }: { found: Full }) {
  const t = useText()
  const [accept, setAccept] = useState<boolean | null>(null)
  const command = useCommand(directory.verify, {
    done: () => {
      toast(accept ? said.accepted : said.refused)
      setAccept(null)
    },
  })
  const decides = found.abilities.includes('organisation.verify') && found.status === 'unverified'
  const fileId = found.licence?.fileId ?? null
  const checked = found.uscc ? readUscc(found.uscc) : null
  return (
    <Card title={t(said.title)}>
      <Facts
        facts={[
          {
            label: said.file,
            value: fileId ? (
              <Evidence fileId={fileId} of={{ kind: 'organisation', id: found.id }} />
            ) : (
              t(said.none)
            ),
          },
          checked?.ok === true && { label: said.code, value: t(said.good) },
          !!found.licence?.remark && { label: said.remark, value: found.licence.remark },
        ]}
      />
      {decides && (
        <Row>
          <Button kind="primary" disabled={!fileId} onClick={() => setAccept(true)}>
            {t(said.accept)}
          </Button>
          <Button onClick={() => setAccept(false)}>{t(said.refuse)}</Button>
        </Row>
      )}
      {accept !== null && (
        <ReasonDialog
          title={accept ? said.accept : said.refuse}
          label={accept ? said.basis : said.reason}
          verb={accept ? said.accept : said.refuse}
          alarm={!accept}
          what={accept && <Box>{t(said.acceptWhat)}</Box>}
          pending={command.pending}
          refusal={command.refusal}
          onClose={() => setAccept(null)}
          onSend={(remark) => command.run({ params: { id: found.id }, body: { accept, remark } })}
        />
      )}
    </Card>
  )
}
