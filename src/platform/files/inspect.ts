import { open } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import { inspectZip, tableRefusals, unsafeThings } from '#platform/tables/index.ts'
import { Refusal } from '#core/refusal.ts'
import { cleanName, extensions, fileRefusals, nameFault, splitName } from './rules.ts'

const HEAD = 4_100
const INNER: readonly (readonly [string, string])[] = [
  ['xlsx', 'xl/workbook.xml'],
  ['docx', 'word/document.xml'],
  ['ofd', 'OFD.xml'],
]

/**
 * The clean name and true type of received bytes: the extension must be allowed and the content must agree with it.
 * @throws Refusal file_name_bad, file_type_not_allowed, file_type_differs, file_unsafe
 */
export async function inspect(path: string, rawName: string): Promise<{ name: string; mediaType: string }> {
  const name = cleanName(rawName)
  const fault = nameFault(name)
  const allowed = Object.keys(extensions).join('、')
  if (fault) fileRefusals.refuse(fault, { allowed })
  const { extension } = splitName(name)
  const mediaType = extensions[extension] as string
  if ((await trueType(path)) !== mediaType) fileRefusals.refuse('file_type_differs', { extension })
  return { name, mediaType }
}

async function trueType(path: string): Promise<string | null> {
  const head = await headOf(path)
  if (head.subarray(0, 4).equals(ZIP)) return zipType(path)
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  return found?.mime ?? null
}

const ZIP = Buffer.from('504b0304', 'hex')

/** Office files are zips: what they are, and whether they are bombs or carry programs, is in their directory. */
async function zipType(path: string): Promise<string | null> {
  const report = await inspectZip(path).catch((error: unknown) => {
    if (error instanceof Refusal && error.code in tableRefusals.specs) return null
    throw error
  })
  if (!report) return null
  if ('unsafe' in report) return fileRefusals.refuse('file_unsafe', { what: unsafeThings[report.unsafe] })
  const { names } = report
  if (names.some((name) => /vbaProject|macrosheets/i.test(name))) {
    fileRefusals.refuse('file_unsafe', { what: unsafeThings.macros })
  }
  const inner = INNER.find(([, file]) => names.includes(file))
  return inner ? (extensions[inner[0]] as string) : null
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
