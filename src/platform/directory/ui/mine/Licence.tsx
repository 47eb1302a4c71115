import type { Text } from '#core/text.ts'
import { Uploader, useUploads } from '#platform/files/browser.tsx'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Button, ErrorBox, Field, Stack, toast } from '#web/kit/index.ts'
import { directory } from '../../contract.ts'

const said = {
  licence: { zh: '证照扫描件', en: 'Scan of the licence' },
  good: {
    zh: '原件彩色扫描或拍照，四角完整，代码与名称清晰可读。',
    en: 'A colour scan or photo, all corners in view, code and name legible.',
  },
  send: { zh: '提交证照', en: 'Send the licence' },
  sent: { zh: '证照已提交，等待核验。', en: 'The licence was sent and waits to be verified.' },
} as const satisfies Record<string, Text>

/** Sends the licence, the first time or after it was turned down. */
export function Licence({ id }: { id: string }) {
  const t = useText()
  const uploads = useUploads('licence', false)
  const give = useCommand(directory.licence, { done: () => toast(said.sent) })
  const [fileId] = uploads.ids
  return (
    <Stack gap="s">
      <ErrorBox error={give.refusal} />
      <Field label={said.licence}>
        <Uploader uploads={uploads} multiple={false} good={said.good} />
      </Field>
      {fileId && (
        <div>
          <Button
            kind="primary"
            busy={give.pending}
            onClick={() => give.run({ params: { id }, body: { fileId } })}
          >
            {t(said.send)}
          </Button>
        </div>
      )}
    </Stack>
  )
}
