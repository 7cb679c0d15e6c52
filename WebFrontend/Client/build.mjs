// Checks the types, then bundles scripts and styles into the folder that the web serves. Called by the build of the
// project; by hand: `npm run build`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = process.argv[2] ?? `${here}../wwwroot/app`;

const types = spawnSync(process.execPath, [`${here}node_modules/typescript/bin/tsc`, '--project', here], {
  stdio: 'inherit',
});
if (types.status !== 0) {
  process.exit(types.status ?? 1);
}

await build({
  absWorkingDir: here,
  entryPoints: { main: 'src/main.ts', site: 'styles/site.css' },
  outdir: out,
  bundle: true,
  minify: true,
  sourcemap: 'linked',
  format: 'esm',
  target: ['es2022', 'safari15.4'],
  legalComments: 'linked',
  logLevel: 'warning',
});
