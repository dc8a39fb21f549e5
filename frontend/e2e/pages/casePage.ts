import { expect, type Locator, type Page } from '@playwright/test';

/** The page of one case, as a person uses it. */
export class CasePage {
  constructor(private readonly page: Page) {}

  async open(caseId: string): Promise<void> {
    await this.page.goto(`/cases/${caseId}`);
    await expect(this.page.getByRole('tablist', { name: 'ケースの内容' })).toBeVisible();
  }

  async tab(name: 'あらまし' | 'つなぎ' | '経過' | '担当の履歴'): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }

  /** The card of the handoff to an agency. */
  handoffTo(agency: string): Locator {
    return this.page.getByRole('article', { name: new RegExp(`から${agency}へのつなぎ`) });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  async chooseReceiver(agency: string): Promise<void> {
    const box = this.dialog.getByRole('combobox', { name: /相談機関一覧からさがす/ });
    await box.fill(agency);
    await this.dialog.getByRole('option', { name: new RegExp(agency) }).click();
    await expect(this.receiver(agency)).toBeVisible();
  }

  receiver(agency: string): Locator {
    return this.dialog.getByRole('listitem').filter({ has: this.page.getByRole('heading', { name: agency }) });
  }

  async say(agency: string, ask: '主担当をお願いする' | 'いっしょに支援をお願いする', reason: string, request: string) {
    const card = this.receiver(agency);
    await card.getByRole('radio', { name: new RegExp(ask) }).check();
    await card.getByRole('textbox', { name: /この機関につなぐ理由/ }).fill(reason);
    await card.getByRole('textbox', { name: /お願いしたいこと/ }).fill(request);
  }
}
