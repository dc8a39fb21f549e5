import type { InformationContent, InformationSheet } from '@/api/generated';
import { ApiProblem } from '@/api/problems';
import type { SaveStatus } from '@/components/ui';
import { type Conflict, merge3 } from '@/lib/merge';

/** The sheet with the version it had on the server. */
export interface Seen {
  readonly etag: string;
  readonly sheet: InformationSheet;
}

/** What the saver needs from outside; tests give their own. */
export interface Ports {
  read: () => InformationContent;
  show: (content: InformationContent) => void;
  save: (etag: string, content: InformationContent) => Promise<Seen>;
  load: () => Promise<Seen>;
}

export interface SaverState {
  readonly status: SaveStatus;
  readonly seen: Seen;
  readonly problem?: ApiProblem;
  readonly conflicts: readonly Conflict[];
  /** Counts what others wrote that was merged in. */
  readonly mergedIn: number;
}

const PAUSE = 1_000;
const RETRY = 5_000;

/** Keeps the sheet saved: 1 s after a pause, again after a failure; what others wrote is merged field by field. */
export class InformationSaver {
  private state: SaverState;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<boolean> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly ports: Ports,
    seen: Seen,
  ) {
    this.state = { status: seen.sheet.number ? 'saved' : 'idle', seen, conflicts: [], mergedIn: 0 };
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = () => this.state;

  unsaved(): boolean {
    return this.running !== undefined || !this.same();
  }

  readonly changed = () => {
    if (this.state.conflicts.length > 0) return;
    if (this.same()) {
      this.set({ status: this.state.seen.sheet.number ? 'saved' : 'idle' });
      return;
    }
    this.set({ status: 'unsaved' });
    this.later(PAUSE);
  };

  readonly flush = async (): Promise<boolean> => {
    clearTimeout(this.timer);
    if (this.state.conflicts.length > 0) return false;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
    return this.running;
  };

  async resolve(decided: InformationContent): Promise<boolean> {
    this.ports.show(decided);
    this.set({ conflicts: [], status: 'unsaved' });
    return this.flush();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private base(): InformationContent {
    return this.state.seen.sheet.content;
  }

  private same(): boolean {
    return sameText(this.ports.read(), this.base());
  }

  private async run(): Promise<boolean> {
    // Bounded: a document that the server always returns changed must not keep us saving for ever.
    for (let round = 0; round < 5 && !this.same(); round += 1) {
      this.set({ status: 'saving' });
      try {
        const seen = await this.ports.save(this.state.seen.etag, this.ports.read());
        this.set({ seen, problem: undefined });
      } catch (error) {
        if (!(await this.failed(error))) return false;
      }
    }
    this.set({ status: 'saved', problem: undefined });
    return true;
  }

  /** Answers whether to go on with another round. */
  private async failed(error: unknown): Promise<boolean> {
    const problem = error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'network' });
    if (problem.status === 412) return this.mergeTheirs();
    this.set({ status: problem.status === 0 ? 'offline' : 'failed', problem });
    if (problem.status === 0 || problem.status === 429 || problem.status >= 500) this.later(RETRY);
    return false;
  }

  private async mergeTheirs(): Promise<boolean> {
    let theirs: Seen;
    try {
      theirs = await this.ports.load();
    } catch (error) {
      return this.failed(error);
    }
    const { merged, conflicts } = merge3(pruned(this.base()), this.ports.read(), pruned(theirs.sheet.content));
    this.ports.show(merged);
    this.set({ seen: theirs, mergedIn: this.state.mergedIn + 1 });
    if (conflicts.length === 0) return true;
    this.set({ conflicts, status: 'conflict' });
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

/** Without what is empty: a form has '' where the server has nothing. */
export function pruned<T>(value: T): T {
  if (Array.isArray(value)) return value.map(pruned) as T;
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value)
    .map(([k, v]) => [k, pruned(v)] as const)
    .filter(([, v]) => v !== undefined && v !== null && v !== '' && !(Array.isArray(v) && v.length === 0));
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))) as T;
}

export function sameText(a: InformationContent, b: InformationContent): boolean {
  return JSON.stringify(pruned(a)) === JSON.stringify(pruned(b));
}
