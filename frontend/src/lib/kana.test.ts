import { expect, it } from 'vitest';
import { isKana, narrowAscii, tidyKana, tidyName, tidyNumberText, toHiragana, widenKana } from './kana';

it('widens half-width kana and joins the voiced mark', () => {
  expect(widenKana('ﾔﾏﾀﾞ ﾊﾅｺ')).toBe('ヤマダ ハナコ');
  expect(widenKana('ﾊﾟﾋﾟﾌﾟ山田')).toBe('パピプ山田');
});

it('turns katakana into hiragana and leaves the rest', () => {
  expect(toHiragana('ヤマダー・ヴァ山A')).toBe('やまだー・ゔぁ山A');
});

it('keeps names exactly, variants and rare characters included', () => {
  for (const name of ['𠮷野', '髙橋', '渡邉\u{E0101}', '葛\u{E0100}城', '\uFA19谷', '﨑山'])
    expect(tidyName(name)).toBe(name);
});

it('tidies spaces of names and readings', () => {
  expect(tidyName('　山田　　花子 ')).toBe('山田 花子');
  expect(tidyKana(' ﾔﾏﾀﾞ　ハナコ')).toBe('やまだ はなこ');
});

it('makes numbers plain', () => {
  expect(tidyNumberText('０８６ー２２５−００００')).toBe('086-225-0000');
  expect(narrowAscii('Ｔｅｌ　①')).toBe('Tel ①');
});

it('knows a reading from a name', () => {
  expect(isKana('やまだ はなこ')).toBe(true);
  expect(isKana('ﾔﾏﾀﾞ')).toBe(true);
  expect(isKana('山だ')).toBe(false);
  expect(isKana('')).toBe(false);
});
