import type { Minutes, MinutesRecord } from '@/api/generated';
import { ApiProblem } from '@/api/problems';
import type { SaveStatus } from '@/components/ui';
import { mergeLines } from '@/lib/lines';
import { type Json, withValueAt } from '@/lib/merge';
import { isTextPlace, type MinutesConflict, mergeMinutes, sameMinutes, tidy } from './merge';

/** What is kept on this device while the server cannot be reached. */
export interface KeptMinutes {
  readonly base: Minutes;
  readonly mine: Minutes;
}

/** What the saver needs from outside; tests give their own. */
export interface MinutesPorts {
  write: (etag: string, minutes: Minutes) => Promise<MinutesRecord>;
  load: () => Promise<MinutesRecord>;
  /** A copy on this device; false where there can be none. */
  keep: (copy: KeptMinutes) => Promise<boolean>;
  forget: () => Promise<void>;
  /** Milliseconds until the next attempt after the n-th failure. */
  delay?: (failures: number) => number;
}

export interface MinutesState {
  /** The document on the screen, always tidy. */
  readonly minutes: Minutes;
  readonly record: MinutesRecord;
  readonly status: SaveStatus;
  readonly savedAt?: string;
  readonly problem?: ApiProblem;
  readonly conflicts: readonly MinutesConflict[];
  /** Counts what others wrote and was merged in, so that the screen can say so. */
  readonly mergedIn: number;
  /** The record was finalized, or the writer may not write any more: what is typed can only be kept here. */
  readonly over: boolean;
}

const PAUSE = 1_000;
const backoff = (failures: number) => Math.min(60_000, 2_000 * 2 ** failures);

/** The choice at one conflict. */
export type Side = 'mine' | 'theirs' | 'both';

/**
 * Keeps a record that several people write at once: saves 1 s after a pause, merges what others saved in between, and asks
 * only where both changed the same line. One save runs at a time. Never gives up a line.
 */
export class MinutesSaver {
  private state: MinutesState;
  private base: Minutes;
  private running: Promise<boolean> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private composing = false;
  /** What waits until nothing is composed. */
  private waiting: (() => void)[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly ports: MinutesPorts,
    start: MinutesRecord,
  ) {
    this.base = tidy(start.minutes);
    this.state = {
      minutes: this.base,
      record: start,
      status: 'saved',
      savedAt: start.updatedAt,
      conflicts: [],
      mergedIn: 0,
      over: start.final,
    };
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = () => this.state;

  /** True while something typed is not on the server. */
  unsaved(): boolean {
    return this.running !== undefined || !sameMinutes(this.state.minutes, this.base);
  }

  /** Somebody typed. */
  readonly change = (next: (m: Minutes) => Minutes) => {
    const changed = next(this.state.minutes);
    if (changed === this.state.minutes) return;
    const minutes = tidy(changed); // An emptied text is an absent one, here as on the server.
    const quiet = this.state.conflicts.length > 0 || this.state.status === 'offline' || this.state.over;
    this.set({ minutes, status: quiet ? this.state.status : 'unsaved' });
    this.later(PAUSE);
  };

  /** While an input method composes, nothing is saved and nothing on the screen changes under it. */
  readonly compose = (on: boolean) => {
    this.composing = on;
    if (on) return;
    for (const go of this.waiting.splice(0)) go();
    this.later(PAUSE);
  };

  /** Saves now what is not saved; true when everything typed is on the server afterwards. */
  readonly flush = async (): Promise<boolean> => {
    clearTimeout(this.timer);
    if (this.state.conflicts.length > 0 || this.state.over) return false;
    if (this.composing) {
      this.later(PAUSE);
      return false;
    }
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
    return this.running;
  };

  /** Others saved: look, merge in, and save what is left. */
  readonly look = async (): Promise<void> => {
    if (this.running || this.composing || this.state.conflicts.length > 0) return;
    try {
      await this.mergeTheirs();
    } catch {
      return; // The next save says what is wrong.
    }
    if (!sameMinutes(this.state.minutes, this.base)) await this.flush();
  };

  /** The choices after a conflict. Their version is the base from now on. */
  async resolve(choices: ReadonlyMap<string, Side>): Promise<boolean> {
    let minutes = this.state.minutes;
    for (const c of this.state.conflicts) {
      if (valueAt(minutes, c.path.slice(0, -1)) === undefined) continue; // The row around it was removed since.
      const side = choices.get(c.path.join('/')) ?? 'both';
      minutes = withValueAt(minutes, c.path, decided(c, side, valueAt(minutes, c.path)));
    }
    this.set({ minutes: tidy(minutes), conflicts: [], status: 'unsaved' });
    return this.flush();
  }

  /** Brings back a copy that was kept on this device, merged with what the server has by now and what was typed already. */
  restore(copy: KeptMinutes): void {
    if (this.composing) {
      this.waiting.push(() => this.restore(copy));
      return;
    }
    const { merged, conflicts } = mergeMinutes(tidy(copy.base), tidy(copy.mine), this.state.minutes);
    if (sameMinutes(merged, this.state.minutes)) return;
    this.set({ minutes: merged, conflicts, status: conflicts.length > 0 ? 'conflict' : 'unsaved' });
    if (conflicts.length === 0) this.later(PAUSE);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async run(): Promise<boolean> {
    // Bounded: two busy writers must not keep each other saving for ever; the next pause goes on.
    for (let round = 0; round < 5 && !sameMinutes(this.state.minutes, this.base); round += 1) {
      const sent = tidy(this.state.minutes);
      this.set({ status: 'saving' });
      try {
        const record = await this.ports.write(this.state.record.etag, sent);
        await this.still();
        this.take(record, sent);
      } catch (error) {
        if (!(await this.failed(error))) return false;
      }
    }
    this.failures = 0;
    const saved = sameMinutes(this.state.minutes, this.base);
    this.set({ status: saved ? 'saved' : 'unsaved', problem: undefined });
    if (saved) await this.ports.forget();
    else this.later(PAUSE);
    return saved;
  }

  /** The server's answer; what was typed since it was sent stays. */
  private take(record: MinutesRecord, sent: Minutes): void {
    const theirs = tidy(record.minutes);
    const { merged } = mergeMinutes(sent, this.state.minutes, theirs);
    this.base = theirs;
    this.set({ minutes: merged, record, savedAt: record.updatedAt, problem: undefined });
  }

  /** Answers whether to go on with another round. */
  private async failed(error: unknown): Promise<boolean> {
    const problem = error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'network' });
    if (problem.status === 412) {
      try {
        await this.mergeTheirs();
        return this.state.conflicts.length === 0;
      } catch (again) {
        return this.failed(again);
      }
    }
    const kept = await this.ports.keep({ base: this.base, mine: this.state.minutes });
    const over = problem.status === 409 || problem.status === 403 || problem.status === 404;
    const away = problem.status === 0 || problem.status === 401;
    this.set({ status: away && kept ? 'offline' : 'failed', problem, over });
    if (problem.status === 0 || problem.status === 429 || problem.status >= 500) {
      this.later(problem.retryAfter ? problem.retryAfter * 1_000 : (this.ports.delay ?? backoff)(this.failures));
      this.failures += 1;
    }
    return false;
  }

