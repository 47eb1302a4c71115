import path from 'node:path'
import { z } from 'zod'

const Env = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  XIECHUANG_URL: z.url().optional(),
  XIECHUANG_DATA: z.string().min(1).default('.data'),
  XIECHUANG_COMMUNITY: z.string().min(1).default('jingjinji'),
  DATABASE_URL: z.string().startsWith('postgres').optional(),
  SMTP_URL: z.string().startsWith('smtp').optional(),
  SMTP_FROM: z.email().optional(),
  XIECHUANG_DEMO: z.enum(['0', '1']).default('1'),
})

export type Config = {
  port: number
  url: string
  /** An address was given, so the node listens on every interface. */
  publicUrl: boolean
  dataDir: string
  community: string
  databaseUrl: string | null
  smtpUrl: string | null
  /** The sender of mail; many servers take only the address that signs in. */
  smtpFrom?: string | null
  demo: boolean
}

/** Names each variable that can't be used. */
export class InvalidSettings extends Error {}

/**
 * Settings from environment variables, each with a default that works.
 * @throws InvalidSettings
 */
export function readEnv(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = Env.safeParse(given)
  if (!parsed.success) {
    throw new InvalidSettings(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
    )
  }
  const e = parsed.data
  return {
    port: e.PORT,
    url: e.XIECHUANG_URL ?? `http://localhost:${e.PORT}`,
    publicUrl: e.XIECHUANG_URL !== undefined,
    dataDir: path.resolve(e.XIECHUANG_DATA),
    community: e.XIECHUANG_COMMUNITY,
    databaseUrl: e.DATABASE_URL ?? null,
    smtpUrl: e.SMTP_URL ?? null,
    smtpFrom: e.SMTP_FROM ?? null,
    demo: e.XIECHUANG_DEMO === '1',
  }
}
