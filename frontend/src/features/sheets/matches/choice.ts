/** What was decided about likely matches: to file into that household's case, or that it is another household. */
export interface MatchChoice {
  readonly householdId?: string;
  /** Of the case, to say where it goes. */
  readonly caseNumber?: string;
  readonly newHousehold?: true;
}
