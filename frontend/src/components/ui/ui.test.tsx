import { screen, within } from '@testing-library/react';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { axeFaults, renderUi } from '@/testing/render';
import {
  Button,
  Checkbox,
  CheckboxGroup,
  Chip,
  DescriptionList,
  Disclosure,
  EmptyState,
  ErrorSummary,
  FilterBar,
  IconButton,
  LinkButton,
  NoticeBanner,
  PageHeader,
  Pager,
  RadioGroup,
  SaveState,
  Select,
  Skeleton,
  Table,
  Tabs,
  Textarea,
  TextField,
  Timeline,
  useToast,
} from '.';

const options = [
  { value: 'debt', label: '支出・滞納・借金', hint: '家賃の滞納も' },
  { value: 'care', label: '介護のこと' },
];

describe('Button', () => {
  it('does nothing while off or busy, but keeps its place', async () => {
    const press = vi.fn();
    const { user } = await renderUi(
      <>
        <Button disabled onClick={press}>
          送る
        </Button>
        <Button busy onClick={press}>
          送信中
        </Button>
        <Button onClick={press}>押せる</Button>
      </>,
    );
    await user.tab();
    expect(screen.getByRole('button', { name: '送る' })).toHaveFocus();
    expect(screen.getByRole('button', { name: '送る' })).toHaveAttribute('aria-disabled', 'true');
    await user.keyboard('{Enter}');
    await user.click(screen.getByRole('button', { name: '送信中' }));
    expect(press).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: '押せる' }));
    expect(press).toHaveBeenCalledOnce();
  });

  it('an off submit button does not submit', async () => {
    const submit = vi.fn((e: React.FormEvent) => e.preventDefault());
    const { user } = await renderUi(
      <form onSubmit={submit}>
        <Button type="submit" disabled>
          提出
        </Button>
      </form>,
    );
    await user.click(screen.getByRole('button', { name: '提出' }));
    expect(submit).not.toHaveBeenCalled();
  });

  it('has a link of the same look, and a picture with a name', async () => {
    await renderUi(
      <>
        <LinkButton to="/">ホームへ</LinkButton>
        <IconButton icon={Check} label="確かめる" />
      </>,
    );
    expect(screen.getByRole('link', { name: 'ホームへ' })).toHaveAttribute('href', '/');
    expect(screen.getByRole('button', { name: '確かめる' })).toBeInTheDocument();
  });
});

describe('fields', () => {
  it('tie label, hint and error to the input', async () => {
    const { container } = await renderUi(
      <TextField label="電話" hint="ハイフン可" error="確かめてください" required />,
    );
    const input = screen.getByRole('textbox', { name: /電話/ });
    expect(input).toBeInvalid();
    expect(input).toBeRequired();
    expect(input).toHaveAccessibleDescription('ハイフン可 確かめてください');
    expect(await axeFaults(container)).toEqual([]);
  });

  it('tidy text when left, not while typing', async () => {
    const { user } = await renderUi(<TextField label="電話" tidy={(t) => t.normalize('NFKC')} />);
    const input = screen.getByRole('textbox', { name: '電話' });
    await user.type(input, '０８６');
    expect(input).toHaveValue('０８６');
    await user.tab();
    expect(input).toHaveValue('086');
  });

  it('count characters as a reader does and cut nothing off', async () => {
    const { user } = await renderUi(<Textarea name="wish" label="望む暮らし" limit={3} />);
    await user.type(screen.getByRole('textbox', { name: '望む暮らし' }), '𠮷野家');
    expect(screen.getByText('3 / 3文字')).toBeInTheDocument();
    await user.type(screen.getByRole('textbox', { name: '望む暮らし' }), 'へ');
    expect(screen.getByText(/1文字超えています/)).toBeInTheDocument();
    expect(screen.getByRole('textbox', { name: '望む暮らし' })).toHaveValue('𠮷野家へ');
  });

  it('choose from a list', async () => {
    const { user } = await renderUi(<Select label="方法" empty="選んでください" options={options} />);
    const select = screen.getByRole('combobox', { name: '方法' });
    expect(select).toHaveValue('');
    await user.selectOptions(select, '介護のこと');
    expect(select).toHaveValue('care');
  });

  it('group choices under their question', async () => {
    const { user, container } = await renderUi(
      <>
        <CheckboxGroup
          label="お困りごと"
          name="issues"
          options={options}
          defaultValue={['care']}
          error="選んでください"
        />
        <RadioGroup label="一番" name="first" options={options} />
        <Checkbox label="説明しました" />
      </>,
    );
    const group = screen.getByRole('group', { name: 'お困りごと' });
    expect(group).toHaveAccessibleDescription('選んでください');
    expect(within(group).getByRole('checkbox', { name: '介護のこと' })).toBeChecked();
    await user.click(within(group).getByRole('checkbox', { name: /借金/ }));
    expect(within(group).getAllByRole('checkbox', { checked: true })).toHaveLength(2);
    await user.click(within(screen.getByRole('group', { name: '一番' })).getByRole('radio', { name: /借金/ }));
    expect(screen.getByRole('radio', { name: /借金/ })).toBeChecked();
    expect(screen.getByRole('checkbox', { name: '説明しました' })).not.toBeChecked();
    expect(await axeFaults(container)).toEqual([]);
  });
});

