import { createContext, useContext } from 'react';

/** What the server said about single fields, by the form's names. */
export const ServerFaults = createContext<ReadonlyMap<string, string>>(new Map());

export function useFault(): (name: string) => string | undefined {
  const faults = useContext(ServerFaults);
  return (name) => faults.get(name);
}
