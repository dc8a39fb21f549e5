import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { Api } from './pages/api';
import { PEOPLE, signIn } from './pages/session';

// One study from its case to the library, with axe on every page, by three people.
test.setTimeout(180_000);

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}`));
}

for (const [width, nth] of [
  [1280, 0],
  [820, 1],
] as const) {
  test(`a case that is over becomes a study that names nobody, read by a second person, at ${width} px`, async ({
    page,
    browser,
    request,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    const api = await Api.as(request, PEOPLE.coordinator);
    const over = await api.get<{ items: { id: string; number: string; subjectName: string }[] }>(
      '/cases?state=monitoring&state=closed&limit=20',
    );
    const named = over.items.filter((c) => c.subjectName);
    const c = named[nth];
    if (!c) throw new Error(`${named.length} cases that are over`);
    const title = `断られても通い続けた一年 ${width}`;

    // the coordinator begins it on the page of the case
    await signIn(page, PEOPLE.coordinator);
    await page.goto(`/cases/${c.id}`);
    await page.getByRole('button', { name: '事例をつくる' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '下書きを作る' }).click();
    const form = page.getByRole('form', { name: '事例の下書き' });
    await expect(form).toBeVisible();
    await expect(page.getByRole('textbox', { name: /^世帯のようす/ })).not.toHaveValue('');
    expect(await page.locator('main').innerText()).not.toContain(c.subjectName);
    expect(await faults(page)).toEqual([]);

    // a name is refused at its field, and nothing of what was typed is lost
    await form.getByRole('textbox', { name: /^題名/ }).fill(title);
    const learned = form.getByRole('textbox', { name: /^学んだこと/ });
    await learned.fill(`${c.subjectName}さんの力を信じること。`);
    await form.getByRole('textbox', { name: /^決まったこと/ }).fill('令和8年4月1日に役割を分けた。');
    await expect(page.getByRole('button', { name: '確認に出す' })).toBeDisabled();
    await form.getByRole('button', { name: '保存する' }).click();
    await expect(page.getByText(/個人が分かる言葉/).first()).toBeVisible();
    await expect(page.getByText(/日付（令和8年4月1日）があります/).first()).toBeVisible();
    await expect(learned).toHaveAttribute('aria-invalid', 'true');
    expect(await faults(page)).toEqual([]);
    await learned.fill('本人の力を信じること。');
    await form.getByRole('textbox', { name: /^決まったこと/ }).fill('三つの機関で役割を分けた。');
    await form.getByRole('button', { name: 'できごとを加える' }).click();
    await form
      .getByRole('textbox', { name: /^できごと/ })
      .last()
      .fill('検討会を開き、窓口を一つにした。');
    const days = form.getByRole('textbox', { name: /^最初の相談から/ }).last();
    await days.fill('三週間');
    await form.getByRole('button', { name: '保存する' }).click();
    await expect(page.getByText(/何日後かを数字で/)).toBeVisible();
    await expect(days).toBeFocused();
    await days.fill('９００日後');
    await form
      .getByRole('group', { name: /^世帯の特徴/ })
      .getByRole('checkbox', { name: '社会的孤立' })
      .check();
    await form.getByRole('button', { name: '保存する' }).click();
    await expect(page.getByText('下書きを保存しました')).toBeVisible();
    await page.screenshot({ path: `../var/study-form-${width}.png`, fullPage: true });
    const issue = form
      .getByRole('group', { name: /^お困りごと/ })
      .getByRole('checkbox', { checked: true })
      .first();
    const code = await issue.inputValue();
    await page.getByRole('button', { name: '確認に出す' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '確認に出す' }).click();
    await expect(page.getByText('確認に出しました')).toBeVisible();
    await expect(page.getByRole('button', { name: '公開する' })).toHaveCount(0); // not by its author
    const address = new URL(page.url()).pathname;

    // a second coordinator sends it back once, then publishes it
    const second = await browser.newContext({ viewport: { width, height: 900 } });
    const other = await second.newPage();
    await signIn(other, 'coordinator2@shakyo.example');
    await other.goto('/studies?shelf=review');
    await other.getByRole('link', { name: title }).click();
    await other.getByRole('button', { name: '差し戻す' }).click();
    await other.getByRole('textbox', { name: /差し戻しの理由/ }).fill('もう少し短くしてください。');
    await other.getByRole('dialog').getByRole('button', { name: '差し戻す' }).click();
    await expect(other.getByText('差し戻しました')).toBeVisible();
    await expect(other).toHaveURL(/shelf=review/);
    await expect(other.getByRole('link', { name: title })).toHaveCount(0);
    await page.reload();
    await expect(page.getByText('もう少し短くしてください。')).toBeVisible();
    await page.getByRole('button', { name: '確認に出す' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '確認に出す' }).click();
    await expect(page.getByText('確認に出しました')).toBeVisible();
    await other.goto(address);
    await expect(other.getByText('検討会を開き、窓口を一つにした。')).toBeVisible();
    await expect(other.getByText('およそ30か月後')).toBeVisible();
    expect(await faults(other)).toEqual([]);
    await other.getByRole('button', { name: '公開する' }).click();
    await other.getByRole('dialog').getByRole('button', { name: '公開する' }).click();
    await expect(other.getByText('公開しました')).toBeVisible();
    await second.close();

    // a worker finds it by its issue, and no way back to the case
    const third = await browser.newContext({ viewport: { width, height: 900 } });
    const reader = await third.newPage();
    await signIn(reader, PEOPLE.yorisoi);
    await reader.goto('/studies');
    await reader.getByRole('combobox', { name: 'お困りごと' }).selectOption(code);
    await expect(reader).toHaveURL(/issues=/);
    await reader.getByRole('combobox', { name: '世帯の特徴' }).selectOption('isolation');
    await expect(reader.getByRole('link', { name: title })).toBeVisible();
    await reader.getByRole('combobox', { name: '世帯の特徴' }).selectOption('ex_offender');
    await expect(reader.getByText('当てはまる事例はありません')).toBeVisible();
    await reader.getByRole('button', { name: /刑余者/ }).click();
    expect(await faults(reader)).toEqual([]);
    await expect(reader.getByRole('link', { name: title })).toBeVisible();
    await reader.screenshot({ path: `../var/studies-${width}.png`, fullPage: true });
    await reader.getByRole('link', { name: title }).click();
    await expect(reader.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expect(reader.getByText('もとのケース')).toHaveCount(0);
    await expect(reader.getByText('書いた人')).toHaveCount(0);
    expect(await reader.locator('main').innerText()).not.toContain(c.number);
    expect(await faults(reader)).toEqual([]);
    await reader.screenshot({ path: `../var/study-${width}.png`, fullPage: true });
    await third.close();
  });
}