describe('ErrorSummary', () => {
  it('takes focus, leads to the field, and takes focus again at the next attempt', async () => {
    function Form() {
      const [attempt, setAttempt] = useState(0);
      return (
        <>
          <ErrorSummary errors={[{ name: 'phone', message: '電話を入力してください' }]} attempt={attempt} />
          <TextField name="phone" label="電話" />
          <Button onClick={() => setAttempt(attempt + 1)}>送る</Button>
        </>
      );
    }
    const { user } = await renderUi(<Form />);
    const summary = screen.getByRole('alert', { name: '1か所を確かめてください' });
    expect(summary).toHaveFocus();
    await user.click(screen.getByRole('link', { name: '電話を入力してください' }));
    expect(screen.getByRole('textbox', { name: '電話' })).toHaveFocus();
    await user.click(screen.getByRole('button', { name: '送る' }));
    expect(summary).toHaveFocus();
  });

  it('asks the caller when the field is not on the page, and is nothing without errors', async () => {
    const missing = vi.fn();
    const { user } = await renderUi(
      <>
        <ErrorSummary errors={[{ name: 'members.0.name', message: '氏名' }]} onMissing={missing} />
        <ErrorSummary errors={[]} />
      </>,
    );
    expect(screen.getAllByRole('alert')).toHaveLength(1);
    await user.click(screen.getByRole('link', { name: '氏名' }));
    expect(missing).toHaveBeenCalledWith('members.0.name');
  });
});

describe('Table', () => {
  const rows = [
    { id: '1', name: '見本 花子', due: 'あと3時間' },
    { id: '2', name: '試験 太郎', due: '1日超過' },
  ];

  it('has row headers that link, and headings that sort', async () => {
    const sort = vi.fn();
    const { user, container } = await renderUi(
      <Table
        caption="つなぎの一覧"
        rows={rows}
        rowKey={(r) => r.id}
        rowLink={(r) => ({ to: `/handoffs/${r.id}` as '/' })}
        sort="due"
        onSort={sort}
        columns={[
          { id: 'name', header: '本人', main: true, cell: (r) => r.name, sortKey: 'kana' },
          { id: 'due', header: '期限', cell: (r) => r.due, sortKey: 'due' },
        ]}
      />,
    );
    const table = screen.getByRole('table', { name: 'つなぎの一覧' });
    expect(within(table).getByRole('rowheader', { name: '見本 花子' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: '試験 太郎' })).toHaveAttribute('href', '/handoffs/2');
    expect(screen.getByRole('columnheader', { name: /期限/ })).toHaveAttribute('aria-sort', 'ascending');
    await user.click(screen.getByRole('button', { name: /本人/ }));
    expect(sort).toHaveBeenCalledWith('kana');
    expect(await axeFaults(container)).toEqual([]);
  });
});

