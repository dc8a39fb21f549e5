import type { BrowserContext, Locator, Page } from '@playwright/test';

/** Every demonstration account has this password. */
const PASSWORD = 'tsunagu-demo-2026';

/** The form of a つなぐシート, as a worker uses it. */
export class SheetFormPage {
  constructor(readonly page: Page) {}

  /** Signs in and opens an empty sheet. */
  static async openNew(page: Page, email = 'worker@houkatsu-naka.example'): Promise<SheetFormPage> {
    await signIn(page, email, '/sheets/new');
    const form = new SheetFormPage(page);
    await form.heading.waitFor();
    return form;
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1, name: 'つなぐシートを書く' });
  }

  /** A field by its place in the document, such as `subject.name`. */
  field(name: string): Locator {
    return this.page.locator(`form [name="${name}"]`).first();
  }

  get saveState(): Locator {
    return this.page.locator('p[role="status"][data-status]');
  }

  async saved(): Promise<void> {
    await this.page.locator('p[role="status"][data-status="saved"]').waitFor();
  }

  /** The id the sheet has on the server, once it has one. */
  async sheetId(): Promise<string> {
    await this.page.waitForURL(/\/sheets\/[0-9a-f-]{36}\/edit/);
    return this.page.url().split('/').at(-2) ?? '';
  }

  /** What filing needs at least, besides the name. */
  async fillTheRest(): Promise<void> {
    await this.page.getByRole('radio', { name: '来所' }).check();
    await this.page.getByRole('checkbox', { name: '介護のこと' }).check();
    await this.page.getByRole('checkbox', { name: '収入・仕事のこと' }).check();
    await this.page.getByRole('checkbox', { name: /利用目的を本人/ }).check();
    await this.page.getByRole('button', { name: '残りの方を「未確認」にする' }).click();
  }

  /** The dialog before filing: decides that candidates, if any, are other households, and files. */
  async confirmFiling(): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: '提出の確認' });
    await dialog.waitFor();
    const other = dialog.getByRole('button', { name: 'どれも別の世帯です' });
    if (await other.isVisible()) await other.click();
    await dialog.getByRole('button', { name: '提出する', exact: true }).click();
    await this.page.getByRole('dialog', { name: '提出しました' }).waitFor();
  }
}

/** Signs in on the sign-in page and arrives at `to`. */
export async function signIn(page: Page, email: string, to: string): Promise<void> {
  await page.goto(`/sign-in?to=${encodeURIComponent(to)}`);
  await page.getByLabel('メールアドレス').fill(email);
  await page.locator('input[type="password"]').fill(PASSWORD);
  await page.getByRole('button', { name: 'サインイン', exact: true }).click();
}

/** Types through an input method: composes the reading, then confirms the conversion. */
export async function compose(page: Page, context: BrowserContext, reading: string, text: string): Promise<void> {
  const input = await context.newCDPSession(page);
  for (let n = 1; n <= reading.length; n += 1) {
    const part = reading.slice(0, n);
    await input.send('Input.imeSetComposition', { text: part, selectionStart: n, selectionEnd: n });
  }
  await input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await input.send('Input.insertText', { text });
  await input.detach();
}
