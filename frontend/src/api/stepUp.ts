/** Asks the person once more who they are; false = given up. */
type Ask = () => Promise<boolean>;

let ask: Ask | undefined;
let asking: Promise<boolean> | undefined;

/** The shell says how to ask; the answer takes it back. */
export function onStepUp(how: Ask): () => void {
  ask = how;
  return () => {
    if (ask === how) ask = undefined;
  };
}

/** Whether a refusal for want of a fresh authentication is answered for the whole page. */
export function asksForThePage(): boolean {
  return ask !== undefined;
}

/** When the server wants to be sure who is there, asks; true = the same request may be tried once more. */
export async function askWhoIsThere(answer: Response): Promise<boolean> {
  if (!ask || !(await wantsProof(answer))) return false;
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  return asking;
}

async function wantsProof(answer: Response): Promise<boolean> {
  try {
    const problem = (await answer.clone().json()) as { code?: unknown };
    return problem.code === 'fresh_authentication_required';
  } catch {
    return false; // not ours
  }
}
