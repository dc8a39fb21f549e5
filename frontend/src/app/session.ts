import { useSyncExternalStore } from 'react';
import type { Me, Role } from '@/api/generated';
import { type SessionState, sessionState, subscribeSession } from '@/api/session';

export function useSession(): SessionState {
  return useSyncExternalStore(subscribeSession, sessionState);
}

/** The signed-in person. Only below the guarded routes, where there always is one. */
export function useMe(): Me {
  const { me } = useSession();
  if (!me) throw new Error('useMe is for guarded routes');
  return me;
}

export function hasRole(me: Me, ...roles: readonly Role[]): boolean {
  return me.roles.some((r) => roles.includes(r));
}
