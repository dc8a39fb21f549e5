import { ArrowLeftRight, CircleCheck, ClipboardList, FolderOpen, Send, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { ApiProblem } from '@/api/problems';
import {
  Button,
  Card,
  CheckboxGroup,
  Chip,
  ChipList,
  DateField,
  DescriptionList,
  Dialog,
  Disclosure,
  EmptyState,
  ErrorSummary,
  FilterBar,
  LinkButton,
  NameField,
  NoticeBanner,
  PageHeader,
  Pager,
  ProblemPanel,
  RadioGroup,
  SaveState,
  SearchField,
  Select,
  Skeleton,
  Table,
  Tabs,
  Textarea,
  TextField,
  TextLink,
  Timeline,
  useToast,
} from '@/components/ui';

const issues = [
  { value: 'illness', label: '病気・医療のこと' },
  { value: 'care', label: '介護のこと' },
  { value: 'debt', label: '支出・滞納・借金', hint: '家賃や税金の滞納も含みます' },
  { value: 'housing', label: '住まいのこと' },
];

const rows = [
  {
    id: '1',
    number: 'R8-00012',
    name: '見本 花子',
    agency: '北区中央 見本包括支援センター',
    state: '返事待ち',
    due: 'あと3時間',
  },
  {
    id: '2',
    number: 'R8-00011',
    name: '試験 太郎',
    agency: '見本障害者基幹相談支援センター',
    state: '受け止め',
    due: '1日超過',
  },
];

export default function Styleguide() {
  return (
    <main className="mx-auto flex max-w-5xl flex-col gap-10 p-6 desk:p-10">
      <PageHeader
        title="部品の見本"
        documentTitle="部品の見本"
        eyebrow="開発用"
        meta={
          <>
            <Chip tone="blue" icon={FolderOpen}>
              支援中
            </Chip>
            <Chip tone="red" strong icon={TriangleAlert}>
              生命・身体の危険
            </Chip>
          </>
        }
        actions={
          <>
            <Button variant="outline">印刷する</Button>
            <Button icon={Send}>つなぐ</Button>
          </>
        }
      >
        画面はすべてこの部品で作ります。
      </PageHeader>
      <Buttons />
      <Fields />
      <Lists />
      <States />
    </main>
  );
}

function Buttons() {
  const toast = useToast();
  const [open, setOpen] = useState(false);
  return (
    <Card title="ボタンとチップ">
      <div className="flex flex-wrap items-center gap-3">
        <Button size="lg">提出する</Button>
        <Button>標準</Button>
        <Button size="sm">小さい</Button>
        <Button variant="outline" onClick={() => setOpen(true)}>
          小窓を開く
        </Button>
        <Button variant="text" onClick={() => toast('保存しました')}>
          知らせる
        </Button>
        <Button variant="danger">破棄する</Button>
        <Button variant="danger-outline">取り下げる</Button>
        <Button disabled>押せません</Button>
        <LinkButton to="/" variant="outline">
          ホームへ
        </LinkButton>
        <TextLink to="/">文中のリンク</TextLink>
      </div>
      <div className="mt-5 flex flex-col gap-2">
        <ChipList
          items={(['neutral', 'blue', 'green', 'yellow', 'orange', 'red', 'purple'] as const).map((tone) => (
            <Chip key={tone} tone={tone} icon={CircleCheck}>
              {tone}
            </Chip>
          ))}
        />
        <ChipList
          items={(['neutral', 'blue', 'green', 'yellow', 'orange', 'red', 'purple'] as const).map((tone) => (
            <Chip key={tone} tone={tone} strong icon={CircleCheck}>
              {tone}
            </Chip>
          ))}
        />
      </div>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="つなぎを取り下げますか"
        footer={
          <>
            <Button onClick={() => setOpen(false)}>取り下げる</Button>
            <Button variant="outline" onClick={() => setOpen(false)}>
              やめる
            </Button>
          </>
        }
      >
        <Textarea name="reason" label="理由" required limit={200} />
      </Dialog>
    </Card>
  );
}

function Fields() {
  return (
    <Card title="入力">
      <div className="flex flex-col gap-6">
        <ErrorSummary
          errors={[
            { name: 'phone', message: '電話番号を確かめてください。' },
            { name: 'birth', message: '生年月日を入力してください。' },
          ]}
        />
        <NameField nameLabel="氏名" kanaLabel="ふりがな" required />
        <DateField id="birth" name="birth" label="生年月日" showAge pastOnly defaultValue="1980-03-02" />
        <TextField
          id="phone"
          name="phone"
          label="電話番号"
          width="md"
          error="電話番号を確かめてください。"
          hint="ハイフンはあってもなくてもかまいません"
        />
        <TextField name="age" label="年齢" width="xs" suffix="歳" inputMode="numeric" optional />
        <Select label="方法" empty="選んでください" options={issues} />
        <CheckboxGroup label="お困りごと" options={issues} columns={2} defaultValue={['debt']} required />
        <RadioGroup
          label="同意"
          options={[
            { value: 'a', label: '同意あり' },
            { value: 'b', label: '未確認' },
          ]}
        />
        <Textarea
          name="wish"
          label="本人の望む暮らし"
          limit={20}
          defaultValue="住み慣れた家で、家族といっしょに暮らしつづけたい。"
        />
        <div className="flex flex-wrap gap-6">
          <SaveState status="saving" />
          <SaveState status="saved" savedAt="2026-11-22T04:13:00Z" />
          <SaveState status="unsaved" />
          <SaveState status="conflict" />
          <SaveState status="failed" />
          <SaveState status="offline" />
        </div>
      </div>
    </Card>
  );
}

function Lists() {
  const [tab, setTab] = useState('received');
  const [sort, setSort] = useState('due');
  return (
    <Card title="一覧">
      <Tabs
        label="つなぎ"
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'received', label: '受けたつなぎ', count: 3, panel: null },
          { id: 'sent', label: '送ったつなぎ', panel: null },
        ]}
      />
      <FilterBar active={[{ id: 'x', label: '状態：返事待ち', onRemove: () => undefined }]} onClear={() => undefined}>
        <SearchField
          label="検索"
          hint="氏名・かな・番号"
          onSearch={() => undefined}
          className="min-w-72 grow"
          slashKey
        />
        <Select label="状態" empty="すべて" options={issues} className="w-52" />
      </FilterBar>
      <div className="mt-4">
        <Table
          caption="つなぎの一覧"
          rows={rows}
          rowKey={(r) => r.id}
          rowLink={() => ({ to: '/' })}
          rowTone={(r) => (r.id === '2' ? 'urgent' : undefined)}
          sort={sort}
          onSort={setSort}
          columns={[
            { id: 'name', header: '本人', main: true, cell: (r) => r.name },
            { id: 'number', header: '番号', nowrap: true, cell: (r) => r.number },
            { id: 'agency', header: '相手の機関', cell: (r) => r.agency, wideOnly: true },
            {
              id: 'state',
              header: '状態',
              cell: (r) => (
                <Chip tone="blue" icon={ArrowLeftRight}>
                  {r.state}
                </Chip>
              ),
            },
            { id: 'due', header: '期限', sortKey: 'due', nowrap: true, cell: (r) => r.due },
          ]}
        />
        <Pager shown={2} total={31} hasMore onMore={() => undefined} />
      </div>
      <Timeline
        label="経過"
        entries={[
          {
            id: '1',
            at: '2026-11-22T04:13:00Z',
            title: 'つなぎを受け止め',
            by: '見本支援センター 見本 次郎',
            icon: CircleCheck,
            tone: 'green',
            body: '明日、同行して訪問します。',
          },
          {
            id: '2',
            at: '2026-11-21T01:00:00Z',
            title: 'つなぐシートを提出',
            by: '北区中央 見本包括支援センター',
            icon: ClipboardList,
            tone: 'blue',
          },
        ]}
      />
      <DescriptionList
        columns={2}
        items={[
          { term: '氏名', value: '見本 花子（みほん はなこ）' },
          { term: '生年月日', value: '昭和55年3月2日（満46歳）' },
          { term: '電話', value: '' },
          { term: '住所', value: '見本市見本町1丁目' },
        ]}
      />
    </Card>
  );
}

function States() {
  return (
    <div className="flex flex-col gap-6">
      <NoticeBanner title="デモ用のお知らせ">内容の説明がここに入ります。</NoticeBanner>
      <NoticeBanner
        tone="success"
        title="つなぎを送りました"
        actions={<Button variant="outline">ケースを見る</Button>}
      />
      <NoticeBanner tone="warning" title="同意が未確認の人がいます">
        根拠を選んでください。
      </NoticeBanner>
      <ProblemPanel
        error={new ApiProblem({ status: 500, code: 'internal', requestId: '01JD-EXAMPLE' })}
        onRetry={() => undefined}
      />
      <EmptyState
        icon={ArrowLeftRight}
        title="届いているつなぎはありません"
        action={<Button variant="outline">送ったつなぎを見る</Button>}
      >
        ほかの相談機関からつなぎが届くと、ここに表示されます。
      </EmptyState>
      <Skeleton />
      <Disclosure summary="くわしく見る">折りたたまれていた内容です。</Disclosure>
    </div>
  );
}