describe('Tabs', () => {
  it('move with arrows and show one panel', async () => {
    function Boxes() {
      const [at, setAt] = useState('a');
      return (
        <Tabs
          label="箱"
          selected={at}
          onSelect={setAt}
          tabs={[
            { id: 'a', label: '受けた', count: 3, panel: '受けたつなぎ' },
            { id: 'b', label: '送った', panel: '送ったつなぎ' },
          ]}
        />
      );
    }
    const { user, container } = await renderUi(<Boxes />);
    await user.tab();
    expect(screen.getByRole('tab', { name: /受けた\s*3/ })).toHaveFocus();
    await user.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { name: '送った' })).toHaveFocus();
    expect(screen.getByRole('tabpanel', { name: '送った' })).toHaveTextContent('送ったつなぎ');
    await user.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { name: /受けた\s*3/ })).toHaveAttribute('aria-selected', 'true');
    expect(await axeFaults(container)).toEqual([]);
  });
});

it('a toast is announced and can be closed', async () => {
  function Saver() {
    const toast = useToast();
    return <Button onClick={() => toast('保存しました')}>保存</Button>;
  }
  const { user } = await renderUi(<Saver />);
  await user.click(screen.getByRole('button', { name: '保存' }));
  const region = screen.getByRole('region', { name: '操作の結果' });
  expect(region).toHaveAttribute('aria-live', 'polite');
  expect(region).toHaveTextContent('保存しました');
  await user.click(within(region).getByRole('button', { name: '閉じる' }));
  expect(region).toBeEmptyDOMElement();
});

it('lists say what is shown, filtered, empty, loading', async () => {
  const more = vi.fn();
  const remove = vi.fn();
  const { user, container } = await renderUi(
    <>
      <PageHeader title="ケース" documentTitle="ケース" />
      <FilterBar active={[{ id: 's', label: '状態：支援中', onRemove: remove }]}>
        <TextField label="氏名" />
      </FilterBar>
      <EmptyState title="まだありません" action={<LinkButton to="/">書く</LinkButton>}>
        最初の一枚を書きましょう
      </EmptyState>
      <Skeleton />
      <Pager shown={50} total={120} hasMore onMore={more} />
    </>,
  );
  expect(document.title).toBe('ケース | つなぐ');
  await user.click(screen.getByRole('button', { name: /状態：支援中\s*この条件を外す/ }));
  expect(remove).toHaveBeenCalledOnce();
  await user.click(screen.getByRole('button', { name: 'もっと見る' }));
  expect(more).toHaveBeenCalledOnce();
  expect(screen.getByText('120件のうち50件を表示しています')).toBeInTheDocument();
  expect(screen.getByRole('status')).toHaveTextContent('読み込んでいます');
  expect(await axeFaults(container)).toEqual([]);
});

it('notices, chips, timeline, pairs and disclosure are read in order', async () => {
  const { user, container } = await renderUi(
    <>
      <NoticeBanner tone="warning" title="同意が未確認です" live>
        根拠を選んでください
      </NoticeBanner>
      <Chip icon={Check}>支援中</Chip>
      <Timeline
        label="経過"
        entries={[{ id: '1', at: '2026-11-22T04:13:00Z', title: '受け止め', body: '訪問します' }]}
      />
      <DescriptionList
        items={[
          { term: '電話', value: '' },
          { term: '人数', value: 0 },
        ]}
      />
      <Disclosure summary="くわしく">中身</Disclosure>
    </>,
  );
  expect(screen.getByRole('status')).toHaveTextContent('同意が未確認です');
  expect(screen.getByRole('img', { name: '注意' })).toBeInTheDocument();
  expect(screen.getByText('令和8年11月22日(日) 13:13')).toBeInTheDocument();
  expect(screen.getByText('未記入')).toBeInTheDocument();
  expect(screen.getByText('0')).toBeInTheDocument();
  await user.click(screen.getByText('くわしく'));
  expect(screen.getByText('くわしく').closest('details')).toHaveAttribute('open');
  expect(await axeFaults(container)).toEqual([]);
});

it.each([
  ['saving', '保存中'],
  ['saved', '保存済み 13:13'],
  ['conflict', '競合：ほかの人の変更があります'],
  ['failed', '保存できませんでした'],
] as const)('says that a draft is %s', async (status, text) => {
  await renderUi(<SaveState status={status} savedAt="2026-11-22T04:13:00Z" />);
  expect(screen.getByRole('status')).toHaveTextContent(text);
});
