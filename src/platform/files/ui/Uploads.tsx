import { useRef, useState } from 'react'
import { uuidv7 } from '#core/id.ts'
import type { Text } from '#core/text.ts'
import { asRefusal, send } from '#web/api.ts'
import { FileDrop, type FileEntry, FileLink } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { FILE_LIMIT_BYTES, StoredFile } from '../contract.ts'

const said = {
  sending: { zh: '正在上传……', en: 'Uploading…' },
  before: {
    zh: '同一文件此前用于另外 {count} 个事项，审核人会看到',
    en: 'used in {count} other matters before; the reviewer will see it',
  },
} as const satisfies Record<string, Text>

const WHOLE = 100

export type Uploads = {
  files: readonly FileEntry[]
  /** Of the files that arrived, in the order they were chosen. */
  ids: string[]
  busy: boolean
  add: (files: File[]) => void
  remove: (entry: FileEntry) => void
}

/** Files that are sent as soon as they are chosen. A file of the same name takes the place of the former. */
export function useUploads(purpose: string, multiple = true): Uploads {
  const [files, setFiles] = useState<readonly FileEntry[]>([])
  const keys = useRef(new Map<string, string>())
  const put = (name: string, key: string, change: Partial<FileEntry>) =>
    setFiles((before) =>
      keys.current.get(name) === key
        ? before.map((one) => (one.name === name ? { ...one, ...change } : one))
        : before,
    )
  const add = (chosen: File[]) => {
    for (const file of chosen) {
      const key = uuidv7()
      keys.current.set(file.name, key)
      const entry: FileEntry = { id: null, name: file.name, bytes: file.size, warning: said.sending }
      setFiles((before) => [...(multiple ? before.filter((one) => one.name !== file.name) : []), entry])
      void upload(file, purpose, key).then((change) => put(file.name, key, change))
    }
  }
  const remove = (entry: FileEntry) => {
    keys.current.delete(entry.name)
    setFiles((before) => before.filter((one) => one !== entry))
  }
  const ids = files.flatMap((one) => one.id ?? [])
  return { files, ids, busy: files.some((one) => one.id === null && !one.error), add, remove }
}

async function upload(file: File, purpose: string, key: string): Promise<Partial<FileEntry>> {
  const body = new FormData()
  body.set('purpose', purpose)
  body.set('file', file)
  try {
    const stored = StoredFile.parse(await send('/api/files', { method: 'POST', body, key }))
    const { uses, elsewhere } = stored.usedBefore
    return {
      id: stored.id,
      percent: WHOLE,
      warning: usedText(uses.length + elsewhere),
      href: fileAddress(stored.id),
    }
  } catch (error) {
    return { error: asRefusal(error)?.text ?? null, warning: null }
  }
}

const usedText = (count: number): Text | null =>
  count === 0
    ? null
    : {
        zh: said.before.zh.replace('{count}', String(count)),
        en: said.before.en.replace('{count}', String(count)),
      }

const fileAddress = (id: string) => `/api/files/${id}`

/** Takes files by drop, click or keyboard and sends them. Stands in a `<Field>`. */
export function Uploader({
  uploads,
  accept = '.pdf,.jpg,.jpeg,.png,.ofd',
  multiple = true,
  good,
}: {
  uploads: Uploads
  accept?: string
  multiple?: boolean
  /** What a good one looks like. */
  good?: Text | string
}) {
  return (
    <FileDrop
      files={uploads.files}
      onAdd={uploads.add}
      onRemove={uploads.remove}
      accept={accept}
      maxBytes={FILE_LIMIT_BYTES}
      multiple={multiple}
      {...(good ? { good } : {})}
    />
  )
}

/** A stored file to be downloaded, called by what it is. */
export function Attachment({ id, children }: { id: string; children: Text | string }) {
  const t = useText()
  return (
    <FileLink href={fileAddress(id)} download="">
      {t(children)}
    </FileLink>
  )
}
