import type { Sheet, SheetContent } from '@/api/generated';
import { ApiProblem } from '@/api/problems';
import type { SaveStatus } from '@/components/ui';
import { type Conflict, merge3 } from '@/lib/merge';
import { canonical } from '../model/content';
import { sameJson, withoutFaults } from '../model/patch';

/** The document as it was last seen on the server, with the version it had. */
export interface Stored {
  readonly id: string;
  readonly etag: string;
  readonly sheet: Sheet;
}

/** What the saver needs from outside; tests give their own. */
export interface SaverPorts {
  /** The document the form says now. */
  read: () => SheetContent;
  /** Shows a document in the form; `from` is what the form said when it was made. */
  show: (from: SheetContent, next: SheetContent) => void;
  create: (content: SheetContent, key: string) => Promise<Stored>;
  patch: (id: string, etag: string, server: SheetContent, mine: SheetContent) => Promise<Stored>;
  load: (id: string) => Promise<Stored>;
  /** A copy on this device; false where there can be none. */
  keep: (copy: KeptCopy) => Promise<boolean>;
  forget: () => Promise<void>;
  newKey: () => string;
  /** Sends without waiting, for a page that closes; false when it cannot. */
  farewell: (last: Farewell) => boolean;
  /** Milliseconds until the next attempt after the n-th failure. */
  delay?: (failures: number) => number;
}

/** What is kept on the device while the server cannot be reached. */
export interface KeptCopy {
  readonly base: SheetContent;
  readonly mine: SheetContent;
}

/** What the last save of a closing page needs. `id` absent: the sheet is not on the server yet. */
export interface Farewell {
  readonly id: string | undefined;
  readonly etag: string | undefined;
  readonly key: string;
  readonly server: SheetContent;
  readonly mine: SheetContent;
}

export interface SaverState {
  readonly status: SaveStatus;
  readonly savedAt?: string;
  readonly sheet?: Sheet;
  /** Why the last save failed, as long as it does. */
  readonly problem?: ApiProblem;
  /** Both sides changed these: somebody has to choose. */
  readonly conflicts: readonly Conflict[];
  /** Counts documents of others that were merged in, so that the screen can say so. */
  readonly mergedIn: number;
}

const PAUSE = 1_000;
const backoff = (failures: number) => Math.min(60_000, 2_000 * 2 ** failures);

/**
 * Keeps a draft saved: 1 s after a pause, when asked, again after a failure. One save runs at a time; what is typed
 * meanwhile goes with the next. Never gives up text: what cannot be sent is kept on the device and said.
 */
