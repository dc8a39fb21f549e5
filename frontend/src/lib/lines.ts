/** Lines of two people put together; `clean` is false where both changed the same place. */
export interface LineMerge {
  /** Where both changed the same place, theirs and then mine: no line of either is lost. */
  readonly text: string;
  readonly clean: boolean;
}

/** Three-way merge of free text by lines. What one side deleted and the other changed stays. */
export function mergeLines(base: string, mine: string, theirs: string): LineMerge {
  if (mine === theirs || base === theirs) return { text: mine, clean: true };
  if (base === mine) return { text: theirs, clean: true };
  const [b, m, t] = [linesOf(base), linesOf(mine), linesOf(theirs)];
  const [inMine, inTheirs] = [matches(b, m), matches(b, t)];
  const out: string[] = [];
  let clean = true;
  let [i, j, k] = [0, 0, 0];
  const flush = (toBase: number, toMine: number, toTheirs: number) => {
    const [was, my, their] = [b.slice(i, toBase), m.slice(j, toMine), t.slice(k, toTheirs)];
    if (equal(was, their)) out.push(...my);
    else if (equal(was, my) || equal(my, their)) out.push(...their);
    else {
      // Both only added where nothing stood: both stay, and nobody has to choose.
      if (was.length > 0) clean = false;
      out.push(...their, ...my.filter((line) => !their.includes(line)));
    }
    [i, j, k] = [toBase, toMine, toTheirs];
  };
  for (let at = 0; at < b.length; at += 1) {
    const [my, their] = [inMine[at], inTheirs[at]];
    if (my === undefined || their === undefined) continue;
    flush(at, my, their);
    out.push(b[at] ?? '');
    [i, j, k] = [at + 1, my + 1, their + 1];
  }
  flush(b.length, m.length, t.length);
  return { text: out.join('\n'), clean };
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, n) => line === b[n]);
}

/** For each line of `from` where it stands in `to`: a longest common subsequence, so the places grow. */
function matches(from: readonly string[], to: readonly string[]): (number | undefined)[] {
  const width = to.length + 1;
  const longest = new Uint16Array((from.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = from.length - 1; i >= 0; i -= 1) {
    for (let j = to.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = from[i] === to[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const found: (number | undefined)[] = [];
  for (let i = 0, j = 0; i < from.length; i += 1) {
    while (j < to.length && from[i] !== to[j] && at(i, j + 1) > at(i + 1, j)) j += 1;
    if (from[i] === to[j] && j < to.length) {
      found[i] = j;
      j += 1;
    } else found[i] = undefined;
  }
  return found;
}
