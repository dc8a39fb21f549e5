import { useNavigate } from '@tanstack/react-router';
import { ClipboardList, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { createSurvey, listSurveys, type Me, type Survey, type SurveyPage } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import { hasRole } from '@/app/session';
import {
  Button,
  Chip,
  type Column,
  EmptyState,
  PageHeader,
  Pager,
  ProblemPanel,
  Select,
  Skeleton,
  Table,
} from '@/components/ui';
import { dateOfInstant } from '@/lib/format';
import { fiscalYear, formatFiscalYear, formatWareki } from '@/lib/wareki';
import { ready, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

/** 関係機関アンケート, year by year. */
export function SurveysPage({ me }: { me: Me }) {
  const t = useTranslations('surveys');
  const [starting, setStarting] = useState(false);
  const list = useKeyset<Survey, SurveyPage>('listSurveys', 'survey', {}, async (page, signal) => {
    const { data } = await listSurveys({ query: page, signal, throwOnError: true });
    return data;
  });
  const keeps = hasRole(me, 'city_office');
  const start = keeps && (
    <Button icon={Plus} onClick={() => setStarting(true)}>
      {t('start')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')} actions={start}>
        {t('lead')}
      </PageHeader>
      {list.isPending && <Skeleton lines={4} />}
      {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && list.rows.length === 0 && (
        <EmptyState icon={ClipboardList} title={t('none')} action={start}>
          {t('noneWhy')}
        </EmptyState>
      )}
      {list.rows.length > 0 && (
        <>
          <SurveyTable rows={list.rows} />
          <Pager
            shown={list.rows.length}
            total={list.total}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </>
      )}
      {starting && <StartDialog onClose={() => setStarting(false)} />}
    </>
  );
}

const tones = { draft: 'neutral', open: 'blue', closed: 'green' } as const;

export function SurveyState({ survey }: { survey: Pick<Survey, 'state'> }) {
  const t = useTranslations('surveys.state');
  return <Chip tone={tones[survey.state]}>{t(survey.state)}</Chip>;
}

function SurveyTable({ rows }: { rows: readonly Survey[] }) {
  const t = useTranslations('surveys');
  const columns: Column<Survey>[] = [
    { id: 'title', header: t('name'), main: true, cell: (s) => s.title },
    { id: 'state', header: t('stateHead'), nowrap: true, cell: (s) => <SurveyState survey={s} /> },
    {
      id: 'answered',
      header: t('answered'),
      nowrap: true,
      align: 'end',
      cell: (s) => (s.state === 'draft' ? '' : t('of', { answered: s.answered, invited: s.invited })),
    },
    { id: 'closes', header: t('closesOn'), nowrap: true, cell: (s) => formatWareki(s.closesOn) },
  ];
  return (
    <Table
      caption={t('title')}
      columns={columns}
      rows={rows}
      rowKey={(s) => s.id}
      rowLink={(s) => ({ to: '/surveys/$surveyId', params: { surveyId: s.id } })}
    />
  );
}

function StartDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('surveys.startDialog');
  const navigate = useNavigate();
  const year = fiscalYear(dateOfInstant(new Date()));
  const verb = useVerb({
    read: (form) => ready({ fiscalYear: Number(form.get('fiscalYear')) }),
    send: async (body, headers) => (await createSurvey({ body, headers, throwOnError: true })).data,
    done: (survey) => void navigate({ to: '/surveys/$surveyId', params: { surveyId: survey.id } }),
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={Plus}
      verb={verb}
      onClose={onClose}
    >
      <Select
        id="fiscalYear"
        name="fiscalYear"
        label={t('year')}
        defaultValue={String(year)}
        options={[year + 1, year, year - 1].map((y) => ({ value: String(y), label: formatFiscalYear(y) }))}
        error={verb.faults.fiscalYear}
      />
    </VerbDialog>
  );
}
