import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { useState } from 'react';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { setUpClient } from '@/api/client';
import type { AgencyRef } from '@/api/generated';
import { dropSession } from '@/api/session';
import { axeFaults, renderUi } from '@/testing/render';
import { AgencyListPage } from './AgencyListPage';
import { AgencyPage } from './AgencyPage';
import { AgencyPicker } from './AgencyPicker';
import { AgencySuggestions } from './AgencySuggestions';
import { houkatsu, houkatsuInFull, reference, yorisoi } from './fixtures';
import { ImportPage } from './ImportPage';
import type { AgencySearchState } from './search';

const API = 'http://localhost:8080/api/v1';
const server = setupServer();
beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
  setUpClient(() => 'ja');
});
beforeEach(() => {
  dropSession();
  server.use(
    http.get(`${API}/reference`, () => HttpResponse.json(reference)),
    http.get(`${API}/agencies`, ({ request }) => {
      const q = new URL(request.url).searchParams.get('q') ?? '';
      const items = [houkatsu, yorisoi].filter((a) => a.name.includes(q) || a.kana.includes(q));
      return HttpResponse.json({ items, total: items.length });
    }),
  );
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function Picked({ onChange, exclude }: { onChange?: (a: AgencyRef | undefined) => void; exclude?: string[] }) {
  const [value, setValue] = useState<AgencyRef>();
  return (
    <AgencyPicker
      label="つなぐ先"
      name="to"
      value={value}
      exclude={exclude}
      onChange={(a) => {
        setValue(a);
        onChange?.(a);
      }}
    />
  );
}

describe('picking an agency', () => {
  it('finds by reading, is chosen with arrow and Enter, and gives focus back when taken away', async () => {
    const { user, container } = await renderUi(<Picked />);
    const box = screen.getByRole('combobox', { name: 'つなぐ先' });
    await user.type(box, 'さぽーと');
    await screen.findByRole('option', { name: /見本サポートセンター.*市内全域/ });
    await waitFor(() => expect(screen.queryByRole('option', { name: /包括/ })).toBeNull());
    const option = screen.getByRole('option', { name: /見本サポートセンター/ });
    await user.keyboard('{ArrowDown}');
    expect(box).toHaveAttribute('aria-activedescendant', option.id);
    expect(await axeFaults(container)).toEqual([]);
    await user.keyboard('{Enter}');
    expect(screen.getByRole('textbox', { name: 'つなぐ先' })).toHaveValue('見本サポートセンター');
    await user.click(screen.getByRole('button', { name: '見本サポートセンターを取り消す' }));
    await waitFor(() => expect(screen.getByRole('combobox', { name: 'つなぐ先' })).toHaveFocus());
  });

  it('leaves Enter to the input method while it composes', async () => {
    const chosen = vi.fn();
    const { user } = await renderUi(<Picked onChange={chosen} />);
    await user.click(screen.getByRole('combobox'));
    await screen.findByRole('option', { name: /包括/ });
    await user.keyboard('{ArrowDown}');
    fireEvent.keyDown(screen.getByRole('combobox'), { key: 'Enter', keyCode: 229 });
    expect(chosen).not.toHaveBeenCalled();
  });

  it('does not offer what is excluded, and says that typed words are no choice', async () => {
    const { user } = await renderUi(<Picked exclude={[yorisoi.id]} />);
    await user.type(screen.getByRole('combobox'), '見本');
    expect(await screen.findByRole('option', { name: /包括/ })).toBeVisible();
    expect(screen.queryByRole('option', { name: /サポート/ })).toBeNull();
    await user.tab();
    expect(screen.getByText(/まだ選ばれていません/)).toBeVisible();
  });
});

describe('suggested agencies', () => {
  const suggest = (onAsk = vi.fn()) =>
    server.use(
      http.get(`${API}/agencies/suggestions`, ({ request }) => {
        onAsk(new URL(request.url).searchParams.getAll('issues'));
        return HttpResponse.json({
          items: [
            {
              agency: yorisoi,
              score: 12,
              reasons: [{ code: 'accepts_issue', text: '「住まいのこと」を受け付けています' }],
            },
            { agency: houkatsu, score: 2, reasons: [{ code: 'covers_ward', text: '中区を担当しています' }] },
          ],
        });
      }),
    );

  it('come with their reasons, best first, and say which is chosen', async () => {
    suggest();
    const choose = vi.fn();
    const { user, container } = await renderUi(
      <AgencySuggestions issues={['housing']} chosen={[houkatsu.id]} onChoose={choose} />,
    );
    const [first, second] = await screen.findAllByRole('listitem').then((all) => all.filter((li) => li.dataset.card));
    expect(within(first as HTMLElement).getByText('「住まいのこと」を受け付けています')).toBeVisible();
    expect(within(second as HTMLElement).getByText('選択済み')).toBeVisible();
    await user.click(screen.getByRole('button', { name: '見本サポートセンターを選ぶ' }));
    expect(choose).toHaveBeenCalledWith(expect.objectContaining({ id: yorisoi.id }));
    expect(await axeFaults(container)).toEqual([]);
  });

  it('are not asked for before an issue is chosen', async () => {
    const asked = vi.fn();
    suggest(asked);
    await renderUi(<AgencySuggestions issues={[]} />);
    expect(screen.getByText(/お困りごとを選ぶと/)).toBeVisible();
    expect(asked).not.toHaveBeenCalled();
  });
});

describe('the list', () => {
  const list = (state: AgencySearchState, onState = vi.fn()) =>
    renderUi(<AgencyListPage state={state} onState={onState} canImport={false} />);

  it('shows kind, area, issues and phone, each row leading to its agency', async () => {
    const { container } = await list({});
    const row = (await screen.findByRole('rowheader', { name: houkatsu.name })).closest('tr') as HTMLElement;
    expect(within(row).getByRole('link', { name: houkatsu.name })).toHaveAttribute('href', `/agencies/${houkatsu.id}`);
    for (const text of ['地域包括支援センター', '高齢', '中区', '介護のこと', '平日 8:30〜17:15']) {
      expect(within(row).getByText(text)).toBeVisible();
    }
    expect(within(row).getByRole('link', { name: '086-000-0190' })).toHaveAttribute('href', 'tel:0860000190');
    expect(screen.getByText('2件のうち2件を表示しています')).toBeVisible();
    expect(await axeFaults(container)).toEqual([]);
  });

  it('asks for another state by each filter, and says in words what narrows it', async () => {
    const onState = vi.fn();
    const { user } = await list({ field: 'elderly', q: '包括' }, onState);
    await screen.findByRole('rowheader', { name: houkatsu.name });
    await user.selectOptions(screen.getByRole('combobox', { name: '福祉区' }), '東区');
    expect(onState).toHaveBeenLastCalledWith({ field: 'elderly', q: '包括', ward: 'higashi' });
    await user.click(screen.getByRole('button', { name: /高齢.*この条件を外す/ }));
    expect(onState).toHaveBeenLastCalledWith({ q: '包括' });
  });

  it('says why it is empty and what to do, and after a failure lets one try again', async () => {
    const onState = vi.fn();
    const { user, unmount } = await list({ q: 'どこにもない' }, onState);
    expect(await screen.findByText('条件に合う相談機関がありません')).toBeVisible();
    const clear = screen.getAllByRole('button', { name: '条件をすべて外す' });
    await user.click(clear[1] as HTMLElement);
    expect(onState).toHaveBeenLastCalledWith({});
    unmount();
    server.use(http.get(`${API}/agencies`, () => HttpResponse.error(), { once: true }));
    const again = await list({});
    await again.user.click(await screen.findByRole('button', { name: 'もう一度試す' }));
    expect(await screen.findByRole('rowheader', { name: houkatsu.name })).toBeVisible();
  });
});

describe('one agency', () => {
  it('shows each service with its own area, and how a case comes here', async () => {
    server.use(http.get(`${API}/agencies/${houkatsu.id}`, () => HttpResponse.json(houkatsuInFull)));
    const { container } = await renderUi(<AgencyPage agencyId={houkatsu.id} canHandOff ownAgencyId="x" />);
    expect(await screen.findByRole('heading', { level: 1, name: houkatsu.name })).toBeVisible();
    expect(screen.getByText('中区（操山中学校区）')).toBeVisible();
    expect(screen.getByRole('heading', { name: /この機関につなぐには/ })).toBeVisible();
    expect(screen.getByRole('link', { name: 'ケース' })).toHaveAttribute('href', '/cases');
    expect(screen.getByText('最終更新：令和8年4月1日')).toBeVisible();
    expect(await axeFaults(container)).toEqual([]);
  });
});

describe('loading the directory from a file', () => {
  const result = { dryRun: true, rows: 2, created: 1, changed: 1, unchanged: 0, errors: [] };
  const sent: { dryRun: string | null; body: string; type: string | null }[] = [];
  const answer = (more: object) =>
    server.use(
      http.post(`${API}/agencies/import`, async ({ request }) => {
        const dryRun = new URL(request.url).searchParams.get('dryRun');
        sent.push({ dryRun, body: await request.text(), type: request.headers.get('Content-Type') });
        return HttpResponse.json({ ...result, dryRun: dryRun === 'true', ...more });
      }),
    );
  const file = new File(['code,name\n'], '一覧.csv', { type: 'text/csv' });
  beforeEach(() => {
    sent.length = 0;
  });

  it('only checks at first, and stores when asked', async () => {
    answer({});
    const { user, container } = await renderUi(<ImportPage />);
    await user.upload(screen.getByLabelText('ファイルを選ぶ', { selector: 'input' }), file);
    expect(await screen.findByRole('heading', { name: '誤りはありません' })).toHaveFocus();
    expect(sent).toEqual([{ dryRun: 'true', body: 'code,name\n', type: 'text/csv' }]);
    expect(await axeFaults(container)).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'この内容で登録する' }));
    expect(await screen.findByRole('heading', { name: /登録しました/ })).toBeVisible();
    expect(sent[1]?.dryRun).toBe('false');
  });

  it('names each fault by line and column and offers nothing to store', async () => {
    answer({ errors: [{ row: 3, column: 'wards', message: '知らないコードです: nishi' }] });
    const { user } = await renderUi(<ImportPage />);
    await user.upload(screen.getByLabelText('ファイルを選ぶ', { selector: 'input' }), file);
    const row = (await screen.findByRole('rowheader', { name: '3行目' })).closest('tr') as HTMLElement;
    expect(within(row).getByText('福祉区')).toBeVisible();
    expect(within(row).getByText('知らないコードです: nishi')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'この内容で登録する' })).toBeNull();
  });

  it('says that nothing would change when the same file comes again', async () => {
    answer({ created: 0, changed: 0, unchanged: 2 });
    await renderUi(<ImportPage />);
    await act(async () => {
      fireEvent.drop(screen.getByRole('region', { name: 'ファイルを選ぶ' }), { dataTransfer: { files: [file] } });
    });
    expect(await screen.findByRole('heading', { name: '登録されている内容と同じです' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'この内容で登録する' })).toBeNull();
  });

  it('tells a spreadsheet from a CSV without asking the server', async () => {
    answer({});
    const { user } = await renderUi(<ImportPage />);
    const sheet = new File([new Uint8Array([0x50, 0x4b, 3, 4])], '一覧.csv', { type: 'text/csv' });
    await user.upload(screen.getByLabelText('ファイルを選ぶ', { selector: 'input' }), sheet);
    expect(await screen.findByText(/表計算ソフトの形式のまま/)).toBeVisible();
    expect(sent).toEqual([]);
  });
});
