import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Meeting } from '@/api/generated';
import { getMeetingOptions } from '@/api/generated/@tanstack/react-query.gen';
import { ApiProblem } from '@/api/problems';

/** The meeting of a conference, kept fresh by the event stream. */
export function useMeeting(conferenceId: string) {
  return useQuery(getMeetingOptions({ path: { conferenceId } }));
}

/** Looks at everything of the conferences again: what a verb answered, and what others did meanwhile. */
export function useMeetingRefresh(): (answer?: Meeting) => Promise<void> {
  const queries = useQueryClient();
  return async (answer) => {
    if (answer)
      queries.setQueryData(getMeetingOptions({ path: { conferenceId: answer.conferenceId } }).queryKey, answer);
    await queries.invalidateQueries({
      predicate: ({ queryKey: [key] }) => {
        const tags = typeof key === 'object' && key !== null && 'tags' in key ? key.tags : undefined;
        return Array.isArray(tags) && tags.includes('conference');
      },
    });
  };
}

/** A failure as a problem, whatever was thrown. */
export function problemFrom(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'network' });
}

/** May do the verb now: the server said so. */
export function may(meeting: Pick<Meeting, 'actions'>, verb: string): boolean {
  return meeting.actions.includes(verb);
}
