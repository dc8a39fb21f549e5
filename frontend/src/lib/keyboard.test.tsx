import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import {
  type KeyAction,
  keyCaps,
  matches,
  stopEnterSubmit,
  useKeyActions,
  useKeyboard,
  useRegisteredActions,
} from './keyboard';

function Page({ actions }: { actions: KeyAction[] }) {
  useKeyboard();
  useKeyActions(actions);
  return (
    <>
      <input aria-label="欄" />
      <output>
        {useRegisteredActions()
          .map((a) => a.id)
          .join(' ')}
      </output>
    </>
  );
}

it('runs actions, lists those that can be used, and uses the newest function', () => {
  const [first, second] = [vi.fn(), vi.fn()];
  const action = (run: () => void): KeyAction => ({ id: 'save', keys: 'mod+s', label: '保存', run });
  const off: KeyAction = { id: 'off', keys: 'mod+k', label: '使えない', run: first, enabled: false };
  const { rerender, unmount } = render(<Page actions={[action(first), off]} />);
  rerender(<Page actions={[action(second), off]} />);
  expect(screen.getByRole('status')).toHaveTextContent(/^save$/);
  fireEvent.keyDown(document.body, { key: 's', ctrlKey: true });
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  expect(second).toHaveBeenCalledOnce();
  expect(first).not.toHaveBeenCalled();
  unmount();
  fireEvent.keyDown(document.body, { key: 's', ctrlKey: true });
  expect(second).toHaveBeenCalledOnce();
});

it('leaves characters to fields and to the input method', () => {
  const run = vi.fn();
  render(
    <Page
      actions={[
        { id: 'search', keys: '/', label: '検索', run },
        { id: 'file', keys: 'mod+enter', label: '提出', run },
      ]}
    />,
  );
  fireEvent.keyDown(screen.getByRole('textbox'), { key: '/' });
  fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter', ctrlKey: true, isComposing: true });
  fireEvent.keyDown(document.body, { key: '/', ctrlKey: true });
  expect(run).not.toHaveBeenCalled();
  fireEvent.keyDown(document.body, { key: '/' });
  fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter', ctrlKey: true });
  expect(run).toHaveBeenCalledTimes(2);
});

it('compares characters, not keys: ? needs Shift on some layouts', () => {
  expect(matches(new KeyboardEvent('keydown', { key: '?', shiftKey: true }), '?')).toBe(true);
  expect(matches(new KeyboardEvent('keydown', { key: 's', ctrlKey: true, shiftKey: true }), 'mod+s')).toBe(false);
  expect(matches(new KeyboardEvent('keydown', { key: 'S', ctrlKey: true, shiftKey: true }), 'mod+shift+s')).toBe(true);
});

it('names keys as they are printed', () => {
  expect(keyCaps('mod+enter', false)).toEqual(['Ctrl', 'Enter']);
  expect(keyCaps('mod+s', true)).toEqual(['⌘', 'S']);
});

it('Enter in a line of text submits nothing, in a textarea it makes a line', () => {
  const submit = vi.fn((e: React.FormEvent) => e.preventDefault());
  render(
    <form onSubmit={submit} onKeyDown={stopEnterSubmit}>
      <input aria-label="氏名" />
      <textarea aria-label="相談" />
    </form>,
  );
  expect(fireEvent.keyDown(screen.getByRole('textbox', { name: '氏名' }), { key: 'Enter' })).toBe(false);
  expect(fireEvent.keyDown(screen.getByRole('textbox', { name: '相談' }), { key: 'Enter' })).toBe(true);
  // Ctrl+Enter files: the event must reach those who listen for it.
  expect(fireEvent.keyDown(screen.getByRole('textbox', { name: '氏名' }), { key: 'Enter', ctrlKey: true })).toBe(true);
});
