// Starts the demo on whatever Node is there (20 or later) with nothing installed yet: installs
// what is missing, then hands over to Node 24, the version that runs the action on GitHub.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const WINDOWS = process.platform === 'win32';

process.exitCode = await start();

async function start() {
  if (!isInstalled()) {
    console.log('Installing the packages of the demo (npm ci) …');
    const code = await installPackages();
    if (code !== 0) return code;
  }
  const node = findNode24();
  if (node === undefined) {
    console.error(
      `The demo needs Node 24. This is Node ${process.versions.node}, and no package of Node 24 is installed ` +
        `for ${process.platform}-${process.arch}: install Node 24 and run it again.`,
    );
    return 1;
  }
  return await run(node, [join(ROOT, 'demo/run.ts'), ...process.argv.slice(2)]);
}

/** Whether every package that is not optional is there in the version of the lock file. */
function isInstalled() {
  const { packages } = readJson(join(ROOT, 'package-lock.json'));
  return Object.entries(packages).every(([path, { optional, version, link }]) => {
    // What is linked lies in the repository itself.
    if (!path.startsWith('node_modules/') || optional || link) return true;
    const manifest = join(ROOT, path, 'package.json');
    return existsSync(manifest) && readJson(manifest).version === version;
  });
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

async function installPackages() {
  const args = ['ci', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('.js')) return await run(process.execPath, [npm, ...args]);
  return await run(WINDOWS ? 'npm.cmd' : 'npm', args, { shell: WINDOWS });
}

function findNode24() {
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  // The program itself: what npm puts into .bin is a script on Windows.
  const folder = `node-${WINDOWS ? 'win' : process.platform}-${process.arch}`;
  const path = join(ROOT, 'node_modules', folder, 'bin', WINDOWS ? 'node.exe' : 'node');
  return existsSync(path) ? path : undefined;
}

/** Runs a command in this terminal; its exit code. */
function run(command, args, options = {}) {
  // Ctrl-C reaches the child as well, which ends in its own time.
  process.on('SIGINT', () => undefined);
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
    child.once('error', (error) => {
      console.error(`Cannot run ${command}: ${error.message}`);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}