export class DraftSaver {
  private state: SaverState;
  private base: SheetContent;
  private stored: Stored | undefined;
  private running: Promise<boolean> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  /** The first save, frozen: repeated after a lost answer it must be the same request to take effect once. */
  private creation: { key: string; content: SheetContent } | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly ports: SaverPorts,
    start: { stored?: Stored; base: SheetContent },
  ) {
    this.stored = start.stored;
    this.base = canonical(start.base);
    this.state = {
      status: start.stored ? 'saved' : 'idle',
      savedAt: start.stored?.sheet.updatedAt,
      sheet: start.stored?.sheet,
      conflicts: [],
      mergedIn: 0,
    };
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = () => this.state;

  get etag(): string | undefined {
    return this.stored?.etag;
  }

  get id(): string | undefined {
    return this.stored?.id;
  }

  /** True while something typed is not on the server. */
  unsaved(): boolean {
    return this.running !== undefined || !this.same();
  }

  /** Somebody typed: save after a pause. */
  readonly changed = () => {
    if (this.same()) {
      if (this.state.status === 'unsaved') this.set({ status: this.stored ? 'saved' : 'idle' });
      return;
    }
    if (this.state.status !== 'offline' && this.state.conflicts.length === 0) this.set({ status: 'unsaved' });
    this.later(PAUSE);
  };

  /** Saves now what is not saved; true when everything typed is on the server afterwards. */
  readonly flush = async (): Promise<boolean> => {
    clearTimeout(this.timer);
    if (this.state.conflicts.length > 0) return false;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
    return this.running;
  };

  /**
   * The page is being closed. A save under way may still arrive: whichever the server gets second it refuses as stale, so
   * nothing newer is overwritten.
   */
  readonly leave = (): void => {
    if (this.same() || this.state.conflicts.length > 0) return;
    // A creation that was already sent must be repeated as it was, or there would be two drafts.
    const { key, content } = this.creation ?? { key: this.ports.newKey(), content: this.ports.read() };
    const mine = this.stored ? this.ports.read() : content;
    const last = { id: this.stored?.id, etag: this.stored?.etag, key, server: this.base, mine };
    if (!this.ports.farewell(last)) void this.flush();
  };

  stop(): void {
    clearTimeout(this.timer);
  }

  /** The draft is no more: nothing is sent, nothing is kept. */
  async abandon(): Promise<void> {
    this.stop();
    this.base = this.ports.read();
    await this.ports.forget();
  }

  /** Looks at what the server has now, merges it in, and saves what is left. */
  async refresh(): Promise<boolean> {
    if (!this.stored) return this.flush();
    try {
      if (!(await this.mergeTheirs(this.stored.id))) return false;
    } catch (error) {
      return this.failed(error, this.ports.read());
    }
    return this.flush();
  }

  /** The choice after a conflict: the document with everything decided. Their version is the base from now on. */
  async resolve(decided: SheetContent): Promise<boolean> {
    this.ports.show(this.ports.read(), decided);
    this.set({ conflicts: [], status: 'unsaved' });
    return this.flush();
  }

  /** Brings back a copy that was kept on this device, merged with what the server has by now. */
  restore(copy: KeptCopy): void {
    const { merged, conflicts } = merge3(canonical(copy.base), canonical(copy.mine), this.base);
    this.ports.show(this.ports.read(), merged);
    if (conflicts.length > 0) this.set({ conflicts, status: 'conflict' });
    else this.changed();
  }

  private same(): boolean {
    return sameJson(this.ports.read() as never, this.base as never);
  }

  private async run(): Promise<boolean> {
    // Bounded: a document that the server always returns changed must not keep us saving for ever.
    for (let round = 0; round < 5 && !this.same(); round += 1) {
      const mine = this.ports.read();
      this.set({ status: 'saving' });
      try {
        await this.save(mine);
      } catch (error) {
        if (!(await this.failed(error, mine))) return false;
      }
    }
    this.failures = 0;
    this.set({ status: this.stored ? 'saved' : 'idle', problem: undefined });
    await this.ports.forget();
    return this.same();
  }

  private async save(mine: SheetContent): Promise<void> {
    if (this.stored) {
      this.take(await this.ports.patch(this.stored.id, this.stored.etag, this.base, mine), mine);
      return;
    }
    this.creation ??= { key: this.ports.newKey(), content: mine };
    const { key, content } = this.creation;
    const stored = await this.ports.create(content, key);
    this.creation = undefined;
    this.take(stored, content);
  }

  /** The server's answer: what it tidied (ids, the day an age was told) goes into the form, what was typed stays. */
  private take(stored: Stored, sent: SheetContent): void {
    const theirs = canonical(stored.sheet.content);
    const now = this.ports.read();
    const { merged } = merge3(sent, now, theirs);
    this.stored = stored;
    this.base = theirs;
    if (!sameJson(merged as never, now as never)) this.ports.show(now, merged);
    this.set({ sheet: stored.sheet, savedAt: stored.sheet.updatedAt, problem: undefined });
  }

  /** Answers whether to go on with another round. */
  private async failed(error: unknown, mine: SheetContent): Promise<boolean> {
    const problem = error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'network' });
    try {
      if (problem.status === 412 && this.stored) return await this.mergeTheirs(this.stored.id);
      if (problem.status === 422) return await this.saveTheRest(problem, mine);
    } catch (again) {
      return this.failed(again, mine);
    }
    if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) this.creation = undefined;
    const kept = await this.ports.keep({ base: this.base, mine });
    const away = problem.status === 0 || problem.status === 401;
    this.set({ status: away && kept ? 'offline' : 'failed', problem });
    if (problem.status === 0 || problem.status === 429 || problem.status >= 500) {
      this.later(problem.retryAfter ? problem.retryAfter * 1_000 : (this.ports.delay ?? backoff)(this.failures));
      this.failures += 1;
    }
    return false;
  }

  /** 412: somebody else saved first. What only one side touched merges by itself. */
  private async mergeTheirs(id: string): Promise<boolean> {
    const theirs = await this.ports.load(id);
    const mine = this.ports.read();
    const content = canonical(theirs.sheet.content);
    const { merged, conflicts } = merge3(this.base, mine, content);
    this.stored = theirs;
    this.base = content;
    this.ports.show(mine, merged);
    this.set({ sheet: theirs.sheet, mergedIn: this.state.mergedIn + 1 });
    if (conflicts.length === 0) return true;
    await this.ports.keep({ base: content, mine: merged });
    this.set({ conflicts, status: 'conflict' });
    return false;
  }

  /** 422: the places that cannot be stored stay in the form, marked; the rest is saved all the same. */
  private async saveTheRest(problem: ApiProblem, mine: SheetContent): Promise<boolean> {
    const pointers = problem.errors.map((e) => e.pointer).filter((p) => p.startsWith('/content/'));
    const rest = withoutFaults(mine, this.base, pointers);
    this.creation = undefined;
    await this.ports.keep({ base: this.base, mine });
    if (pointers.length > 0 && !sameJson(rest as never, this.base as never)) {
      if (this.stored) {
        const stored = await this.ports.patch(this.stored.id, this.stored.etag, this.base, rest);
        this.stored = stored;
        this.base = canonical(stored.sheet.content);
        this.set({ sheet: stored.sheet, savedAt: stored.sheet.updatedAt });
      } else {
        const stored = await this.ports.create(rest, this.ports.newKey());
        this.stored = stored;
        this.base = canonical(stored.sheet.content);
        this.set({ sheet: stored.sheet, savedAt: stored.sheet.updatedAt });
      }
    }
    this.set({ status: 'failed', problem });
    return false;
  }

  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), ms);
  }

  private set(next: Partial<SaverState>): void {
    this.state = { ...this.state, ...next };
    for (const listener of this.listeners) listener();
  }
}
