import { expect, it } from 'vitest';
import english from './english';
import japanese from './japanese';

function keysOf(value: object, path = ''): string[] {
  return Object.entries(value).flatMap(([k, v]) =>
    typeof v === 'object' ? keysOf(v, `${path}${k}.`) : [`${path}${k}`],
  );
}

it('both languages have the same words', () => {
  expect(keysOf(english).sort()).toEqual(keysOf(japanese).sort());
});

it('both use the same placeholders', () => {
  const read = (messages: object, key: string) =>
    String(key.split('.').reduce<unknown>((at, k) => (at as Record<string, unknown>)[k], messages));
  const names = (text: string) => [...new Set(text.match(/\{(\w+)/g) ?? [])].sort();
  const differ = keysOf(japanese).filter((k) => `${names(read(japanese, k))}` !== `${names(read(english, k))}`);
  // 日本語 names days by numbers where English also needs plural forms.
  expect(differ).toEqual([]);
});
