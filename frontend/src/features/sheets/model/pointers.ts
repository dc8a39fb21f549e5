import type { SheetContent } from '@/api/generated';
import { type ApiProblem, fieldNameOf } from '@/api/problems';
import type { SheetForm } from './form';

/**
 * The server's faults by the form's names. Rows are counted in the document that was sent, where empty rows of the form
 * are left out; they are found again by the member's id.
 */
export function faultsByName(
  problem: ApiProblem | undefined,
  sent: SheetContent,
  form: SheetForm,
): Map<string, string> {
  const out = new Map<string, string>();
  if (problem?.status !== 422) return out;
  for (const e of problem.errors) {
    if (!e.pointer.startsWith('/content/')) continue;
    out.set(formName(fieldNameOf(e.pointer).replace(/^content\./, ''), sent, form), e.message);
  }
  return out;
}

function formName(name: string, sent: SheetContent, form: SheetForm): string {
  const [list, index, ...rest] = name.split('.');
  if (list === 'members' && index !== undefined) {
    const at = form.members.findIndex((m) => m.id === sent.members?.[Number(index)]?.id);
    return ['members', String(at < 0 ? Number(index) : at), ...rest].join('.');
  }
  if (list === 'issues' || list === 'features') return list;
  if (name === 'receivedAt') return 'receivedDate';
  return name;
}