  private async mergeTheirs(): Promise<void> {
    let record: MinutesRecord;
    let known: string;
    do {
      known = this.state.record.etag;
      record = await this.ports.load();
      await this.still();
    } while (known !== this.state.record.etag); // A save ended meanwhile: the answer may be older than it.
    if (record.etag === this.state.record.etag) {
      this.set({ record, over: record.final });
      return;
    }
    const theirs = tidy(record.minutes);
    const { merged, conflicts } = mergeMinutes(this.base, this.state.minutes, theirs);
    this.base = theirs;
    this.set({ minutes: merged, record, conflicts, mergedIn: this.state.mergedIn + 1, over: record.final });
    if (conflicts.length > 0) {
      await this.ports.keep({ base: theirs, mine: merged });
      this.set({ status: 'conflict' });
    } else if (sameMinutes(merged, theirs)) this.set({ status: 'saved', savedAt: record.updatedAt });
  }

  /** Until nothing is composed: a text changed under an input method would be overwritten by what it ends with. */
  private async still(): Promise<void> {
    while (this.composing) await new Promise<void>((go) => this.waiting.push(go));
  }

  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), ms);
  }

  private set(next: Partial<MinutesState>): void {
    this.state = { ...this.state, ...next };
    for (const listener of this.listeners) listener();
  }
}

/** What stands at the place afterwards: the choice, with what was typed there since the question came up. */
function decided(c: MinutesConflict, side: Side, now: Json): Json {
  const choice = side === 'both' ? c.both : c[side];
  if (sameJson(now, c.both)) return choice;
  if (sameJson(choice, c.both)) return now;
  if (isTextPlace(c.path)) return mergeLines(textOf(c.both), textOf(now), textOf(choice)).text;
  // A row to be removed stays when somebody wrote in it since; of two dates or agencies, the one chosen last counts.
  return typeof now === 'object' ? now : choice;
}

function sameJson(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function textOf(v: Json): string {
  return typeof v === 'string' ? v : '';
}

/** The value at a conflict's path, which names rows by their id. */
function valueAt(document: unknown, path: readonly string[]): Json {
  return path.reduce<unknown>((at, key) => {
    if (Array.isArray(at)) return at.find((row) => (row as { id?: unknown }).id === key);
    return (at as Record<string, unknown> | undefined)?.[key];
  }, document) as Json;
}
