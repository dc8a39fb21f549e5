import { expect, type Page } from '@playwright/test';

/** The password of every demonstration account. */
export const PASSWORD = 'tsunagu-demo-2026';

export const PEOPLE = {
  houkatsu: 'worker@houkatsu-naka.example',
  yorisoi: 'worker@yorisoi.example',
  kikan: 'worker@kikan-shogai.example',
  coordinator: 'coordinator@shakyo.example',
} as const;

export async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('メールアドレス').fill(email);
  await page.getByLabel('パスワード', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'サインイン', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'ホーム' })).toBeVisible();
}
