/** Characters as the server counts them (Unicode code points); the server knows the rules about common words. */
export const SHORTEST = 12;

export interface PasswordInput {
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly again: string;
}

export type PasswordFault = 'currentMissing' | 'nextMissing' | 'tooShort' | 'same' | 'differs';

export function passwordLength(text: string): number {
  return [...text].length;
}

/** What can be said before asking the server, per field in the order of the form. */
export function passwordFaults(input: PasswordInput): { name: keyof PasswordInput; fault: PasswordFault }[] {
  const faults: { name: keyof PasswordInput; fault: PasswordFault }[] = [];
  if (!input.currentPassword) faults.push({ name: 'currentPassword', fault: 'currentMissing' });
  if (!input.newPassword) faults.push({ name: 'newPassword', fault: 'nextMissing' });
  else if (passwordLength(input.newPassword) < SHORTEST) faults.push({ name: 'newPassword', fault: 'tooShort' });
  else if (input.newPassword === input.currentPassword) faults.push({ name: 'newPassword', fault: 'same' });
  else if (input.newPassword !== input.again) faults.push({ name: 'again', fault: 'differs' });
  return faults;
}
