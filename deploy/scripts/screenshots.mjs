// screenshots.mjs DIRECTORY [PICTURES] — every page of the SPA at 1280 and 820 px, as a worker and as a coordinator see it.
// Pages are taken from the route tree; one with a parameter is found by following links. TSUNAGU_E2E_URL says where
// the program is (with-server.sh sets it). Says which pages no link led to. PICTURES gets those the README shows.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const { chromium } = createRequire(join(root, 'frontend/package.json'))('@playwright/test');
const base = process.env.TSUNAGU_E2E_URL ?? 'http://127.0.0.1:8080';
const out = resolve(process.argv[2] ?? 'var/screenshots');
const pictures = process.argv[3] && resolve(process.argv[3]);
/** The README's pictures: one screen each, of a worker. */
const shownInReadme = { '/': 'home', '/agencies': 'agencies', '/cases/$caseId': 'case', '/sheets/$sheetId': 'sheet' };
const password = process.env.TSUNAGU_DEMO_PASSWORD ?? 'tsunagu-demo-2026';
const people = {
  worker: process.env.TSUNAGU_DEMO_WORKER ?? 'worker@houkatsu-naka.example',
  coordinator: process.env.TSUNAGU_DEMO_COORDINATOR ?? 'coordinator@shakyo.example',
};
const widths = { 1280: 800, 820: 1180 };

const tree = readFileSync(join(root, 'frontend/src/app/routeTree.gen.ts'), 'utf8');
const union = /fullPaths:\s*([^;]+);/.exec(tree)?.[1] ?? '';
const routes = [...union.matchAll(/'([^']+)'/g)].map((m) => (m[1] === '/' ? '/' : m[1].replace(/\/$/, '')));
if (routes.length === 0) throw new Error('no pages found in the route tree');

const patternOf = (route) => new RegExp(`^${route.replace(/[.*+?^{}()|[\]\\]/g, '\\$&').replace(/\$\w+/g, '[^/]+')}$`);
// A page without parameters wins over one whose parameter would swallow it (/cases/new and /cases/$caseId).
// Frames, the parts' catalogue and any other address are no pages; a first password is asked of nobody here.
const noPages = ['/$', '/print', '/styleguide', '/new-password', '/second-factor'];
const ordered = [...new Set(routes)].filter((r) => !noPages.includes(r)).sort((a, b) => Number(a.includes('$')) - Number(b.includes('$')));
const routeOf = (path) => ordered.find((route) => patternOf(route).test(path));
const nameOf = (route) => (route === '/' ? 'home' : route.slice(1).replaceAll('/', '-').replaceAll('$', ''));

const browser = await chromium.launch({
  executablePath: process.env.TSUNAGU_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
const shown = new Set();
try {
  for (const [person, email] of Object.entries(people)) await walk(person, email);
} finally {
  await browser.close();
}
const unseen = ordered.filter((route) => !shown.has(route));
console.log(`${shown.size} of ${ordered.length} pages are in ${out}`);
if (unseen.length > 0) console.log(`no link led to: ${unseen.join(' ')}`);
if (shown.size === 0) process.exit(1);

async function walk(person, email) {
  const page = await browser.newPage({
    baseURL: base,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
  });
  mkdirSync(join(out, person), { recursive: true });
  await shoot(page, person, '/sign-in', '/sign-in');
  await page.fill('input[name=email]', email);
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  const waiting = new Map(ordered.filter((r) => !r.includes('$') && r !== '/sign-in').map((r) => [r, r]));
  const seen = new Set(['/sign-in']);
  for (const [route, path] of waiting) {
    if (seen.has(route)) continue;
    seen.add(route);
    await shoot(page, person, route, path);
    for (const href of await page.locator('a[href^="/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
      const found = routeOf(new URL(href, base).pathname);
      if (found && !waiting.has(found)) waiting.set(found, href); // a Map walks what is added while walking
    }
  }
  await page.close();
}

async function shoot(page, person, route, path) {
  for (const [width, height] of Object.entries(widths)) {
    await page.setViewportSize({ width: Number(width), height });
    await page.goto(path, { waitUntil: 'domcontentloaded' });
    // Live updates keep a connection open, so "network idle" never comes: wait for the page's own heading and no waiting part.
    await page.locator('h1').first().waitFor({ timeout: 15_000 }).catch(() => Promise.reject(new Error(`no heading on ${path}`)));
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(out, person, `${nameOf(route)}-${width}.png`), fullPage: true });
    const picture = shownInReadme[route];
    if (pictures && picture && person === 'worker' && width === '1280') {
      await page.evaluate(() => window.scrollTo(0, 0));
      await page.screenshot({ path: join(pictures, `${picture}.png`) });
    }
  }
  shown.add(route);
}
