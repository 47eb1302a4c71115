import { refusals } from '#core/refusal.ts'

export const fileRefusals = refusals({
  file_too_large: {
    kind: 'invalid',
    zh: '文件超过{limit} MB。请压缩或拆分后再上传。',
    en: 'The file is larger than {limit} MB. Compress or split it and upload again.',
  },
  file_empty: {
    kind: 'invalid',
    zh: '文件是空的（0字节）。请检查是否选错了文件。',
    en: 'The file is empty (0 bytes). Check that it is the one you meant.',
  },
  file_missing: {
    kind: 'invalid',
    zh: '没有收到文件。请选择一个文件再上传。',
    en: 'No file was received. Choose a file and upload it.',
  },
  file_type_not_allowed: {
    kind: 'invalid',
    zh: '不接受这种文件。请上传：{allowed}。',
    en: 'This kind of file is not accepted. Upload one of: {allowed}.',
  },
  file_type_differs: {
    kind: 'invalid',
    zh: '文件名写的是 .{extension}，内容却不是。请用原来的软件打开并重新另存，再上传。',
    en: 'The name says .{extension}, the content does not. Open it in its own program, save it anew and upload that.',
  },
  file_name_bad: {
    kind: 'invalid',
    zh: '文件名无法使用（为空或缺少扩展名）。请改名后再上传，例如“合同.pdf”。',
    en: 'The file name cannot be used (empty, or without an extension). Rename it, such as contract.pdf, and upload again.',
  },
  file_unsafe: {
    kind: 'invalid',
    zh: '文件含有{what}，为安全起见不能接收。请另存为不含这些内容的文件，再上传。',
    en: 'The file contains {what} and is not accepted for safety. Save it without that and upload again.',
  },
  file_cut_off: {
    kind: 'invalid',
    zh: '上传中断，文件没有收全，未作保存。请检查网络后重新上传。',
    en: 'The upload broke off before the file was complete; nothing was kept. Check the network and upload again.',
  },
  file_too_many: {
    kind: 'conflict',
    zh: '您今天上传的文件已达{limit}个。请明天再试，或登录后上传。',
    en: 'You have uploaded {limit} files today. Try again tomorrow, or sign in.',
  },
  file_gone: {
    kind: 'conflict',
    zh: '附件因长期未使用已被清理，或不属于您。请重新上传。',
    en: 'The attachment was removed because it was not used for long, or is not yours. Upload it again.',
  },
})

/** Extension → media type. Everything else is refused. */
export const extensions: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ofd: 'application/ofd',
}

const LONGEST = 255
/** Names that Windows keeps for devices, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i

/**
 * A name that is safe on any disk, in any header and on any screen: no folders, no control or direction characters
 * (`gnp.exe` turned around reads `exe.png`), no device names, at most 255 bytes with its extension kept.
 */
export function cleanName(raw: string): string {
  const last = raw.split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029\ufffd]/gu, '')
    .replace(/[<>:"|?*%]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const { stem, extension } = splitName(plain)
  const safe = DEVICE.test(stem.split('.')[0]?.trim() ?? '') ? `_${stem}` : stem
  const room = LONGEST - (extension ? bytes(extension) + 1 : 0)
  return extension ? `${shorten(safe, room)}.${extension}` : shorten(safe, room)
}

export function splitName(name: string): { stem: string; extension: string } {
  const found = /^(.*)\.([A-Za-z0-9]{1,10})$/su.exec(name)
  return { stem: (found?.[1] ?? name).trim(), extension: (found?.[2] ?? '').toLowerCase() }
}

const bytes = (text: string): number => new TextEncoder().encode(text).length

/** Whole characters up to so many bytes. */
function shorten(text: string, room: number): string {
  if (bytes(text) <= room) return text
  let kept = ''
  let used = 0
  for (const char of text) {
    used += bytes(char)
    if (used > room) break
    kept += char
  }
  return kept.trimEnd()
}

/** What is wrong with a cleaned name: shown by the form before anything is sent. */
export function nameFault(name: string): 'file_name_bad' | 'file_type_not_allowed' | null {
  const { stem, extension } = splitName(name)
  if (!stem || !extension) return 'file_name_bad'
  return Object.hasOwn(extensions, extension) ? null : 'file_type_not_allowed'
}

/** `attachment` always, with a plain ASCII name for old programs and the real one beside it (RFC 6266). */
export function disposition(name: string): string {
  const { extension } = splitName(name)
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="file${extension ? `.${extension}` : ''}"; filename*=UTF-8''${encoded}`
}
