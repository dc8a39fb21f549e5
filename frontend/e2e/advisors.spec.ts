import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { Api, household8050 } from './pages/api';
import { PEOPLE, signIn } from './pages/session';

test.setTimeout(120_000);

async function clean(page: Page, name: string) {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(found.violations, name).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
  expect(wide, `${name} is wider than the window`).toBe(false);
}

async function as(browser: Browser, email: string, width: number): Promise<Page> {
  const context = await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.setViewportSize({ width, height: 1000 });
  await signIn(page, email);
  return page;
}

test('an advisor is asked for, chosen, agrees, advises, follows up, and what was learned stays without names', async ({
  page,
  browser,
  request,
}) => {
  const name = `見本 椿${Date.now() % 100_000}`;
  const api = await Api.as(request, PEOPLE.houkatsu);
  const { caseId } = await api.file(household8050(name, 'みほん つばき'));
  await api.post(`/cases/${caseId}/escalate`, { reason: 'no_support_menu' }, await api.etag(`/cases/${caseId}`));
  const dialog = page.getByRole('dialog');

  await signIn(page, PEOPLE.houkatsu);
  await page.goto(`/cases/${caseId}`);
  await page.getByRole('button', { name: 'アドバイザーの派遣を依頼' }).click();
  await dialog.getByRole('textbox', { name: /聞きたいこと/ }).fill(`${name}さんへの関わりの始め方`);
  await dialog.getByRole('radio', { name: /会議同席/ }).check();
  await dialog.getByRole('group', { name: /^分野/ }).getByRole('checkbox').first().check();
  await dialog.getByRole('radio', { name: /生命・身体・財産の保護/ }).check();
  await dialog.getByRole('button', { name: '依頼する', exact: true }).click();
  await expect(dialog.getByText(/見本/).first()).toBeVisible(); // a name in the question is pointed at
  await dialog.getByRole('textbox', { name: /聞きたいこと/ }).fill('八十代の母と五十代の息子の世帯への関わりの始め方');
  await clean(page, 'request');
  await dialog.getByRole('button', { name: '依頼する', exact: true }).click();
  await expect(page.getByText('派遣を依頼しました')).toBeVisible();
  const { items } = await api.get<{ items: { id: string }[] }>(`/dispatches?caseId=${caseId}`);
  const place = `/dispatches/${items[0]?.id}`;

  const desk = await as(browser, PEOPLE.coordinator, 1280);
  await desk.goto(place);
  await clean(desk, 'dispatch');
  await desk.getByRole('button', { name: 'アドバイザーを選ぶ' }).click();
  const choose = desk.getByRole('dialog');
  await choose.getByRole('radio', { name: /助言 心/ }).check();
  await clean(desk, 'choice');
  await choose.getByRole('button', { name: '打診する' }).click();
  await expect(desk.getByText('打診中').first()).toBeVisible();

  const advisor = await as(browser, 'advisor@kokoro.example', 820);
  await expect(advisor.getByText('いま待っている派遣はありません。')).toHaveCount(0);
  await advisor.goto(place);
  await expect(advisor.getByText('派遣の打診が届いています')).toBeVisible();
  await expect(advisor.getByText(name)).toHaveCount(0);
  await clean(advisor, 'asked');
  await advisor.getByRole('button', { name: '派遣を引き受ける' }).click();
  const own = advisor.getByRole('dialog');
  await own.getByRole('button', { name: '引き受ける', exact: true }).click();
  await expect(own.getByText('約束に同意してください。').first()).toBeVisible();
  await own.getByRole('checkbox', { name: /ほかの人に話しません/ }).check();
  await own.getByRole('button', { name: '引き受ける', exact: true }).click();
  await expect(own).toHaveCount(0); // answered: leaving the page earlier would cut the request off
  await advisor.goto(`/cases/${caseId}`);
  await expect(advisor.getByText(name).first()).toBeVisible();
  await advisor.goto(place);
  await advisor.getByRole('button', { name: '助言を記録' }).click();
  await own.getByRole('textbox', { name: /内容/ }).fill('息子のいる部屋の前で、短く声をかけつづける。');
  await own.getByRole('button', { name: '記録する' }).click();
  await expect(advisor.getByText(/あと2回できます/)).toBeVisible();
  await advisor.getByRole('button', { name: 'フォローを記録' }).click();
  await own.getByRole('textbox', { name: /内容/ }).fill('返事があるようになった。');
  await own.getByRole('button', { name: '記録する' }).click();
  await expect(advisor.getByText(/あと1回できます/)).toBeVisible();
  await clean(advisor, 'advised');

  await desk.goto(place);
  await desk.getByRole('button', { name: '派遣を完了' }).click();
  await choose.getByRole('checkbox', { name: /助言の事例として残す/ }).check();
  await choose.getByRole('textbox', { name: /見出し/ }).fill('閉じた戸の前で');
  await choose.getByRole('textbox', { name: /助言のまとめ/ }).fill(`${name}さんには短く声をかける。`);
  await choose.getByRole('button', { name: '完了する' }).click();
  await expect(choose.getByText(/見本/).first()).toBeVisible(); // no names in what stays
  await choose.getByRole('textbox', { name: /助言のまとめ/ }).fill('短い声かけを毎週つづけ、返事を待つ。');
  await choose.getByRole('button', { name: '完了する' }).click();
  await expect(desk.getByText('派遣を完了しました')).toBeVisible();
  await desk.context().close();

  await advisor.goto(`/cases/${caseId}`);
  await expect(advisor.getByText(name)).toHaveCount(0);
  await advisor.context().close();
  await page.goto('/advice?q=声かけ');
  await expect(page.getByText('閉じた戸の前で')).toBeVisible();
  await clean(page, 'library');
});
