// Makes the page's files:  node build.mjs FOLDER
import { build } from 'esbuild';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] && resolve(process.argv[2]); // esbuild works from here, not from where the caller is
if (folder === undefined) {
  console.error('node build.mjs FOLDER: the folder to write is missing');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
// Chunks have the hash of their content in their name: those of an earlier build would stay for ever.
rmSync(join(folder, 'chunks'), { recursive: true, force: true });

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ['page.mjs'],
  entryNames: 'page',
  chunkNames: 'chunks/[name]-[hash]',
  outdir: folder,
  bundle: true,
  splitting: true, // each chip's loader is fetched when that chip is met
  format: 'esm',
  target: 'es2022',
  minify: true,
  metafile: true,
  logLevel: 'warning',
});
for (const file of ['index.html', 'page.css']) copyFileSync(join(here, file), join(folder, file));

// Every package that is in the bundle is passed on with its licence.
const packages = new Set(Object.keys(metafile.inputs).map(path => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean));
const licences = [...packages].sort().map(name => {
  const root = join(here, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const file = readdirSync(root).find(entry => /^licen[cs]e/i.test(entry));
  if (file === undefined || !existsSync(join(root, file))) throw new Error(`${name} has no licence file: it cannot be passed on`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(root, file), 'utf8').trim()}\n`;
});
writeFileSync(join(folder, 'licences.txt'), licences.join(`\n${'-'.repeat(78)}\n\n`));
