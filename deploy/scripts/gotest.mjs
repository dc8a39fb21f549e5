// gotest.mjs REPORT.json ARGUMENTS… — `go test -json ARGUMENTS`, shown as go test would show it (package lines, and
// the output of what failed), with the counts of tests written to REPORT.json.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

const [report, ...args] = process.argv.slice(2);
const go = spawn('go', ['test', '-json', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
const results = new Map(); // package/test → action
const output = new Map(); // package/test or package → lines
const parents = new Set();
const done = { pass: true, fail: true, skip: true };

for await (const line of createInterface({ input: go.stdout })) {
  let event;
  try {
    event = JSON.parse(line);
  } catch {
    console.log(line); // the go command speaking for itself
    continue;
  }
  take(event);
}

function take({ Action, Package, ImportPath, Test, Output }) {
  const key = Test ? `${Package} ${Test}` : (Package ?? ImportPath);
  if (Action === 'output' || Action === 'build-output') {
    output.set(key, (output.get(key) ?? '') + Output);
  } else if (done[Action] && Test) {
    results.set(key, Action);
    for (let up = Test; up.includes('/'); ) {
      up = up.slice(0, up.lastIndexOf('/'));
      parents.add(`${Package} ${up}`);
    }
    if (Action === 'fail') process.stdout.write(output.get(key) ?? '');
    output.delete(key);
  } else if (done[Action]) {
    const text = output.get(key) ?? '';
    process.stdout.write(Action === 'fail' ? text : lastLine(text));
    output.delete(key);
  } else if (Action === 'build-fail') {
    process.stdout.write(output.get(key) ?? '');
  }
}

function lastLine(text) {
  const lines = text.split('\n').filter((l) => /^(ok|\?|---)\s/.test(l));
  return lines.length > 0 ? `${lines.at(-1)}\n` : '';
}

const code = await new Promise((resolve) => {
  if (go.exitCode !== null) resolve(go.exitCode);
  go.on('close', resolve);
});
const counts = { passed: 0, failed: 0, skipped: 0 };
const failures = [...results].filter(([, action]) => action === 'fail').map(([key]) => key);
for (const [key, action] of results) {
  // A test with subtests counts only when it failed by itself; otherwise its subtests are counted.
  if (parents.has(key) && !(action === 'fail' && !failures.some((f) => f.startsWith(`${key}/`)))) continue;
  counts[{ pass: 'passed', fail: 'failed', skip: 'skipped' }[action]]++;
}
if (code !== 0 && counts.failed === 0) counts.failed = 1; // a package that did not build is no success
mkdirSync(dirname(report), { recursive: true });
writeFileSync(report, JSON.stringify({ ...counts, failures }));
console.log(`go test: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(code ?? 1);
