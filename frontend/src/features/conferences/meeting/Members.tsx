import { ShieldAlert, ShieldCheck, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Meeting, type MeetingMember, removeInvitee } from '@/api/generated';
import type { ApiProblem } from '@/api/problems';
import { Button, Card, Chip, Dialog, ProblemPanel, useToast } from '@/components/ui';
import { longMoment } from '../../cases/dates';
import { may, problemFrom, useMeetingRefresh } from './useMeeting';

/** 構成員: who is invited, in which function, and who has pledged. */
export function Members({ meeting }: { meeting: Meeting }) {
  const t = useTranslations('meetings.members');
  const [leaving, setLeaving] = useState<MeetingMember>();
  const waiting = meeting.members.filter((m) => m.pledged.length === 0).length;
  return (
    <Card title={t('title', { count: meeting.members.length })} id="members">
      <p className="mb-3 text-solid-gray-700">{waiting > 0 ? t('waiting', { count: waiting }) : t('allPledged')}</p>
      <ul className="grid gap-3 lg:grid-cols-2">
        {meeting.members.map((m) => (
          <li
            key={m.inviteeId}
            aria-label={m.name}
            className="flex items-start justify-between gap-3 rounded-8 border border-solid-gray-300 p-3"
          >
            <div className="min-w-0">
              <p className="font-bold">{m.name}</p>
              <p className="text-[0.9375rem] text-solid-gray-700">
                {[m.organization, m.function, m.supports && t('supports', { name: m.supports })]
                  .filter(Boolean)
                  .join('・')}
              </p>
              <p className="mt-1 flex flex-wrap gap-1.5">
                {m.required && <Chip>{t('required')}</Chip>}
                {m.pledged.length === 0 ? (
                  <Chip tone="yellow" icon={ShieldAlert}>
                    {t('notYet')}
                  </Chip>
                ) : (
                  m.pledged.map((p) => (
                    <Chip key={p.at + p.name} tone="green" icon={ShieldCheck}>
                      {t(`how.${p.how}`, { name: p.name, at: longMoment(p.at) })}
                    </Chip>
                  ))
                )}
              </p>
            </div>
            {may(meeting, 'remove_invitee') && meeting.members.length > 1 && (
              <Button
                size="sm"
                variant="text"
                icon={UserMinus}
                aria-label={t('removeOf', { name: m.name })}
                onClick={() => setLeaving(m)}
              >
                {t('remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {leaving && <RemoveDialog meeting={meeting} member={leaving} onClose={() => setLeaving(undefined)} />}
    </Card>
  );
}

function RemoveDialog({ meeting, member, onClose }: { meeting: Meeting; member: MeetingMember; onClose: () => void }) {
  const t = useTranslations('meetings.members');
  const ui = useTranslations('ui');
  const toast = useToast();
  const refresh = useMeetingRefresh();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const remove = async () => {
    setBusy(true);
    try {
      const path = { conferenceId: meeting.conferenceId, inviteeId: member.inviteeId };
      const { data } = await removeInvitee({ path, headers: { 'If-Match': meeting.etag }, throwOnError: true });
      await refresh(data);
      toast(t('removed', { name: member.name }));
      onClose();
    } catch (error) {
      setProblem(problemFrom(error));
      await refresh();
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      size="sm"
      title={t('removeTitle', { name: member.name })}
      onClose={onClose}
      footer={
        <>
          <Button variant="danger" busy={busy} onClick={() => void remove()}>
            {t('removeSubmit')}
          </Button>
          <Button variant="outline" onClick={onClose}>
            {ui('cancel')}
          </Button>
        </>
      }
    >
      {problem && <ProblemPanel error={problem} level={3} />}
      <p>{t('removeLead')}</p>
    </Dialog>
  );
}
