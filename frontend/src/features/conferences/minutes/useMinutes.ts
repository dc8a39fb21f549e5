import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { announcePresence, getMinutes, type MinutesRecord, type PresentWriter, writeMinutes } from '@/api/generated';
import { getMinutesOptions } from '@/api/generated/@tanstack/react-query.gen';
import { onServerEvent } from '@/app/liveEvents';
import { useMe, useSession } from '@/app/session';
import { dropDraft, keepDraft, readDraft } from '@/lib/storage';
import { type KeptMinutes, MinutesSaver } from './saver';

/** The record, kept fresh by the event stream. */
export function useMinutesRecord(conferenceId: string) {
  return useQuery(getMinutesOptions({ path: { conferenceId } }));
}

/** What is written just now, and what keeps it saved. `latest` is the newest the event stream brought. */
export function useMinutesSaver(start: MinutesRecord, latest: MinutesRecord) {
  const me = useMe();
  const [saver] = useState(() => newSaver(start, me.id));
  const state = useSyncExternalStore(saver.subscribe, saver.snapshot);
  const place = copyOf(start.conferenceId);
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    void readDraft<KeptMinutes>(me.id, place).then((copy) => {
      if (copy) saver.restore(copy.value);
    });
  }, [saver, place, me.id]);
  useEffect(() => {
    if (latest.etag !== saver.snapshot().record.etag || latest.final) void saver.look();
  }, [latest, saver]);
  useSavingMoments(saver);
  return { saver, state };
}

function newSaver(start: MinutesRecord, owner: string): MinutesSaver {
  const path = { conferenceId: start.conferenceId };
  const place = copyOf(start.conferenceId);
  return new MinutesSaver(
    {
      load: async () => (await getMinutes({ path, throwOnError: true })).data,
      write: async (etag, minutes) =>
        (await writeMinutes({ path, headers: { 'If-Match': etag }, body: { minutes }, throwOnError: true })).data,
      keep: (copy) => keepDraft(owner, place, copy, new Date()),
      forget: () => dropDraft(place),
    },
    start,
  );
}

const copyOf = (conferenceId: string) => `minutes:${conferenceId}`;

/** Saves when the page is hidden or left, when the connection is back, and when a session was renewed. */
function useSavingMoments(saver: MinutesSaver): void {
  const session = useSession();
  const signedIn = session.status === 'signed_in';
  useEffect(() => {
    if (signedIn && saver.unsaved()) void saver.flush();
  }, [signedIn, saver]);
  useEffect(() => {
    const now = () => {
      if (saver.unsaved()) void saver.flush();
    };
    const hidden = () => {
      if (document.visibilityState === 'hidden') now();
    };
    const guard = (event: BeforeUnloadEvent) => {
      if (saver.unsaved()) event.preventDefault();
    };
    window.addEventListener('online', now);
    window.addEventListener('beforeunload', guard);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      now();
      saver.stop();
      window.removeEventListener('online', now);
      window.removeEventListener('beforeunload', guard);
      document.removeEventListener('visibilitychange', hidden);
    };
  }, [saver]);
}

/** How often a writer says that it is still here; the server forgets it after thirty seconds. Milliseconds. */
const HERE = 10_000;

/** Who else writes the record just now: names of colleagues. */
export function usePresence(conferenceId: string, itemId: string | undefined, on: boolean): readonly PresentWriter[] {
  const [others, setOthers] = useState<readonly PresentWriter[]>([]);
  useEffect(() => {
    if (!on) return;
    const path = { conferenceId };
    let gone = false;
    const say = async () => {
      try {
        const { data } = await announcePresence({ path, body: { writing: true, itemId }, throwOnError: true });
        if (!gone) setOthers(data.others);
      } catch {
        // Presence is a courtesy: the next time tells.
      }
    };
    void say();
    const timer = setInterval(() => void say(), HERE);
    const stop = onServerEvent('presence', () => void say());
    return () => {
      gone = true;
      clearInterval(timer);
      stop();
    };
  }, [conferenceId, itemId, on]);
  useEffect(() => {
    if (!on) return;
    return () => {
      announcePresence({ path: { conferenceId }, body: { writing: false } }).catch(() => undefined);
    };
  }, [conferenceId, on]);
  return others;
}
