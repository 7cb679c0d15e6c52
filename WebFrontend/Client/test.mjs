// Runs the unit tests of the client: bundled into plain JavaScript first, so that any Node from 18 on can run them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
// Beside the packages, where what is not bundled is found.
const out = mkdtempSync(join(here, 'node_modules', '.civic-client-'));
try {
  const tests = readdirSync(`${here}test`).filter(name => name.endsWith('.test.ts'));
  await build({
    absWorkingDir: here,
    entryPoints: tests.map(name => `test/${name}`),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // The package for browsers, and the browser that tests bring themselves.
    mainFields: ['module', 'main'],
    external: ['happy-dom'],
    platform: 'node',
    format: 'esm',
    target: 'node18',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const files = tests.map(name => join(out, name.replace(/\.ts$/, '.mjs')));
  const run = spawnSync(process.execPath, ['--test', '--test-reporter=tap', '--enable-source-maps', ...files], {
    stdio: 'inherit',
  });
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(out, { recursive: true });
}
