import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost:8080/' } },
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['./src/testing/setup.ts'],
    restoreMocks: true,
    // Accessibility checks of a whole page take seconds where the database tests run beside them.
    testTimeout: 30_000,
    // Two cores are shared with the database tests.
    maxWorkers: 2,
    env: { TZ: 'Asia/Tokyo', DEBUG_PRINT_LIMIT: '0' },
  },
});
