/** What is typed into a form, and the server's word on the field at fault. */
import { useState } from 'react';
import type { Refused } from '../../core/data/useAct';

interface Changed {
  target: { value: string };
}

/** `atFirst`: what the server said of it before, of what is written anew. */
export function useFields<Typed extends Record<string, string>>(first: Typed, atFirst: Refused | null = null) {
  const [typed, setTyped] = useState(first);
  const [problem, setProblem] = useState<Refused | null>(atFirst);
  const faultOf = (name: string): string | null => (problem?.field?.includes(name) ? problem.message : null);
  const set = (name: keyof Typed, value: string): void => setTyped((old) => ({ ...old, [name]: value }));
  const bind = (name: keyof Typed & string) => ({ name, value: typed[name] ?? '', fault: faultOf(name), onChange: (event: Changed) => set(name, event.target.value) });
  const isOnField = problem?.field?.some((part) => part in typed) ?? false;
  return { typed, set, bind, faultOf, problem, setProblem, said: problem && !isOnField ? problem.message : null };
}
