import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'

/** What a document of the demo says: plainly an example, in a few lines. */
export type Paper = { title: string; lines: readonly string[] }

const MARK = '示例文件 · 内容均为虚构 · EXAMPLE ONLY'
const A5 = { width: 420, height: 595 }

/** A small PDF that carries its own Chinese font, for the papers that people will open. */
export function bookPdf({ title, lines }: Paper): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const pdf = new PDFDocument({ size: 'A5', margin: 40, info: { Title: title, Subject: MARK } })
    const parts: Buffer[] = []
    pdf.on('data', (part: Buffer) => parts.push(part))
    pdf.on('error', reject)
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(parts))))
    pdf.font(font()).fillColor('#b00020').fontSize(9).text(MARK).moveDown()
    pdf.fillColor('#000').fontSize(17).text(title).moveDown()
    pdf.fontSize(10)
    for (const line of lines) pdf.text(line).moveDown(0.4)
    pdf.end()
  })
}

let loaded: Buffer | undefined
function font(): Buffer {
  loaded ??= readFileSync(
    createRequire(import.meta.url).resolve(
      '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
    ),
  )
  return loaded
}

/**
 * The same by hand in a thousand bytes, naming a Chinese font that readers have instead of carrying one: there are
 * thousands of these, and making each should cost nothing.
 */
export function leafPdf({ title, lines }: Paper): Uint8Array<ArrayBuffer> {
  const text = [
    line(9, 555, MARK),
    line(16, 525, title),
    ...lines.map((one, at) => line(10, 495 - at * 18, one)),
  ]
  const stream = text.join('\n')
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${A5.width} ${A5.height}]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>`,
    `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    '<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[6 0 R]>>',
    '<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor 7 0 R>>',
    '<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>',
  ]
  return assembled(objects)
}

function assembled(objects: readonly string[]): Uint8Array<ArrayBuffer> {
  let body = '%PDF-1.5\n'
  const offsets = objects.map((object, at) => {
    const offset = body.length
    body += `${at + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`
  const tail = `trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`
  return new Uint8Array(Buffer.from(body + table + tail, 'latin1'))
}

/** All characters as UTF-16BE in hex, so that the file stays plain ASCII. */
function line(size: number, y: number, text: string): string {
  const hex = Buffer.from(text, 'utf16le').swap16().toString('hex')
  return `BT /F ${size} Tf 36 ${y} Td <${hex}> Tj ET`
}
