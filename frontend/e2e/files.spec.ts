import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { Api, household8050 } from './pages/api';
import { PEOPLE, signIn } from './pages/session';

/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');

test.setTimeout(120_000);

async function clean(page: Page, name: string) {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(found.violations, name).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
  expect(wide, `${name} is wider than the window`).toBe(false);
}

for (const width of [1280, 820]) {
  test(`a file is attached, looked at, taken away on a ground, and removed with a reason, at ${width} px`, async ({
    page,
    request,
  }) => {
    const api = await Api.as(request, PEOPLE.houkatsu);
    const { caseId } = await api.file(household8050(`見本 檜${Date.now() % 100_000}`, 'みほん ひのき'));
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, PEOPLE.houkatsu);
    await page.goto(`/cases/${caseId}?tab=files`);
    await expect(page.getByText('添付されているファイルはありません')).toBeVisible();
    await clean(page, 'no files');

    const picker = page.getByTestId('file-drop').locator('input[type=file]');
    await picker.setInputFiles([
      { name: '部屋の写真.png', mimeType: 'image/png', buffer: PNG },
      { name: '診断書.pdf', mimeType: 'application/pdf', buffer: PNG },
    ]);
    const refused = page.getByTestId('file-error');
    await expect(refused).toContainText('診断書.pdf');
    await expect(refused).toContainText('画像（PNG）');
    const row = page.getByTestId('file');
    await expect(row).toHaveCount(1);
    await expect(row).toContainText('部屋の写真.png');
    await clean(page, 'one taken, one refused');

    await page.getByRole('button', { name: '「部屋の写真.png」を見る' }).click();
    await expect(page.getByRole('img', { name: '「部屋の写真.png」の画像' })).toBeVisible();
    await clean(page, 'preview');
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: '「部屋の写真.png」をダウンロード' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /そのほかの相手に渡す/ }).check();
    await dialog.getByRole('textbox', { name: /相手の名前/ }).fill('見本病院');
    await dialog.getByRole('radio', { name: /生命・身体・財産の保護/ }).check();
    await clean(page, 'ground of the download');
    const coming = page.waitForEvent('download');
    await dialog.getByRole('button', { name: '記録してダウンロード' }).click();
    expect((await coming).suggestedFilename()).toBe('部屋の写真.png');
    await page.goto(`/cases/${caseId}?tab=sharing`);
    await expect(page.getByRole('rowheader', { name: '見本病院' })).toBeVisible();

    await page.goto(`/cases/${caseId}?tab=files`);
    await page.getByRole('button', { name: '「部屋の写真.png」を削除' }).click();
    await dialog.getByRole('button', { name: '削除する' }).click();
    await expect(dialog.getByText('削除の理由を入力してください。').first()).toBeVisible();
    await dialog.getByRole('textbox', { name: /削除の理由/ }).fill('別の世帯の写真だった');
    await dialog.getByRole('button', { name: '削除する' }).click();
    await expect(page.getByText('添付されているファイルはありません')).toBeVisible();
  });
}

test('a consent whose document is refused is kept, and the document may be tried again', async ({ page, request }) => {
  const name = `見本 樅${Date.now() % 100_000}`;
  const api = await Api.as(request, PEOPLE.houkatsu);
  const { caseId } = await api.file(household8050(name, 'みほん もみ'));
  await signIn(page, PEOPLE.houkatsu);
  await page.goto(`/cases/${caseId}?tab=sharing`);
  const person = page.getByRole('listitem', { name });
  await person.getByRole('button', { name: '同意の範囲を変える' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: '書面' }).check();
  await dialog
    .getByLabel('同意書などの写し')
    .setInputFiles({ name: '同意書.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html></html>') });
  await dialog.getByRole('button', { name: '記録する', exact: true }).click();
  await expect(dialog.getByText('同意は記録しました。文書だけが、まだ添付されていません。')).toBeVisible();
  const paper = dialog.getByLabel('同意書などの写し');
  await expect(paper).toHaveAttribute('aria-invalid', 'true');
  await clean(page, 'document refused');
  await paper.setInputFiles({ name: '同意書.pdf', mimeType: 'application/pdf', buffer: PDF });
  await dialog.getByRole('button', { name: '文書を添付する' }).click();
  await expect(dialog).toHaveCount(0);
  await person.getByText('これまでの記録（2件）').click(); // written down once, however often the document was tried
  await expect(page.getByText('同意書.pdf').first()).toBeVisible();
});
