import type { Minutes } from '@/api/generated';
import { mergeLines } from '@/lib/lines';
import { type Conflict, type Json, merge3, withValueAt } from '@/lib/merge';

/** A place two writers changed differently. `both` holds every line of the two. */
export interface MinutesConflict extends Conflict {
  readonly both: Json;
}

export interface MinutesMerge {
  readonly merged: Minutes;
  readonly conflicts: readonly MinutesConflict[];
}

/** Members that hold free text: they are merged line by line. */
const TEXTS: ReadonlySet<string> = new Set(['talk', 'general', 'text', 'task', 'title']);

/**
 * Three-way merge of a record: rows by id, texts by line. What is left as a conflict was changed by both in the same line;
 * until somebody has chosen, the document holds the lines of both. The answer is tidy, so that all writers get the same one.
 */
export function mergeMinutes(base: Minutes, mine: Minutes, theirs: Minutes): MinutesMerge {
  const { merged, conflicts } = merge3(base, mine, theirs);
  let document = merged;
  const left: MinutesConflict[] = [];
  for (const c of conflicts) {
    const text = isTextPlace(c.path) && isText(c.base) && isText(c.mine) && isText(c.theirs);
    if (text) {
      const lines = mergeLines(textOf(c.base), textOf(c.mine), textOf(c.theirs));
      document = withValueAt(document, c.path, lines.text);
      if (!lines.clean) left.push({ ...c, both: lines.text });
    } else {
      // A row that one removed and the other changed stays; of two choices (agency, date) mine, until somebody decides.
      const both = c.mine ?? c.theirs;
      document = withValueAt(document, c.path, both);
      left.push({ ...c, both });
    }
  }
  return { merged: tidy(document), conflicts: left };
}

/** Whether a conflict's path ends at free text, not at a row or a choice. */
export function isTextPlace(path: readonly string[]): boolean {
  return TEXTS.has(path.at(-1) ?? '');
}

function isText(v: Json): boolean {
  return v === undefined || v === null || typeof v === 'string';
}

function textOf(v: Json): string {
  return typeof v === 'string' ? v : '';
}

/** The same document: a member that is empty and one that is absent are alike. */
export function sameMinutes(a: Minutes, b: Minutes): boolean {
  return JSON.stringify(tidy(a)) === JSON.stringify(tidy(b));
}

/** Only what the contract knows, in one order, without what is empty. */
export function tidy(m: Minutes): Minutes {
  return {
    items: m.items.map((i) => ({
      id: i.id,
      title: i.title,
      ...(i.talk ? { talk: i.talk } : {}),
      decisions: i.decisions.map((d) => ({ id: d.id, text: d.text })),
      tasks: i.tasks.map((t) => ({
        id: t.id,
        ...(t.agencyId ? { agencyId: t.agencyId } : {}),
        task: t.task,
        ...(t.memberId ? { memberId: t.memberId } : {}),
        ...(t.dueOn ? { dueOn: t.dueOn } : {}),
      })),
    })),
    ...(m.general ? { general: m.general } : {}),
    ...(m.nextOn ? { nextOn: m.nextOn } : {}),
    ...(m.monitorOn ? { monitorOn: m.monitorOn } : {}),
  };
}
