import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { addressOf, useAskedLater } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { bytesText, FileLink, StateTag } from '#web/kit/index.ts'
import { files } from '#platform/files/browser.ts'
import './desk.css'

const said = {
  missing: { zh: '附件无法读取', en: 'the file cannot be read' },
  again: { zh: '同一文件另有 {count} 处使用', en: 'the same file is used in {count} other places' },
  preview: { zh: '{name} 的预览', en: 'Preview of {name}' },
} as const satisfies Record<string, Text>

/** A paper with its name, what else it was used for, and a picture of it where it is one. */
export function Evidence({
  fileId,
  of,
}: {
  fileId: string
  of: { kind: 'organisation' | 'dispute'; id: string }
}) {
  const t = useText()
  const found = useAskedLater(files.of, { params: of })
  const [broken, setBroken] = useState(false)
  if (!found.data) return found.error ? <span className="x-quiet">{t(said.missing)}</span> : null
  const file = found.data.files.find((one) => one.id === fileId)
  if (!file) return <span className="x-quiet">{t(said.missing)}</span>
  const href = addressOf(files.get, { params: { id: fileId } })
  const others = file.usedBefore.uses.length + file.usedBefore.elsewhere
  return (
    <div>
      <FileLink href={href} download={file.name}>
        {file.name}
      </FileLink>{' '}
      <span className="x-quiet">{bytesText(file.size)}</span>{' '}
      {others > 0 && <StateTag tone="wait">{t(said.again, { count: others })}</StateTag>}
      {file.mediaType.startsWith('image/') && !broken && (
        <img
          className="d-preview"
          src={href}
          alt={t(said.preview, { name: file.name })}
          loading="lazy"
          onError={() => setBroken(true)}
        />
      )}
    </div>
  )
}
