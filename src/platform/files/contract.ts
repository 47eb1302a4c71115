import { z } from 'zod'
import { ById, command, Id, Moment, query } from '#core/contract.ts'

/** Largest upload unless the node says otherwise. */
export const FILE_LIMIT_BYTES = 30 * 2 ** 20

export const SubjectRef = z.object({ kind: z.string().regex(/^[a-z][a-z_]{0,39}$/), id: Id })

/** Where the same bytes were used before: what the reader may see by name, the rest as a number. */
export const UsedBefore = z.object({
  uses: z.array(z.object({ subject: SubjectRef, at: Moment })),
  elsewhere: z.number().int(),
})

export const StoredFile = z.object({
  id: Id,
  name: z.string(),
  size: z.number().int(),
  mediaType: z.string(),
  sha256: z.string(),
  purpose: z.string(),
  at: Moment,
  /** Same bytes in another case: a warning to who uploads and to who reviews. */
  usedBefore: UsedBefore,
})

/**
 * POST /api/files takes multipart/form-data (one file, and a field `purpose`) or the bare bytes with their name in the
 * query (`?name=…&purpose=…`); so it is mounted by hand and stands beside the contract.
 */
export const upload = command({
  path: '/files',
  returns: StoredFile,
  allow: 'file.upload',
  refuses: [
    'file_too_large',
    'file_empty',
    'file_type_not_allowed',
    'file_type_differs',
    'file_name_bad',
    'file_unsafe',
    'file_cut_off',
    'file_too_many',
  ],
  summary: { zh: '上传文件', en: 'Upload a file' },
})

export const files = {
  get: query({
    path: '/files/{id}',
    params: ById,
    returns: z.instanceof(Response),
    raw: true,
    allow: 'file.read',
    summary: { zh: '下载文件', en: 'Download a file' },
  }),
  of: query({
    path: '/files/of/{kind}/{id}',
    params: SubjectRef,
    returns: z.object({ files: z.array(StoredFile) }),
    allow: 'file.read',
    summary: { zh: '查看某事项的附件', en: 'List the files attached to a subject' },
  }),
}
