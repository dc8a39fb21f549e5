import { useTranslations } from 'use-intl';
import { type Conference, type Meeting, makeAgendaPdf, makeMinutesPdf } from '@/api/generated';
import { hasRole, useMe } from '@/app/session';
import { PaperButton } from '../../disclosures';

interface Props {
  meeting: Meeting;
  conference: Conference;
  what: 'agenda' | 'minutes';
}

/** The agenda or the record as a PDF, for those to whom the case exists; the record once the meeting has begun. */
export function MeetingPaper({ meeting, conference, what }: Props) {
  const t = useTranslations('meetings.paper');
  const me = useMe();
  const begun = meeting.state === 'held' || meeting.state === 'recorded';
  if (!conference.caseId || !hasRole(me, 'worker', 'agency_manager', 'coordinator')) return null;
  if (what === 'minutes' && !begun) return null;
  const path = { conferenceId: meeting.conferenceId };
  const make = what === 'agenda' ? makeAgendaPdf : makeMinutesPdf;
  return (
    <div className="mt-5 flex flex-wrap items-center gap-3">
      <span className="font-bold">{t(what)}</span>
      <PaperButton
        thing={{ caseId: conference.caseId, parts: ['notes'] }}
        name={t(`${what}File`, { number: meeting.number })}
        make={(body) => make({ path, body, parseAs: 'blob', throwOnError: true })}
      />
    </div>
  );
}
