import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { Api, household8050 } from './pages/api';
import { PEOPLE, signIn } from './pages/session';

test.setTimeout(180_000);

async function clean(page: Page, name: string) {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(found.violations, name).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
  expect(wide, `${name} is wider than the window`).toBe(false);
}

for (const width of [1280, 820]) {
  test(`a conference is proposed on its page; what lacks is said, an evening is asked, at ${width} px`, async ({
    page,
    request,
  }) => {
    const api = await Api.as(request, PEOPLE.houkatsu);
    const { caseId } = await api.file(household8050(`見本 楓${Date.now() % 100_000}`, 'みほん かえで'));
    await api.post(`/cases/${caseId}/escalate`, { reason: 'no_support_menu' }, await api.etag(`/cases/${caseId}`));
    await page.setViewportSize({ width, height: 1000 });
    await signIn(page, PEOPLE.coordinator);
    await page.goto(`/conferences/new?caseId=${caseId}`);
    await expect(page.getByRole('heading', { level: 1, name: '会議を開く' })).toBeVisible();
    await clean(page, 'empty proposal');
    const send = page.getByRole('button', { name: '日程をたずねる' });
    await send.click();
    for (const missing of ['開催の根拠を選んでください', '会議の目的を入力してください']) {
      await expect(page.getByText(missing).first()).toBeVisible();
    }
    await clean(page, 'what lacks');

    await page
      .getByRole('radio', { name: /社会福祉法/ })
      .first()
      .check();
    await page.getByRole('textbox', { name: /目的/ }).fill('役割分担を決める');
    await page.getByRole('textbox', { name: '開始' }).first().fill('20:00');
    await page.getByRole('textbox', { name: '終了' }).first().fill('21:00');
    await page.getByRole('button', { name: 'このケースに関わる機関をまとめて追加' }).click();
    await send.click();
    const sure = page.getByRole('checkbox', { name: 'この日時で提案する' });
    await expect(sure).toBeVisible();
    await clean(page, 'an evening is asked');
    await sure.check();
    await send.click();
    await expect(page).toHaveURL(/\/conferences\/[0-9a-f-]{36}/);
    await expect(page.getByRole('heading', { name: /日程の回答（0／1件が回答）/ })).toBeVisible();
    await clean(page, 'polling');

    await page.goto('/conferences?view=month');
    await clean(page, 'calendar');
  });
}
