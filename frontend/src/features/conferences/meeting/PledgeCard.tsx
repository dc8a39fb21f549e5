import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Meeting, pledgeConference } from '@/api/generated';
import type { ApiProblem } from '@/api/problems';
import { Button, Card, Checkbox, ProblemPanel, useToast } from '@/components/ui';
import { problemFrom, useMeetingRefresh } from './useMeeting';

/** 秘密保持の誓約: read, ticked, pledged; the material opens at once. */
export function PledgeCard({ meeting }: { meeting: Meeting }) {
  const t = useTranslations('meetings.pledge');
  const toast = useToast();
  const refresh = useMeetingRefresh();
  const [read, setRead] = useState(false);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const pledge = async () => {
    setMissing(!read);
    if (!read || busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const path = { conferenceId: meeting.conferenceId };
      const { data } = await pledgeConference({
        path,
        body: { textVersion: meeting.pledge.textVersion },
        throwOnError: true,
      });
      await refresh(data);
      toast(t('done'));
    } catch (error) {
      setProblem(problemFrom(error));
      await refresh();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={meeting.pledge.statutory ? t('title') : t('titleGeneral')} id="pledge">
      <p className="mb-4 text-solid-gray-700">{t('lead')}</p>
      {problem && <ProblemPanel error={problem} level={3} />}
      <div className="max-w-3xl rounded-12 border border-solid-gray-420 bg-solid-gray-50 p-5 leading-[1.8] whitespace-pre-wrap">
        {meeting.pledge.text}
      </div>
      <div className="mt-4">
        <Checkbox
          name="read"
          id="pledge-read"
          label={t('read')}
          checked={read}
          onChange={(e) => setRead(e.currentTarget.checked)}
          error={missing && !read ? t('readMissing') : undefined}
        />
      </div>
      <div className="mt-4">
        <Button icon={ShieldCheck} busy={busy} onClick={() => void pledge()}>
          {t('submit')}
        </Button>
      </div>
    </Card>
  );
}
