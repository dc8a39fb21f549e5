import 'temporal-polyfill/global';
import FullCalendar from '@fullcalendar/react';
import dayGridPlugin from '@fullcalendar/react/daygrid';
import ja from '@fullcalendar/react/locales/ja';
import classicTheme from '@fullcalendar/react/themes/classic';
import timeGridPlugin from '@fullcalendar/react/timegrid';
import '@fullcalendar/react/skeleton.css';
import '@fullcalendar/react/themes/classic/theme.css';
import '@fullcalendar/react/themes/classic/palette.css';
import './calendar.css';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type ConferenceSummary, listConferences } from '@/api/generated';
import { ProblemPanel } from '@/components/ui';

const HOUR = 3_600_000;

/** Month or week. Entries are links: Tab reaches them, Enter opens them. */
export default function ConferenceCalendar({ view, mine }: { view: 'month' | 'week'; mine: boolean }) {
  const t = useTranslations('conferences');
  const navigate = useNavigate();
  const [span, setSpan] = useState<{ from: string; to: string }>();
  const query = { when: 'all' as const, mine: mine || undefined, limit: 200, ...span };
  const found = useQuery({
    queryKey: [{ _id: 'listConferences', tags: ['conference'], query }],
    enabled: span !== undefined,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await listConferences({ query, signal, throwOnError: true })).data,
  });
  const entry = (k: ConferenceSummary) => ({
    id: k.id,
    title: k.state === 'polling' ? t('pollingEvent', { title: k.title }) : k.title,
    start: k.startsAt ?? k.at,
    end: k.endsAt ?? new Date(new Date(k.at).getTime() + HOUR).toISOString(),
    url: `/conferences/${k.id}`,
    className: `conference-${k.state}`,
  });
  return (
    <section aria-label={t('calendarLabel')} className="conference-calendar">
      {found.isError && <ProblemPanel error={found.error} onRetry={() => void found.refetch()} />}
      <p className="mb-3 text-[0.9375rem] text-solid-gray-700">{t('calendarNote')}</p>
      <FullCalendar
        plugins={[dayGridPlugin, timeGridPlugin, classicTheme]}
        initialView={view === 'month' ? 'dayGridMonth' : 'timeGridWeek'}
        locale={ja}
        timeZone="Asia/Tokyo"
        firstDay={1}
        height="auto"
        slotMinTime="08:00:00"
        slotMaxTime="20:00:00"
        allDaySlot={false}
        headerToolbar={{ start: 'prev,next today', center: 'title', end: '' }}
        events={(found.data?.items ?? []).filter((k) => k.state !== 'cancelled').map(entry)}
        datesSet={(info) => {
          const next = { from: new Date(info.start).toISOString(), to: new Date(info.end).toISOString() };
          setSpan((before) => (before?.from === next.from && before.to === next.to ? before : next));
        }}
        eventClick={(info) => {
          info.jsEvent.preventDefault();
          void navigate({ to: '/conferences/$conferenceId', params: { conferenceId: info.event.id } });
        }}
      />
    </section>
  );
}
