import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { compose, SheetFormPage, signIn } from './pages/SheetFormPage';

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)}`));
}

test('a sheet is written with the keyboard, saved by itself, and filed with Ctrl+Enter', async ({ page, context }) => {
  const form = await SheetFormPage.openNew(page);
  await test.step('nothing is made before something is written', async () => {
    await page.goto('/sheets?state=draft');
    const before = await page.getByText(/件のうち/).textContent();
    await page.getByRole('link', { name: '新しいシート' }).click();
    await form.heading.waitFor();
    await page.goto('/sheets?state=draft');
    await expect(page.getByText(/件のうち/)).toHaveText(before ?? '');
    await page.getByRole('link', { name: '新しいシート' }).click();
    await form.heading.waitFor();
  });

  await test.step('the reading fills itself while the name is composed', async () => {
    await form.field('subject.name').focus();
    await compose(page, context, 'にしむら', '西村');
    await page.keyboard.type(' ');
    await compose(page, context, 'とみえ', '富江');
    await expect(form.field('subject.name')).toHaveValue('西村 富江');
    await expect(form.field('subject.kana')).toHaveValue('にしむら とみえ');
  });

  await test.step('Enter submits nothing', async () => {
    await page.keyboard.press('Enter');
    await form.field('householdSize').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(form.heading).toBeVisible();
  });

  await test.step('Ctrl+Enter says what is missing and leads there', async () => {
    await page.keyboard.press('Control+Enter');
    const summary = page.getByRole('alert').filter({ hasText: '提出までにあと' });
    await expect(summary).toBeFocused();
    await summary.getByRole('link', { name: 'お困りごとを1つ以上' }).click();
    await expect(page.getByRole('checkbox', { name: '病気・医療のこと' })).toBeFocused();
  });

  await page.locator('[id="subject.birth.date"]').fill('S15.4.2');
  await page.locator('[id="subject.birth.date"]').blur();
  await expect(page.getByText('昭和15年4月2日（1940年）')).toBeVisible();
  await form.fillTheRest();
  await form.saved();
  await form.sheetId();
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await form.confirmFiling();
  await expect(page.getByText(/ケース番号 R\d+-\d+/)).toBeVisible();
  await page.getByRole('link', { name: 'ケースを開く' }).click();
  await expect(page).toHaveURL(/\/cases\/[0-9a-f-]{36}/);
});

test('a closed tab loses nothing', async ({ page, context }) => {
  const form = await SheetFormPage.openNew(page);
  await form.field('subject.name').fill('閉じる 人');
  await form.saved();
  const id = await form.sheetId();
  // Closed at once: no pause, no blur, and the question whether to leave is answered with yes.
  page.on('dialog', (d) => void d.accept());
  const closed = page.waitForEvent('close');
  await form.field('request').pressSequentially('電気が止まりそう');
  await page.close({ runBeforeUnload: true });
  await closed;

  const again = new SheetFormPage(await context.newPage());
  await expect(async () => {
    await again.page.goto(`/sheets/${id}/edit`);
    await expect(again.field('request')).toHaveValue('電気が止まりそう', { timeout: 2_000 });
  }).toPass();
  await expect(again.field('subject.name')).toHaveValue('閉じる 人');
});

test('a name pasted in half-width kana becomes full width, and gives its reading', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const form = await SheetFormPage.openNew(page);
  await page.evaluate(() => navigator.clipboard.writeText('ﾀﾁﾊﾞﾅ ﾖｼｺ'));
  await form.field('subject.name').focus();
  await page.keyboard.press('Control+V');
  await page.keyboard.press('Tab');
  await expect(form.field('subject.name')).toHaveValue('タチバナ ヨシコ');
  await expect(form.field('subject.kana')).toHaveValue('たちばな よしこ');
});

test('without connection text stays on the device and goes when it is back', async ({ page, context }) => {
  const form = await SheetFormPage.openNew(page);
  await form.field('subject.name').fill('圏外 太郎');
  await form.saved();
  const id = await form.sheetId();
  await context.setOffline(true);
  await form.field('wishes').fill('家で暮らしたい');
  await form.field('wishes').blur();
  await expect(form.saveState).toHaveAttribute('data-status', 'offline');
  expect(await plainCopies(page)).not.toContain('家で暮らしたい');
  await context.setOffline(false);
  await form.saved();
  await page.goto(`/sheets/${id}/edit`);
  await expect(form.field('wishes')).toHaveValue('家で暮らしたい');
});

test('a session that ends while somebody writes loses nothing', async ({ page }) => {
  const form = await SheetFormPage.openNew(page);
  await form.field('subject.name').fill('期限 切れ');
  await form.saved();
  await page.route('**/api/v1/sessions/refresh', (route) => route.fulfill({ status: 401, body: '{}' }), { times: 1 });
  await page.route('**/api/v1/sheets/*', (route) => route.fulfill({ status: 401, body: '{}' }), { times: 1 });
  await form.field('request').fill('サインインが切れても残る');
  await form.field('request').blur();
  const dialog = page.getByRole('dialog', { name: 'もう一度サインインしてください' });
  await dialog.getByLabel('パスワード').fill('tsunagu-demo-2026');
  await dialog.getByRole('button', { name: '続ける' }).click();
  await form.saved();
  const id = await form.sheetId();
  await page.goto(`/sheets/${id}/edit`);
  await expect(form.field('request')).toHaveValue('サインインが切れても残る');
});

test('leaving saves first, and asks only when it cannot', async ({ page, context }) => {
  const form = await SheetFormPage.openNew(page);
  await form.field('subject.name').fill('離れる 人');
  await page.getByRole('link', { name: 'つなぐシート', exact: true }).click();
  await expect(page.getByRole('link', { name: '離れる 人' }).first()).toBeVisible();
  await page.getByRole('link', { name: '離れる 人' }).first().click();
  await form.saved();
  await context.setOffline(true);
  await form.field('wishes').fill('まだ送れていない');
  await page.getByRole('link', { name: 'つなぐシート', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '保存できていない内容があります' });
  await dialog.getByRole('button', { name: 'この画面に残る' }).click();
  await expect(form.field('wishes')).toHaveValue('まだ送れていない');
  await context.setOffline(false);
  await form.saved();
});

/** Everything this origin keeps in the browser, as text. */
function plainCopies(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const open = indexedDB.open('tsunagu-drafts');
    const db = await new Promise<IDBDatabase>((done) => {
      open.onsuccess = () => done(open.result);
    });
    const all = db.transaction('drafts').objectStore('drafts').getAll();
    const rows = await new Promise<{ data: ArrayBuffer }[]>((done) => {
      all.onsuccess = () => done(all.result);
    });
    if (rows.length === 0) throw new Error('no copy was kept');
    const texts = rows.map((r) => new TextDecoder().decode(r.data));
    return JSON.stringify([rows, texts, { ...localStorage }, { ...sessionStorage }]);
  });
}

test('two people on one draft: apart it merges, on the same line it asks', async ({ page, browser }) => {
  const form = await SheetFormPage.openNew(page);
  await form.field('subject.name').fill('二人 花子');
  await form.field('request').fill('もとの文');
  await form.saved();
  const id = await form.sheetId();

  const other = await browser.newContext();
  const theirs = new SheetFormPage(await other.newPage());
  await signIn(theirs.page, 'worker2@houkatsu-naka.example', `/sheets/${id}/edit`);
  await expect(theirs.field('request')).toHaveValue('もとの文');
  await theirs.field('wishes').fill('相手が書いた暮らし');
  await theirs.field('request').fill('相手の文');
  await theirs.field('request').blur();
  await theirs.saved();
  await other.close();

  await form.field('request').fill('自分の文');
  await form.field('request').blur();
  const dialog = page.getByRole('dialog', { name: /ほかの人も同じ項目を変更しました/ });
  await expect(dialog).toContainText('相手の文');
  await expect(dialog).toContainText('自分の文');
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByRole('radio', { name: /ほかの人の入力/ }).check();
  await dialog.getByRole('button', { name: 'この内容で保存する' }).click();
  await form.saved();
  await expect(form.field('request')).toHaveValue('相手の文');
  await expect(form.field('wishes')).toHaveValue('相手が書いた暮らし');
});

test('a filed sheet is read, amended with a reason, compared and printed', async ({ page }) => {
  const form = await SheetFormPage.openNew(page);
  await form.field('subject.name').fill('訂正 桜子');
  await form.field('request').fill('夫の介護に疲れている');
  await form.fillTheRest();
  await form.saved();
  const id = await form.sheetId();
  await page.keyboard.press('Control+Enter');
  await form.confirmFiling();

  await page.goto(`/sheets/${id}`);
  await expect(page.getByText('夫の介護に疲れている')).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);

  await page.getByRole('link', { name: '訂正する' }).click();
  await form.field('request').fill('父の介護に疲れている');
  await page.getByRole('textbox', { name: /訂正の理由/ }).fill('聞き間違い');
  await page.getByRole('button', { name: '訂正する', exact: true }).click();
  await expect(page.getByText('父の介護に疲れている')).toBeVisible();
  await page.getByRole('button', { name: '違いを見る' }).click();
  const diff = page.getByRole('dialog', { name: '第1版と第2版の違い' });
  await expect(diff.locator('del')).toHaveText('夫の介護に疲れている');
  await expect(diff.locator('ins')).toHaveText('父の介護に疲れている');

  await page.goto(`/print/sheets/${id}`);
  await expect(page.getByRole('heading', { name: 'つなぐシート' })).toBeVisible();
  await expect(page.getByText('父の介護に疲れている')).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
});

test('the same person is seen while the sheet is written', async ({ page }) => {
  const first = await SheetFormPage.openNew(page);
  const name = `照合 ${Date.now().toString(36)}`;
  await first.field('subject.name').fill(name);
  await first.field('subject.phoneHome').fill('086-999-0123');
  await first.fillTheRest();
  await first.saved();
  await page.keyboard.press('Control+Enter');
  await first.confirmFiling();

  await page.goto('/sheets/new');
  await first.field('subject.name').fill(name);
  await first.field('subject.phoneHome').fill('０８６９９９０１２３');
  await first.saved();
  const panel = page.getByRole('region', { name: /同じ方・同じ世帯かもしれません/ });
  await expect(panel).toContainText('氏名が同じです');
  await panel
    .getByRole('button', { name: /並べて確かめる/ })
    .first()
    .click();
  await page.getByRole('button', { name: '同じ世帯：このケースに加える' }).click();
  await first.fillTheRest();
  await first.saved();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'このケースに加えて提出する' }).click();
  await expect(page.getByRole('dialog', { name: '提出しました' })).toBeVisible();
});
