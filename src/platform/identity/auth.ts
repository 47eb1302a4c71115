import { createHmac } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { CamelCasePlugin, Kysely, type KyselyPlugin, PostgresDialect } from 'kysely'
import { z } from 'zod'
import type { Actor } from '#core/actor.ts'
import type { Database } from '#core/db.ts'
import { isLoopback } from '#core/guard.ts'
import { uuidv7 } from '#core/id.ts'
import type { Log } from '#core/log.ts'
import type { Clock } from '#core/time.ts'
import { passwordMail, type SendMail, usePost } from './mail.ts'
import { identityRefusals } from './rules.ts'
import { actorOf } from './session.ts'
import { userByDemoAccount } from './store.ts'

export type AuthOptions = {
  database: Database
  secret: string
  /** Where people reach the node; any loopback name works besides. */
  url: string
  clock: Clock
  demo: boolean
  sendMail: SendMail
  log?: Log
  /** Off only in tests and benches that sign in by the thousand. */
  rateLimit?: boolean
}

const COOKIE_PREFIX = 'xc'
const SESSION_DAYS = 7
/** The address of the other end, set by us alone; what a client writes there is dropped. */
export const CLIENT_HEADER = 'x-xiechuang-client'

/** Users, passwords, sessions and sign-in limits, by better-auth; who may do what is ours. */
export function createAuth(options: AuthOptions) {
  const { database, secret, url, clock } = options
  usePost(database, options.sendMail, url)
  const engine = betterAuth({
    appName: 'Xiechuang',
    baseURL: url,
    basePath: '/api/auth',
    secret,
    database: { db: authDatabase(database), type: 'postgres', schemaName: 'auth' },
    trustedOrigins: (request) => loopbackOrigin(request),
    telemetry: { enabled: false },
    // Its own words only: what it is given besides may hold an address or a statement's values.
    logger: {
      level: 'error',
      log: (_, message) => options.log?.error({ auth: message.slice(0, 200) }, 'sign-in'),
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 8,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, url: link }) => options.sendMail(passwordMail(user, link)),
    },
    session: { expiresIn: SESSION_DAYS * 86_400, disableSessionRefresh: true },
    rateLimit: {
      enabled: options.rateLimit ?? true,
      storage: 'database',
      window: 60,
      max: 200,
      customRules: {
        '/sign-in/email': { window: 60, max: 20 },
        '/sign-up/email': { window: 60, max: 20 },
        '/request-password-reset': { window: 600, max: 5 },
      },
    },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      database: { generateId: () => uuidv7() },
      ipAddress: { ipAddressHeaders: [CLIENT_HEADER] },
    },
    plugins: [demoSignIn(options)],
  })
  // Only the one that we set: a bare name could be planted by a neighbouring host or over plain http.
  const cookieNames = [`${url.startsWith('https:') ? '__Secure-' : ''}${COOKIE_PREFIX}.session_token`]
  const keys = { secret, cookieNames }
  return {
    engine,
    /** Answers whatever lies under /api/auth/. */
    handle: (request: Request): Promise<Response> => engine.handler(request),
    /** @throws Refusal acting_ended */
    actorOf: (headers: Headers): Promise<Actor> => actorOf(database.db, keys, headers, clock.now()),
    /** A real session for a user, as the `cookie` header that carries it: for tests, benches and the demo's play. */
    cookieFor: (userId: string): Promise<string> => cookieFor(engine, userId),
    signUp: (user: { name: string; email: string; password: string }) => signUp(engine, user),
  }
}

export type Auth = ReturnType<typeof createAuth>
type Engine = Auth['engine']

async function signUp(
  engine: Engine,
  user: { name: string; email: string; password: string },
): Promise<string> {
  const { user: made } = await engine.api.signUpEmail({ body: user })
  return made.id
}

async function cookieFor(engine: Engine, userId: string): Promise<string> {
  const context = await engine.$context
  const session = await context.internalAdapter.createSession(userId)
  const signature = createHmac('sha256', context.secret).update(session.token).digest('base64')
  return `${context.authCookies.sessionToken.name}=${encodeURIComponent(`${session.token}.${signature}`)}`
}

/** `POST /api/auth/demo/sign-in {account}`: one click, a real session. Refuses where the demo is off. */
function demoSignIn({ database, demo }: AuthOptions) {
  const body = z.object({ account: z.string().min(1).max(100) })
  return {
    id: 'demo-sign-in',
    endpoints: {
      signInDemo: createAuthEndpoint('/demo/sign-in', { method: 'POST', body }, async (ctx) => {
        const userId = demo ? await userByDemoAccount(database.db, ctx.body.account) : undefined
        const user = userId && (await ctx.context.internalAdapter.findUserById(userId))
        if (!user) {
          const { code, text } = identityRefusals.make('demo_account_unknown')
          throw new APIError('NOT_FOUND', { code, message: text.zh, text })
        }
        const session = await ctx.context.internalAdapter.createSession(user.id)
        await setSessionCookie(ctx, { session, user })
        return ctx.json({ user: { id: user.id, name: user.name, email: user.email } })
      }),
    },
  }
}

/**
 * Any loopback name works, but only for a node that is itself addressed by one: a page on somebody's own machine is no
 * trusted origin of a public node.
 */
export function loopbackOrigin(request: Request | undefined): string[] {
  const origin = request?.headers.get('origin') ?? request?.headers.get('referer')
  if (!request || !origin || !URL.canParse(origin)) return []
  const from = new URL(origin)
  return isLoopback(from.hostname) && isLoopback(new URL(request.url).hostname) ? [from.origin] : []
}

/** better-auth expects Date and number; our pool speaks Temporal and bigint. Its names become our snake_case. */
function authDatabase({ pool }: Database) {
  const asDates: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => ({
      ...result,
      rows: result.rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(value)])),
      ),
    }),
  }
  return new Kysely<Record<string, Record<string, unknown>>>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin(), asDates],
  })
}

function plain(value: unknown): unknown {
  if (value instanceof Temporal.Instant) return new Date(value.epochMilliseconds)
  return typeof value === 'bigint' ? Number(value) : value
}
