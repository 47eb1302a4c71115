import { type Config, InvalidSettings } from '#core/env.ts'
import { isAway, isFull } from '#core/db.ts'
import { InUse } from '#core/postgres-keep.ts'
import type { Text } from '#core/text.ts'

/** Why the node did not start, and what to do about it; null for a defect of ours. */
export function troubleOf(error: unknown, config: Config | null): Text | null {
  if (error instanceof InvalidSettings) {
    const told = error.message.replace(/^/gm, '    ')
    return {
      zh: `以下设置无法使用，请改正后再启动：\n${told}`,
      en: `These settings can't be used; correct them and start again:\n${told}`,
    }
  }
  if (!(error instanceof Error) || !config) return null
  const { code, message } = error as Error & { code?: string }
  const folder = config.dataDir
  if (error instanceof InUse)
    return {
      zh: `另一个正在运行的平台占用着数据文件夹 ${folder}。请先停止它，或用另一个文件夹启动：XIECHUANG_DATA=… npm start`,
      en: `Another running node uses the data folder ${folder}. Stop it first, or start on another: XIECHUANG_DATA=… npm start`,
    }
  if (isFull(error))
    return {
      zh: `磁盘已满，数据文件夹 ${folder} 无法写入。请腾出至少 1 GB 空间后再启动；已有数据不受影响。`,
      en: `The disk is full, and the data folder ${folder} can't be written. Free at least 1 GB and start again; what is there is safe.`,
    }
  if (config.databaseUrl) {
    const found = databaseTrouble(error, code, new URL(config.databaseUrl))
    if (found) return found
  }
  if (code && FOLDER_CODES.test(code))
    return {
      zh: `数据文件夹 ${folder} 无法写入（${code}）。请检查它的权限，或用另一个文件夹启动：XIECHUANG_DATA=… npm start`,
      en: `The data folder ${folder} can't be written (${code}). Check its permissions, or start on another: XIECHUANG_DATA=… npm start`,
    }
  return releaseTrouble(message)
}

const FOLDER_CODES = /^(EACCES|EPERM|EROFS|EEXIST|ENOTDIR|ENOENT)$/

function databaseTrouble(error: Error, code: string | undefined, { host, pathname }: URL): Text | null {
  const at = `${host}${pathname}`
  if (isAway(error))
    return {
      zh: `连不上 DATABASE_URL 所指的数据库（${at}）。请确认它正在运行、地址正确，再启动。`,
      en: `The database of DATABASE_URL (${at}) can't be reached. See that it runs and that the address is right, then start again.`,
    }
  if (/^(28|3D000|42501)/.test(code ?? ''))
    return {
      zh: `数据库（${at}）拒绝了 DATABASE_URL 的登录：${error.message}。请核对用户名、密码、库名和权限。`,
      en: `The database (${at}) did not let DATABASE_URL in: ${error.message}. Check user, password, name and rights.`,
    }
  return null
}

/** The database and this release do not fit each other. */
function releaseTrouble(message: string): Text | null {
  if (/made by a newer release/.test(message))
    return {
      zh: `数据由更新的版本建立，本版本不能打开。请更新程序后再启动；数据未作改动。（${message}）`,
      en: `The data was made by a newer release, which this one can't open. Update the program and start again; nothing was changed. (${message})`,
    }
  if (/^.+ is gone; to begin with an empty one|was made by PostgreSQL|can no longer reach/.test(message))
    return {
      zh: `数据库文件夹与记录不符，未能启动：${message}`,
      en: `The folder of the database is not as it was left: ${message}`,
    }
  return null
}
