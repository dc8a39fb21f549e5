import { useQuery } from '@tanstack/react-query';
import { etagOf } from '@/api/client';
import { getConferenceOptions } from '@/api/generated/@tanstack/react-query.gen';

export function useConference(conferenceId: string) {
  return useQuery(getConferenceOptions({ path: { conferenceId } }));
}

/** The version last seen, for If-Match. */
export function conferenceTag(conferenceId: string): string {
  return etagOf(`/conferences/${conferenceId}`) ?? '';
}
