import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type LiveState, openEvents } from '@/api/events';
import { getMe } from '@/api/generated';
import { takeMe } from '@/api/session';
import { tellServerEvent } from './liveEvents';
import { useSession } from './session';

/** Lists and pages that show what others do. Sheets are left out: a form keeps the version it started from. */
const FOLLOWS = ['home', 'case', 'handoff', 'escalation', 'notification', 'conference'];

/** Changes come in bursts (a handoff touches case, box and notices): look once. Milliseconds. */
const BURST = 300;

/** Keeps open screens fresh by server-sent events, or by polling while there is no stream. */
export function useLiveUpdates(): LiveState {
  const queries = useQueryClient();
  const session = useSession();
  const [state, setState] = useState<LiveState>('connecting');
  const signedIn = session.status === 'signed_in';
  useEffect(() => {
    if (!signedIn) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      void queries.invalidateQueries({ predicate: ({ queryKey }) => follows(queryKey[0]) });
      getMe().then(
        ({ data }) => takeMe(data),
        () => undefined, // The next change asks again.
      );
    };
    const soon = () => {
      timer ??= setTimeout(look, BURST);
    };
    const stop = openEvents({
      onEvent: (event) => {
        tellServerEvent(event);
        // Who is at the table changes often, and nothing else with it.
        if (event.event !== 'presence') soon();
      },
      onPoll: soon,
      onState: setState,
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [signedIn, queries]);
  return state;
}

/** The generator's keys carry tags, but those of infinite lists only the operation's name. */
const FOLLOWED_IDS = /^(get|list)(Home|Case|Handoff|Escalation|Notification)/;

export function follows(key: unknown): boolean {
  if (typeof key !== 'object' || key === null) return false;
  const tags = 'tags' in key ? key.tags : undefined;
  if (Array.isArray(tags)) return tags.some((t) => FOLLOWS.includes(t));
  return '_id' in key && typeof key._id === 'string' && FOLLOWED_IDS.test(key._id);
}
