import type { Text } from '#core/text.ts'
import { Attachment } from '#platform/files/browser.tsx'
import { useAsked, useParams } from '#web/api.ts'
import { Facts, Moment, PageHead, Stack } from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { Report } from './Report.tsx'

const said = {
  up: { zh: '拨付', en: 'Payments' },
  title: { zh: '银行回单导入结果', en: 'Import of a confirmation' },
  file: { zh: '文件', en: 'File' },
  at: { zh: '导入时间', en: 'Imported' },
  by: { zh: '导入人', en: 'By' },
} as const satisfies Record<string, Text>

export function ImportPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const one = useAsked(payments.import, { params: { id } })
  return (
    <>
      <PageHead title={said.title} up={{ to: '/desk/payments', label: said.up }} />
      <Stack>
        <Facts
          columns={3}
          facts={[
            {
              label: said.file,
              value: one.fileId ? <Attachment id={one.fileId}>{one.name}</Attachment> : one.name,
            },
            { label: said.at, value: <Moment at={one.at} /> },
            { label: said.by, value: one.by },
          ]}
        />
        <Report report={one.report} />
      </Stack>
    </>
  )
}
