import { refusals } from '#core/refusal.ts'

/** Why a whole file is turned away; a wrong cell is a row's problem, not a refusal. */
export const tableRefusals = refusals({
  table_too_large: {
    kind: 'invalid',
    zh: '文件超过{limit}。请拆成几个文件，分别上传。',
    en: 'The file is larger than {limit}. Split it and upload the parts.',
  },
  table_too_many_rows: {
    kind: 'invalid',
    zh: '表格超过{limit}行。请拆成几个文件，分别上传。',
    en: 'The table has more than {limit} rows. Split it and upload the parts.',
  },
  table_unreadable: {
    kind: 'invalid',
    zh: '文件已损坏或不是表格，无法读取。请用 Excel 或 WPS 打开后另存为 .xlsx 或 .csv，再上传。',
    en: 'The file is damaged or not a table. Open it in Excel or WPS, save it as .xlsx or .csv and upload that.',
  },
  table_old_or_encrypted: {
    kind: 'invalid',
    zh: '这是旧版 .xls 文件或设了打开密码的文件。请去掉密码并另存为 .xlsx，再上传。',
    en: 'This is an old .xls file or one with a password. Remove the password, save it as .xlsx and upload that.',
  },
  table_empty: {
    kind: 'invalid',
    zh: '文件里没有内容。请检查是否选错了文件。',
    en: 'The file is empty. Check that it is the one you meant.',
  },
  table_no_header: {
    kind: 'invalid',
    zh: '前{rows}行里没有找到表头，缺少：{missing}。请使用模板，保留表头一行。',
    en: 'No header was found in the first {rows} rows; missing: {missing}. Use the template and keep its header.',
  },
  table_header_twice: {
    kind: 'invalid',
    zh: '表头“{title}”出现了两次。请只保留一列。',
    en: 'The header “{title}” appears twice. Keep one of the columns.',
  },
  table_unsafe: {
    kind: 'invalid',
    zh: '文件含有{what}，为安全起见不能读取。请另存为不含这些内容的 .xlsx 或 .csv，再上传。',
    en: 'The file contains {what} and is not read for safety. Save it as .xlsx or .csv without that and upload it.',
  },
})

export type Unsafe = keyof typeof unsafeThings

/** What a workbook may not carry; the words go into `table_unsafe`. */
export const unsafeThings = {
  bomb: '解压后异常庞大的内容 (contents that unpack to an abnormal size)',
  macros: '宏 (macros)',
  links: '指向其他文件的外部链接 (links to other files)',
  encrypted: '加密内容 (encrypted parts)',
  entities: 'XML 实体定义 (XML entity definitions)',
  names: '异常的内部文件名 (odd names of inner files)',
  objects: '嵌入的程序或对象 (embedded programs or objects)',
} as const

export const refuseUnsafe = (thing: Unsafe): never =>
  tableRefusals.refuse('table_unsafe', { what: unsafeThings[thing] })
