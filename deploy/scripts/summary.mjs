// summary.mjs DIRECTORY — adds up the reports of go test, vitest and playwright, names what failed and why, and prints the one closing line.
// A missing report is an error: a runner that did not run must not look like one that found nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const dir = process.argv[2];
const read = (name) => JSON.parse(readFileSync(join(dir, name), 'utf8'));
const readers = {
  'go.json': (r) => r,
  'vitest.json': (r) => ({
    passed: r.numPassedTests,
    failed: Math.max(r.numFailedTests, r.success ? 0 : 1),
    skipped: r.numPendingTests + r.numTodoTests,
    failures: r.testResults.flatMap((file) =>
      file.assertionResults.filter((t) => t.status === 'failed').map((t) => `${file.name}: ${t.fullName}\n${t.failureMessages.join('\n')}`),
    ),
  }),
  'playwright.json': (r) => ({
    passed: r.stats.expected + r.stats.flaky,
    failed: Math.max(r.stats.unexpected, r.errors.length > 0 ? 1 : 0),
    skipped: r.stats.skipped,
    failures: [...r.errors.map((e) => e.message ?? ''), ...r.suites.flatMap(specs).filter((s) => !s.ok).map(said)],
  }),
};
const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
const said = (spec) =>
  `${spec.file}:${spec.line} ${spec.title}\n${spec.tests.flatMap((t) => t.results.flatMap((x) => x.errors.map((e) => e.message))).join('\n')}`;
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const short = (text) => text.replaceAll(COLOURS, '').split('\n').slice(0, 8).map((line) => line.slice(0, 300)).join('\n    ');

const total = { passed: 0, failed: 0, skipped: 0 };
let missing = 0;
for (const [name, count] of Object.entries(readers)) {
  try {
    const counts = count(read(name));
    for (const key of Object.keys(total)) total[key] += counts[key];
    for (const failure of counts.failures ?? []) console.log(`- ${short(failure)}`);
  } catch (error) {
    missing++;
    console.error(`summary: no usable report ${name}: ${error.message}`);
  }
}
if (missing > 0) process.exit(1); // no total is better than a wrong one
if (total.skipped > 0) console.log(`${total.skipped} skipped`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
