/** Endpoints of the library of providers. Browser-safe. */
import { z } from 'zod'
import {
  ById,
  command,
  Day,
  Id,
  Line,
  Page,
  PageQuery,
  query,
  RegionCode,
  TextSchema,
  Words,
} from '#core/contract.ts'
import { AdmissionReview, Code, ImportReport, Provider, Reason } from './shapes.ts'

export const tableCodes = [
  'table_too_large',
  'table_too_many_rows',
  'table_unreadable',
  'table_old_or_encrypted',
  'table_empty',
  'table_no_header',
  'table_header_twice',
  'table_unsafe',
]
const Named = z.object({ code: Code, name: TextSchema })

/** The library of providers: reading, importing, withdrawing. */
export const providerEndpoints = {
  providers: query({
    path: '/providers',
    query: PageQuery.extend({
      q: Words(100).optional(),
      region: RegionCode.optional(),
      service: Code.optional(),
      providerClass: Code.optional(),
      list: Code.optional(),
      /** Also those not yet, no longer or never again admitted. */
      all: z.stringbool().default(false),
    }),
    returns: Page(Provider),
    allow: 'provider.read',
    summary: { zh: '服务机构库', en: 'Provider library' },
  }),
  importProviders: command({
    path: '/providers/imports',
    /** One of rows, an uploaded xlsx, or csv and pasted cells as text. */
    body: z.object({
      list: Code,
      batch: Line(100, 2),
      rows: z.array(z.unknown()).min(1).max(3000).optional(),
      fileId: Id.optional(),
      text: z.string().min(1).max(900_000).optional(),
    }),
    returns: ImportReport,
    allow: 'provider.admit',
    refuses: ['list_of_others', 'import_source', ...tableCodes],
    summary: { zh: '导入服务机构名单', en: 'Import a list of providers' },
  }),
  providerTemplate: query({
    path: '/providers/import-template',
    returns: z.unknown(),
    raw: true,
    allow: 'provider.read',
    summary: { zh: '服务机构名单模板（xlsx）', en: 'Template of a list of providers (xlsx)' },
  }),
  providerWords: query({
    path: '/provider-words',
    returns: z.object({
      lists: z.array(
        Named.extend({ keepers: z.array(RegionCode).describe('Whose authorities admit to it') }),
      ),
      classes: z.array(Named),
      services: z.array(Named),
    }),
    allow: 'provider.read',
    summary: {
      zh: '名单、机构类别和服务的名称',
      en: 'What lists, classes and services of providers are called',
    },
  }),
  withdrawProvider: command({
    path: '/providers/{id}/withdrawal',
    params: ById,
    body: z.object({ from: Day, reason: Reason, effect: z.enum(['finish_running', 'stop_running']) }),
    returns: Provider,
    allow: 'provider.withdraw',
    refuses: ['admission_withdrawn', 'withdrawal_day'],
    summary: { zh: '移出服务机构库', en: 'Withdraw an admission' },
  }),
  admissionReviews: query({
    path: '/admission-reviews',
    query: PageQuery.extend({ open: z.stringbool().optional() }),
    returns: Page(AdmissionReview),
    allow: 'provider.review',
    summary: { zh: '入库资格复核', en: 'Reviews of admissions' },
  }),
  keepProvider: command({
    path: '/admission-reviews/{id}/retention',
    params: ById,
    body: z.object({ reason: Reason }),
    returns: AdmissionReview,
    allow: 'provider.withdraw',
    refuses: ['review_ended'],
    summary: { zh: '复核后保留入库资格', en: 'Keep an admission after its review' },
  }),
}
