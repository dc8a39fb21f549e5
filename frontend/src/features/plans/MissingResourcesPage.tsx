import { PackageX, PenLine, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  answerMissingResource,
  listMissingResources,
  type MissingResource,
  type MissingResourcePage,
  type MissingResourceState,
} from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import {
  Button,
  Chip,
  type ChipTone,
  EmptyState,
  FilterBar,
  PageHeader,
  Pager,
  ProblemPanel,
  RadioGroup,
  Select,
  Skeleton,
  Textarea,
  useToast,
} from '@/components/ui';
import { longDay } from '../cases/dates';
import { labelOf, useReference } from '../cases/reference';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { MissingResourceDialog } from './MissingResourceDialog';

const STATES: readonly MissingResourceState[] = ['noted', 'considering', 'answered'];
const tones: Record<MissingResourceState, ChipTone> = { noted: 'yellow', considering: 'blue', answered: 'green' };

export interface MissingResourceFilters {
  state?: MissingResourceState;
}

export interface MissingResourcesPageProps {
  filters: MissingResourceFilters;
  onFilters: (filters: MissingResourceFilters) => void;
}

/** 足りない社会資源: what agencies missed, and what the city answered. */
export function MissingResourcesPage({ filters, onFilters }: MissingResourcesPageProps) {
  const t = useTranslations('plans.register');
  const states = useTranslations('plans.missingState');
  const [noting, setNoting] = useState(false);
  const query = { state: filters.state };
  const list = useKeyset<MissingResource, MissingResourcePage>(
    'listMissingResources',
    'case',
    query,
    async (page, signal) => {
      const { data } = await listMissingResources({ query: { ...query, ...page }, signal, throwOnError: true });
      return data;
    },
  );
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        actions={
          <Button icon={Plus} onClick={() => setNoting(true)}>
            {t('note')}
          </Button>
        }
      >
        {t('lead')}
      </PageHeader>
      <div className="flex flex-col gap-5">
        <FilterBar>
          <Select
            key={`state ${filters.state}`}
            label={t('state')}
            empty={t('all')}
            defaultValue={filters.state ?? ''}
            options={STATES.map((value) => ({ value, label: states(value) }))}
            onChange={(e) => onFilters({ state: STATES.find((s) => s === e.currentTarget.value) })}
            className="w-52"
          />
        </FilterBar>
        {list.isPending && <Skeleton lines={6} />}
        {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <EmptyState icon={PackageX} title={t('none')}>
            {t('noneWhy')}
          </EmptyState>
        )}
        {list.rows.length > 0 && (
          <div>
            <ul className="flex flex-col gap-4">
              {list.rows.map((m) => (
                <Item key={m.id} item={m} />
              ))}
            </ul>
            <Pager
              shown={list.rows.length}
              total={list.total}
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </div>
        )}
      </div>
      {noting && <MissingResourceDialog onClose={() => setNoting(false)} />}
    </>
  );
}

function Item({ item: m }: { item: MissingResource }) {
  const t = useTranslations('plans.register');
  const states = useTranslations('plans.missingState');
  const reference = useReference();
  const [answering, setAnswering] = useState(false);
  return (
    <li className="rounded-12 border border-solid-gray-300 p-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 grow basis-80">
          <p className="flex flex-wrap items-center gap-2">
            <Chip tone={tones[m.state]}>{states(m.state)}</Chip>
            <Chip>{labelOf(reference?.fields, m.field)}</Chip>
            {m.ward && <Chip>{labelOf(reference?.wards, m.ward)}</Chip>}
            {m.issue && <Chip>{labelOf(reference?.issueTypes, m.issue)}</Chip>}
          </p>
          <p className="mt-2 whitespace-pre-wrap">{m.what}</p>
          <p className="mt-1 text-[0.9375rem] text-solid-gray-700">
            {m.agency.name}　{longDay(m.notedAt)}
          </p>
        </div>
        {m.actions.includes('answer') && (
          <Button size="sm" variant="outline" icon={PenLine} onClick={() => setAnswering(true)}>
            {t('answer')}
          </Button>
        )}
      </div>
      {m.answer && (
        <div className="mt-3 rounded-8 bg-green-50 px-4 py-3">
          <p className="whitespace-pre-wrap">{m.answer}</p>
          <p className="mt-1 text-[0.9375rem] text-solid-gray-800">
            {m.answeredBy?.name}　{m.answeredAt && longDay(m.answeredAt)}
          </p>
        </div>
      )}
      {answering && <AnswerDialog item={m} onClose={() => setAnswering(false)} />}
    </li>
  );
}

function AnswerDialog({ item: m, onClose }: { item: MissingResource; onClose: () => void }) {
  const t = useTranslations('plans.register');
  const states = useTranslations('plans.missingState');
  const toast = useToast();
  const choices = ['considering', 'answered'] as const;
  const verb = useVerb({
    read: (form) => {
      const state = choices.find((s) => s === form.get('state'));
      const answer = textOf(form, 'answer');
      const faults: Record<string, string> = {};
      if (!state) faults.state = t('stateMissing');
      if (!answer) faults.answer = t('answerMissing');
      return !state || Object.keys(faults).length > 0 ? faulty(faults) : ready({ state, answer });
    },
    send: async (body, headers) =>
      (
        await answerMissingResource({
          path: { missingResourceId: m.id },
          body,
          headers: { ...headers, 'If-Match': m.etag },
          throwOnError: true,
        })
      ).data,
    done: () => {
      toast(t('answered'));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('answerTitle')}
      lead={<p className="whitespace-pre-wrap">{m.what}</p>}
      submit={t('answerSubmit')}
      icon={PenLine}
      verb={verb}
      onClose={onClose}
    >
      <RadioGroup
        name="state"
        label={t('state')}
        required
        columns={2}
        error={verb.faults.state}
        defaultValue={m.state === 'noted' ? undefined : m.state}
        options={choices.map((value) => ({ value, label: states(value) }))}
      />
      <Textarea
        name="answer"
        id="answer"
        label={t('answer')}
        required
        limit={2000}
        rows={3}
        defaultValue={m.answer}
        error={verb.faults.answer}
      />
    </VerbDialog>
  );
}
