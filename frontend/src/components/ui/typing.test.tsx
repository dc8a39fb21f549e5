import { createEvent, fireEvent, screen } from '@testing-library/react';
import { createRef, useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '@/api/problems';
import { axeFaults, renderUi } from '@/testing/render';
import { Button, DateField, type DateFieldHandle, Dialog, NameField, ProblemPanel, SearchField, TextField } from '.';

/** As the browser tells it: kana are composed, converted, confirmed. */
function compose(input: HTMLElement, kanaSteps: string[], result: string) {
  fireEvent.compositionStart(input, { data: '' });
  for (const data of [...kanaSteps, result]) fireEvent.compositionUpdate(input, { data });
  const before = (input as HTMLInputElement).value;
  fireEvent.input(input, { target: { value: before + result }, isComposing: true });
  fireEvent.compositionEnd(input, { data: result });
}

describe('NameField', () => {
  it('fills the reading from what was composed, with the space between', async () => {
    const { user } = await renderUi(<NameField nameLabel="氏名" kanaLabel="ふりがな" />);
    const name = screen.getByRole('textbox', { name: '氏名' });
    compose(name, ['ｙ', 'や', 'やｍ', 'やま', 'やまだ'], '山田');
    await user.type(name, ' ');
    compose(name, ['は', 'はな', 'はなこ'], '花子');
    expect(screen.getByRole('textbox', { name: 'ふりがな' })).toHaveValue('やまだ はなこ');
  });

  it('leaves a reading alone that was edited by hand', async () => {
    const { user } = await renderUi(<NameField nameLabel="氏名" kanaLabel="ふりがな" />);
    await user.type(screen.getByRole('textbox', { name: 'ふりがな' }), 'さとう');
    compose(screen.getByRole('textbox', { name: '氏名' }), ['やまだ'], '山田');
    expect(screen.getByRole('textbox', { name: 'ふりがな' })).toHaveValue('さとう');
  });

  it('begins again when the name is emptied', async () => {
    const { user } = await renderUi(<NameField nameLabel="氏名" kanaLabel="ふりがな" />);
    const name = screen.getByRole('textbox', { name: '氏名' });
    compose(name, ['やまだ'], '山田');
    await user.clear(name);
    compose(name, ['すずき'], '鈴木');
    expect(screen.getByRole('textbox', { name: 'ふりがな' })).toHaveValue('すずき');
  });

  it('takes a pasted half-width name and its reading', async () => {
    const { user } = await renderUi(<NameField nameLabel="氏名" kanaLabel="ふりがな" />);
    await user.click(screen.getByRole('textbox', { name: '氏名' }));
    await user.paste('ﾔﾏﾀﾞ ﾊﾅｺ');
    await user.tab();
    expect(screen.getByRole('textbox', { name: '氏名' })).toHaveValue('ヤマダ ハナコ');
    expect(screen.getByRole('textbox', { name: 'ふりがな' })).toHaveValue('やまだ はなこ');
  });
});

describe('DateField', () => {
  it('reads 和暦, echoes both calendars and the age, and reports the date', async () => {
    const onDateChange = vi.fn();
    const { user, container } = await renderUi(
      <DateField label="生年月日" showAge pastOnly onDateChange={onDateChange} />,
    );
    const input = screen.getByRole('textbox', { name: '生年月日' });
    await user.type(input, 'Ｓ５５．３．２');
    expect(screen.getByText(/昭和55年3月2日（1980年）/)).toHaveTextContent(/満\d+歳/);
    expect(onDateChange).toHaveBeenLastCalledWith({ text: 'Ｓ５５．３．２', date: '1980-03-02', valid: true });
    expect(input).toHaveValue('Ｓ５５．３．２');
    expect(await axeFaults(container)).toEqual([]);
  });

  it.each([
    ['S55.2.30', 'この日は暦にありません'],
    ['平成元年1月7日', 'この日は昭和64年1月7日です'],
    ['きのう', '日付として読み取れません'],
    ['2999-01-01', 'まだ来ていない日付です'],
  ])('says what is wrong with %s once the field is left', async (text, message) => {
    const onDateChange = vi.fn();
    const { user } = await renderUi(<DateField label="生年月日" pastOnly onDateChange={onDateChange} />);
    const input = screen.getByRole('textbox', { name: '生年月日' });
    await user.type(input, text);
    expect(input).not.toBeInvalid();
    await user.tab();
    expect(input).toBeInvalid();
    expect(input).toHaveAccessibleDescription(expect.stringContaining(message));
    expect(onDateChange).toHaveBeenLastCalledWith({ text, date: undefined, valid: false });
  });

  it('can be set from outside, and shows a stored date in 和暦', async () => {
    const handle = createRef<DateFieldHandle>();
    await renderUi(<DateField label="日" defaultValue="2019-05-01" handle={handle} />);
    const input = screen.getByRole('textbox', { name: '日' });
    expect(input).toHaveValue('令和元年5月1日');
    handle.current?.set('1989-01-07');
    expect(input).toHaveValue('昭和64年1月7日');
  });
});

describe('Dialog', () => {
  it('is named by its title and closed by Esc, but not by the Esc that ends a composition', async () => {
    const close = vi.fn();
    const { user, container } = await renderUi(
      <Dialog open title="取り下げますか" onClose={close}>
        <TextField label="理由" />
      </Dialog>,
    );
    expect(screen.getByRole('dialog', { name: '取り下げますか' })).toBeInTheDocument();
    const field = screen.getByRole('textbox', { name: '理由' });
    const ime = createEvent.keyDown(field, { key: 'Escape' });
    Object.defineProperty(ime, 'isComposing', { value: true });
    fireEvent(field, ime);
    expect(close).not.toHaveBeenCalled();
    field.focus();
    await user.keyboard('{Escape}');
    expect(close).toHaveBeenCalledOnce();
    expect(await axeFaults(container)).toEqual([]);
  });

  it('gives focus back to what opened it', async () => {
    function Opener() {
      const [open, setOpen] = useState(false);
      return (
        <>
          <Button onClick={() => setOpen(true)}>開く</Button>
          <Dialog open={open} title="小窓" onClose={() => setOpen(false)}>
            <TextField label="理由" />
          </Dialog>
        </>
      );
    }
    const { user } = await renderUi(<Opener />);
    await user.click(screen.getByRole('button', { name: '開く' }));
    await user.type(screen.getByRole('textbox', { name: '理由' }), '急ぎ');
    await user.click(screen.getByRole('button', { name: '閉じる' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByRole('button', { name: '開く' })).toHaveFocus();
  });
});

describe('SearchField', () => {
  it('searches on Enter, not on the Enter that confirms a composition', async () => {
    const search = vi.fn();
    const { user } = await renderUi(<SearchField label="検索" onSearch={search} />);
    const input = screen.getByRole('textbox', { name: '検索' });
    await user.type(input, '山田');
    fireEvent.keyDown(input, { key: 'Enter', isComposing: true, keyCode: 229 });
    expect(search).not.toHaveBeenCalled();
    await user.keyboard('{Enter}');
    expect(search).toHaveBeenCalledWith('山田');
  });

  it('can be emptied', async () => {
    const search = vi.fn();
    const { user } = await renderUi(<SearchField label="検索" defaultValue="山田" onSearch={search} />);
    await user.click(screen.getByRole('button', { name: '検索の文字を消す' }));
    expect(search).toHaveBeenCalledWith('');
    expect(screen.getByRole('textbox', { name: '検索' })).toHaveFocus();
  });
});

describe('ProblemPanel', () => {
  it('says what to do, with code and reference, and tries again', async () => {
    const retry = vi.fn();
    const problem = new ApiProblem({ status: 500, code: 'internal', requestId: 'req-1' });
    const { user } = await renderUi(<ProblemPanel error={problem} onRetry={retry} />);
    expect(screen.getByRole('alert')).toHaveTextContent('処理できませんでした');
    expect(screen.getByText('受付番号 req-1')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'もう一度試す' }));
    expect(retry).toHaveBeenCalledOnce();
  });

  it("uses the server's words for what only the server knows", async () => {
    const problem = new ApiProblem({
      status: 409,
      code: 'wrong_state',
      detail: 'このつなぎは、すでに取り下げられています。',
    });
    await renderUi(<ProblemPanel error={problem} />);
    expect(screen.getByRole('alert')).toHaveTextContent('すでに取り下げられています');
  });

  it('hides the text of an unknown error', async () => {
    await renderUi(<ProblemPanel error={new TypeError('x is undefined')} />);
    expect(screen.getByRole('alert')).not.toHaveTextContent('undefined');
  });
});
