import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useSubmissionKey } from '@/api/client';
import { fileSheet, type HouseholdMatch, type Sheet, type SheetContent } from '@/api/generated';
import { ApiProblem } from '@/api/problems';
import { Button, DescriptionList, Dialog, NoticeBanner, ProblemPanel } from '@/components/ui';
import type { MatchChoice } from '../matches/choice';
import { MatchPanel } from '../matches/MatchPanel';
import { useWords } from '../view/words';

interface Props {
  sheetId: string;
  etag: string;
  content: SheetContent;
  matches: readonly HouseholdMatch[];
  choice: MatchChoice;
  onChoose: (choice: MatchChoice) => void;
  onFiled: (sheet: Sheet) => void;
  /** 422: the fields must be looked at again. */
  onInvalid: (problem: ApiProblem) => void;
  /** 412: somebody else saved; look at what is new before filing. */
  onStale: () => void;
  onClose: () => void;
}

/** The last look before filing: whom it is about, who answers, and whether the household is already known. */
export function FileDialog(props: Props) {
  const { sheetId, etag, content, matches, choice, onChoose, onFiled, onInvalid, onStale, onClose } = props;
  const t = useTranslations('sheets.filing');
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const key = useSubmissionKey();
  const undecided = matches.length > 0 && !choice.householdId && !choice.newHousehold;
  const file = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const body = choice.householdId ? { householdId: choice.householdId } : { newHousehold: choice.newHousehold };
      const headers = { 'If-Match': etag, ...key.headers() };
      onFiled((await fileSheet({ path: { sheetId }, headers, body })).data);
    } catch (error) {
      if (error instanceof ApiProblem && error.status > 0) key.renew();
      if (error instanceof ApiProblem && error.status === 422 && !choice.householdId) onInvalid(error);
      else if (error instanceof ApiProblem && error.status === 412) onStale();
      else {
        // Somebody filed the same household a moment ago: bring the candidates up.
        void queries.invalidateQueries({ queryKey: ['matchHouseholds'] });
        setProblem(error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'network' }));
      }
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      footer={
        <>
          <Button onClick={() => void file()} busy={busy} disabled={undecided}>
            {choice.householdId ? t('submitInto') : t('submit')}
          </Button>
          <Button variant="outline" onClick={onClose}>
            {t('back')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {problem && <FilingProblem problem={problem} />}
        <Summary content={content} choice={choice} />
        {matches.length > 0 && (
          <MatchPanel
            matches={matches}
            content={content}
            choice={choice}
            onChoose={(next) => {
              key.renew();
              setProblem(undefined);
              onChoose(next);
            }}
          />
        )}
        {undecided && <p className="font-bold text-error-2">{t('decideFirst')}</p>}
        <p className="text-solid-gray-700">{choice.householdId ? t('whatHappensInto') : t('whatHappens')}</p>
      </div>
    </Dialog>
  );
}

function FilingProblem({ problem }: { problem: ApiProblem }) {
  const t = useTranslations('sheets.filing');
  if (problem.code === 'duplicate') {
    return (
      <NoticeBanner tone="warning" level={3} live title={t('duplicateTitle')}>
        {problem.detail ?? t('duplicate')}
      </NoticeBanner>
    );
  }
  return <ProblemPanel error={problem} level={3} />;
}

function Summary({ content, choice }: { content: SheetContent; choice: MatchChoice }) {
  const t = useTranslations('sheets.filing');
  const form = useTranslations('sheets.form');
  const words = useWords();
  const s = content.subject ?? {};
  const people = [s, ...(content.members ?? [])];
  const given = people.filter((p) => p.consent?.state === 'given').length;
  const persons = people.length;
  return (
    <DescriptionList
      items={[
        { term: form('name'), value: [s.name ?? s.description, s.kana && `（${s.kana}）`].filter(Boolean).join('') },
        { term: form('issues'), value: (content.issues ?? []).map(words.issue).join('、') },
        { term: form('household'), value: t('persons', { count: content.householdSize ?? persons }) },
        { term: form('consent'), value: given === persons ? t('allConsent') : t('someConsent', { given, persons }) },
        ...(content.danger ? [{ term: form('danger'), value: t('dangerYes') }] : []),
        ...(choice.householdId ? [{ term: t('into'), value: choice.caseNumber }] : []),
      ]}
    />
  );
}
