import { defineConfig } from '@playwright/test';

/** End-to-end tests run against a program that is already up (make test starts it); TSUNAGU_E2E_URL says where. */
export default defineConfig({
  testDir: './e2e',
  fullyParallel: false,
  workers: 1,
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: process.env.TSUNAGU_E2E_URL ?? 'http://127.0.0.1:8080',
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1280, height: 800 },
    serviceWorkers: 'block',
    trace: 'off', // a third of the time; to look at a failure: make e2e ARGS="--trace retain-on-failure"
    launchOptions: {
      executablePath: process.env.TSUNAGU_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
